import { pause } from "./service.ts";

const LATENCY_MS_MAX = 20;
const RECEIPT_MS_MAX = 300;
const RECEIPT_AGAIN_MS = 200;
const RECEIPT_TRIES_MAX = 100;

/** One hand-over of an SMS. */
export interface Arrival {
  readonly atMs: number;
  readonly to: string;
  readonly text: string;
}

/**
 * A gateway of the kind `http` in this process. It takes everything, answers
 * after a few milliseconds, counts what is handed over twice like any other
 * SMS, and posts receipts until they are taken, as real ones do.
 */
export class CountingGateway implements AsyncDisposable {
  /** Hand-overs by our message id, in order of arrival. */
  readonly arrivals: Map<string, Arrival[]> = new Map();
  /** Share of the SMS that a receipt comes back for. */
  receipts = 0.5;
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  readonly #posting = new Set<Promise<void>>();
  #closed = false;
  #ids = 0;

  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      (request) => this.#take(request),
    );
  }

  /** What configures it in the service. */
  get settings(): Record<string, unknown> {
    return {
      url: `http://127.0.0.1:${this.#server.addr.port}/send`,
      method: "POST",
      body:
        '{"ref":"{{messageId}}","to":"{{to}}","text":"{{text}}","receipt":"{{callbackUrl}}"}',
      success: { status: [200], idPointer: "/id" },
      receipt: {
        idPointer: "/id",
        statusPointer: "/status",
        map: { ok: "delivered", ko: "failed" },
      },
    };
  }

  /** How many SMS were handed over, however often. */
  get size(): number {
    return this.arrivals.size;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true;
    await Promise.all(this.#posting);
    await this.#server.shutdown();
  }

  async #take(request: Request): Promise<Response> {
    const { ref, to, text, receipt } = await request.json();
    const arrival = { atMs: performance.now(), to, text };
    const before = this.arrivals.get(ref);
    if (before === undefined) this.arrivals.set(ref, [arrival]);
    else before.push(arrival);
    const id = `prv_${++this.#ids}`;
    if (Math.random() < this.receipts) {
      const posting = this.#post(receipt, id)
        .finally(() => this.#posting.delete(posting));
      this.#posting.add(posting);
    }
    await pause(Math.random() * LATENCY_MS_MAX);
    return Response.json({ id });
  }

  /** Some receipts overtake the answer to the hand-over. */
  async #post(url: string, id: string): Promise<void> {
    await pause(Math.random() * RECEIPT_MS_MAX);
    for (let time = 0; time < RECEIPT_TRIES_MAX && !this.#closed; time++) {
      if (await isTaken(url, id)) return;
      await pause(RECEIPT_AGAIN_MS);
    }
  }
}

async function isTaken(url: string, id: string): Promise<boolean> {
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ id, status: "ok" }),
    });
    await response.body?.cancel();
    return response.ok;
  } catch {
    return false;
  }
}
