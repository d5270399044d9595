/**
 * A baseline, in a process of its own: groups of records of a message's size
 * written to a file, one commit after another, and nothing else.
 *
 * @module
 */
import { timeOrderedIds } from "../lib/kv/ids.ts";
import { answer, input } from "./child.ts";
import { percentile } from "./stats.ts";

/** What to write, and for how long. */
export interface WritesPlan {
  readonly path: string;
  readonly recordsACommit: number;
  readonly recordBytes: number;
  readonly warmUpSeconds: number;
  readonly seconds: number;
}

/** What was seen. */
export interface WritesResult {
  readonly messagesPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

async function write(plan: WritesPlan): Promise<WritesResult> {
  const kv = await Deno.openKv(plan.path);
  const nextId = timeOrderedIds(Date.now, randomBytes);
  const record = randomBytes(plan.recordBytes);
  const fromMs = performance.now() + plan.warmUpSeconds * 1_000;
  const endMs = fromMs + plan.seconds * 1_000;
  const latenciesMs: number[] = [];
  for (let nowMs = performance.now(); nowMs < endMs;) {
    const commit = kv.atomic();
    for (let i = 0; i < plan.recordsACommit; i++) {
      commit.set(["message", nextId()], record);
    }
    await commit.commit();
    const beforeMs = nowMs;
    nowMs = performance.now();
    if (nowMs >= fromMs && nowMs < endMs) latenciesMs.push(nowMs - beforeMs);
  }
  kv.close();
  const sorted = latenciesMs.sort((a, b) => a - b);
  return {
    messagesPerSecond: sorted.length * plan.recordsACommit / plan.seconds,
    p50Ms: percentile(sorted, 50),
    p99Ms: percentile(sorted, 99),
  };
}

function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

if (import.meta.main) answer(await write(await input<WritesPlan>()));
