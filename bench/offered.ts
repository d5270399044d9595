/**
 * The load generator that does not wait: requests leave at a rate, whether or
 * not those before were answered, each on a connection that is free or new.
 *
 * It reads a plan as JSON from its input and writes what it saw as one line.
 *
 * @module
 */
import process from "node:process";
import { percentile } from "./stats.ts";
import { headOf, type Question, Template } from "./wire.ts";

/** What to ask, how often, and for how long. */
export interface OfferedPlan extends Question {
  readonly port: number;
  readonly perSecond: number;
  readonly seconds: number;
  /** The status that is a success; all others are refusals. */
  readonly expected: number;
  readonly firstNumber: number;
}

/** What was seen. */
export interface OfferedResult {
  readonly offeredPerSecond: number;
  readonly acceptedPerSecond: number;
  readonly acceptedP50Ms: number;
  readonly acceptedP99Ms: number;
  /** Null where nothing was refused. */
  readonly refusedP99Ms: number | null;
  readonly refusedShare: number;
  /** Requests that could not be asked, or whose connection broke. */
  readonly lost: number;
  /** When the last answer came that was later than `slowMs`, or a refusal. */
  readonly troubledSeconds: number;
  readonly generatorShare: number;
}

const CONNECTIONS_MAX = 4_000;
const BUFFER_BYTES = 1 << 14;
/** What is later than this, on a machine at rest, is still trouble. */
const SLOW_MS = 100;

class Offered {
  readonly accepted: number[] = [];
  readonly refused: number[] = [];
  lost = 0;
  asked = 0;
  open = 0;
  troubledMs = 0;
  readonly #plan: OfferedPlan;
  readonly #template: Template;
  readonly #idle: Deno.TcpConn[] = [];
  readonly #flying = new Set<Promise<void>>();
  readonly #startMs = performance.now();

  constructor(plan: OfferedPlan) {
    this.#plan = plan;
    this.#template = new Template(plan);
  }

  async run(): Promise<OfferedResult> {
    const { perSecond, seconds } = this.#plan;
    const before = process.cpuUsage();
    while (true) {
      const elapsed = (performance.now() - this.#startMs) / 1_000;
      const due = Math.floor(Math.min(elapsed, seconds) * perSecond);
      while (this.asked < due) this.#ask();
      if (elapsed >= seconds) break;
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    const cpu = process.cpuUsage(before);
    await Promise.all(this.#flying);
    for (const connection of this.#idle) connection.close();
    const answered = this.accepted.length + this.refused.length;
    const accepted = Float64Array.from(this.accepted).sort();
    const refused = Float64Array.from(this.refused).sort();
    return {
      offeredPerSecond: this.asked / seconds,
      acceptedPerSecond: accepted.length / seconds,
      acceptedP50Ms: percentile(accepted, 50),
      acceptedP99Ms: percentile(accepted, 99),
      refusedP99Ms: refused.length === 0 ? null : percentile(refused, 99),
      refusedShare: answered === 0 ? 1 : refused.length / answered,
      lost: this.lost,
      troubledSeconds: this.troubledMs / 1_000,
      generatorShare: (cpu.user + cpu.system) / 1e6 / seconds,
    };
  }

  #ask(): void {
    const number = this.asked++;
    const first = this.#plan.firstNumber + number * this.#template.numbers;
    const request = this.#template.next(first, number).slice();
    const flying = this.#exchange(request)
      .catch(() => void this.lost++)
      .finally(() => this.#flying.delete(flying));
    this.#flying.add(flying);
  }

  async #exchange(request: Uint8Array): Promise<void> {
    const askedMs = performance.now();
    const connection = this.#idle.pop() ?? await this.#connect();
    try {
      let written = await connection.write(request);
      while (written < request.length) {
        written += await connection.write(request.subarray(written));
      }
      this.#note(await readStatus(connection), askedMs);
    } catch (error) {
      this.open--;
      connection.close();
      throw error;
    }
    this.#idle.push(connection);
  }

  async #connect(): Promise<Deno.TcpConn> {
    if (this.open >= CONNECTIONS_MAX) throw new Error("too many connections");
    this.open++;
    const { port } = this.#plan;
    try {
      const connection = await Deno.connect({ hostname: "127.0.0.1", port });
      connection.setNoDelay();
      return connection;
    } catch (error) {
      this.open--;
      throw error;
    }
  }

  #note(status: number, askedMs: number): void {
    const nowMs = performance.now();
    const isGood = status === this.#plan.expected;
    (isGood ? this.accepted : this.refused).push(nowMs - askedMs);
    if (!isGood || nowMs - askedMs > SLOW_MS) {
      this.troubledMs = nowMs - this.#startMs;
    }
  }
}

async function readStatus(connection: Deno.TcpConn): Promise<number> {
  const buffer = new Uint8Array(BUFFER_BYTES);
  let filled = 0;
  while (true) {
    const read = await connection.read(buffer.subarray(filled));
    if (read === null) throw new Error("The server closed a connection");
    filled += read;
    const head = headOf(buffer.subarray(0, filled));
    if (head !== null && filled >= head.bytes) return head.status;
  }
}

if (import.meta.main) {
  const plan: OfferedPlan = await new Response(Deno.stdin.readable).json();
  const result = await new Offered(plan).run();
  // deno-lint-ignore no-console -- the answer to whoever started this
  console.log(JSON.stringify(result));
}
