/**
 * A gateway's double over real HTTP: answers as the script says and keeps what
 * it was asked.
 *
 * @module
 */
import type {
  GatewayPorts,
  Handover,
  Outcome,
} from "../../lib/gateways/gateway.ts";

/** One request as it arrived. */
export interface Asked {
  readonly method: string;
  /** Path and query as they stood on the line. */
  readonly target: string;
  readonly headers: Headers;
  readonly body: string;
}

type Script = (asked: Asked) => Response | Promise<Response>;

export const NOW_MS = Date.parse("2026-01-01T00:00:00Z");

/**
 * On a connection of its own: Deno repeats what one that was kept swallowed,
 * which the service's own client does not (see `keep_alive_test.ts`).
 */
function fetchOnce(url: string, init: RequestInit): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("connection", "close");
  return fetch(url, { ...init, headers });
}

/** The network as it is, the clock standing still. */
export const PORTS: GatewayPorts = {
  fetch: fetchOnce,
  now: () => NOW_MS,
  random: unused,
  after: unused,
  receive: unused,
};

export const SMS: Handover = {
  messageId: "msg_01kanb2v3w8j4k2m7p",
  to: "+33612345678",
  text: "Une convocation vous attend.",
  encoding: "gsm7",
  segments: 1,
  sender: "Mairie",
  validitySeconds: 86_400,
  callbackUrl: "https://sms.example.test/callbacks/gw_1/s3cret",
};

/** No outcome may tell whom an SMS went to or what it said. */
export function isDiscreet(outcome: Outcome): boolean {
  const told = JSON.stringify({ ...outcome, providerId: null });
  return !/336|612|345|678|convocation|s3cret|127\.0\.0\.1/.test(told);
}

/** Speaks HTTP by the book; `RawDouble` is there for what breaks it. */
export class Double implements AsyncDisposable {
  readonly asked: Asked[] = [];
  readonly #server: Deno.HttpServer<Deno.NetAddr>;

  constructor(public script: Script) {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request) => {
        const { pathname, search } = new URL(request.url);
        const asked = {
          method: request.method,
          target: pathname + search,
          headers: request.headers,
          body: await request.text(),
        };
        this.asked.push(asked);
        return await this.script(asked);
      },
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}

/** What to do with the n-th request (from 0) of a connection. */
type RawScript = (
  conn: Deno.Conn,
  request: { readonly head: string; readonly index: number },
) => Promise<void> | void;

/** Reads whole requests off a socket and lets the script do its worst. */
export class RawDouble implements AsyncDisposable {
  /** How many whole requests arrived. */
  requests = 0;
  connections = 0;
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #conns = new Set<Deno.Conn>();
  readonly #loops: Promise<void>[] = [];

  constructor(readonly script: RawScript) {
    this.#loops.push(this.#accept());
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#listener.addr as Deno.NetAddr).port}`;
  }

  /** From now on connections are refused. */
  close(): void {
    this.#listener.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    ignoreClosed(() => this.close());
    for (const conn of this.#conns) ignoreClosed(() => conn.close());
    await Promise.all(this.#loops);
  }

  async #accept(): Promise<void> {
    try {
      for await (const conn of this.#listener) {
        this.connections++;
        this.#conns.add(conn);
        this.#loops.push(this.#serve(conn).catch(() => {}));
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  async #serve(conn: Deno.Conn): Promise<void> {
    const buffer = new Uint8Array(65_536);
    let held = "";
    for (let index = 0;;) {
      const read = await conn.read(buffer);
      if (read === null) return conn.close();
      held += new TextDecoder("latin1").decode(buffer.subarray(0, read));
      const end = held.indexOf("\r\n\r\n");
      if (end === -1) continue;
      const head = held.slice(0, end);
      const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
      if (held.length < end + 4 + length) continue;
      held = held.slice(end + 4 + length);
      this.requests++;
      await this.script(conn, { head, index: index++ });
    }
  }
}

/** Writes text to a socket. */
export async function say(conn: Deno.Conn, text: string): Promise<void> {
  const bytes = new TextEncoder().encode(text);
  for (let sent = 0; sent < bytes.length;) {
    sent += await conn.write(bytes.subarray(sent));
  }
}

/** An address where nothing listens. */
export function deadUrl(): string {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  listener.close();
  return `http://127.0.0.1:${(listener.addr as Deno.NetAddr).port}`;
}

function unused(): never {
  throw new Error("Only the simulator asks for this");
}

function ignoreClosed(close: () => void): void {
  try {
    close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
