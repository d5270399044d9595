/**
 * The load generator, in a process of its own: raw TCP connections that are
 * kept, one request in flight on each, and numbers no other call has.
 *
 * It reads a plan as JSON from its input and writes what it saw as one line.
 *
 * @module
 */
import process from "node:process";
import { percentile } from "./stats.ts";
import { headOf, type Question, Template } from "./wire.ts";

/** What to ask, how much of it, and for how long. */
export interface LoadPlan extends Question {
  readonly port: number;
  readonly connections: number;
  /** Where its numbers begin, after those of an earlier load. */
  readonly firstNumber?: number;
  /** Before anything is counted. */
  readonly warmUpSeconds: number;
  /** For so long, or else `requests` times. */
  readonly seconds?: number;
  readonly requests?: number;
  /** The status that is a success. */
  readonly expected: number;
}

/** What was seen. */
export interface LoadResult {
  readonly requestsPerSecond: number;
  readonly messagesPerSecond: number;
  readonly p50Ms: number;
  readonly p95Ms: number;
  readonly p99Ms: number;
  /** Share of the counted answers that are not of the expected status. */
  readonly refusedShare: number;
  /** Messages in all calls answered as expected, the warm-up's too. */
  readonly messages: number;
  /** Share of one core this process used while it counted. */
  readonly generatorShare: number;
}

const BUFFER_BYTES = 1 << 18;

/** One run of a plan, shared by its connections. */
class Run {
  readonly latenciesMs: number[] = [];
  refused = 0;
  messages = 0;
  #plan: LoadPlan;
  #calls = 0;
  #numbers: number;
  readonly #countFromMs: number;
  readonly #endMs: number;
  #cpuBefore: NodeJS.CpuUsage | null = null;
  #firstMs = 0;
  #lastMs = 0;

  constructor(plan: LoadPlan) {
    this.#plan = plan;
    this.#numbers = plan.firstNumber ?? 0;
    this.#countFromMs = performance.now() + plan.warmUpSeconds * 1_000;
    this.#endMs = plan.seconds === undefined
      ? Infinity
      : this.#countFromMs + plan.seconds * 1_000;
  }

  get isOver(): boolean {
    return this.#calls >= (this.#plan.requests ?? Infinity) ||
      performance.now() >= this.#endMs;
  }

  /** The next request of a connection, with its own numbers. */
  take(template: Template): Uint8Array {
    const first = this.#numbers;
    this.#numbers += template.numbers;
    return template.next(first, this.#calls++);
  }

  /** Notes an answer that came now. */
  note(status: number, askedMs: number, messages: number): void {
    const nowMs = performance.now();
    const isGood = status === this.#plan.expected;
    if (isGood) this.messages += messages;
    if (nowMs < this.#countFromMs || nowMs > this.#endMs) return;
    this.#cpuBefore ??= process.cpuUsage();
    this.#firstMs ||= this.#plan.seconds === undefined
      ? askedMs
      : this.#countFromMs;
    this.#lastMs = nowMs;
    this.latenciesMs.push(nowMs - askedMs);
    if (!isGood) this.refused++;
  }

  result(messagesACall: number): LoadResult {
    const count = this.latenciesMs.length;
    const seconds = this.#plan.seconds ??
      (this.#lastMs - this.#firstMs) / 1_000;
    const sorted = Float64Array.from(this.latenciesMs).sort();
    const cpu = process.cpuUsage(this.#cpuBefore ?? undefined);
    return {
      requestsPerSecond: count / seconds,
      messagesPerSecond: (count - this.refused) * messagesACall / seconds,
      p50Ms: percentile(sorted, 50),
      p95Ms: percentile(sorted, 95),
      p99Ms: percentile(sorted, 99),
      refusedShare: count === 0 ? 1 : this.refused / count,
      messages: this.messages,
      generatorShare: (cpu.user + cpu.system) / 1e6 / seconds,
    };
  }
}

/** Runs a plan to its end. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const connections = await Promise.all(
    Array.from(
      { length: plan.connections },
      () => Deno.connect({ hostname: "127.0.0.1", port: plan.port }),
    ),
  );
  const run = new Run(plan);
  await Promise.all(
    connections.map((connection) => drive(connection, new Template(plan), run)),
  );
  for (const connection of connections) connection.close();
  return run.result(new Template(plan).numbers);
}

/** Asks and waits, again and again, on one connection. */
async function drive(
  connection: Deno.TcpConn,
  template: Template,
  run: Run,
): Promise<void> {
  connection.setNoDelay();
  const buffer = new Uint8Array(BUFFER_BYTES);
  while (!run.isOver) {
    const request = run.take(template);
    const askedMs = performance.now();
    await writeAll(connection, request);
    run.note(await readStatus(connection, buffer), askedMs, template.numbers);
  }
}

async function writeAll(
  connection: Deno.TcpConn,
  bytes: Uint8Array,
): Promise<void> {
  let written = await connection.write(bytes);
  while (written < bytes.length) {
    written += await connection.write(bytes.subarray(written));
  }
}

/** Reads one whole answer. */
async function readStatus(
  connection: Deno.TcpConn,
  buffer: Uint8Array,
): Promise<number> {
  let filled = 0;
  while (true) {
    const read = await connection.read(buffer.subarray(filled));
    if (read === null) throw new Error("The server closed a connection");
    filled += read;
    const head = headOf(buffer.subarray(0, filled));
    if (head !== null && filled >= head.bytes) return head.status;
    if (filled === buffer.length) throw new Error("An answer over 256 KiB");
  }
}

if (import.meta.main) {
  const plan: LoadPlan = await new Response(Deno.stdin.readable).json();
  const result = await runLoad(plan);
  // deno-lint-ignore no-console -- the answer to whoever started this
  console.log(JSON.stringify(result));
}
