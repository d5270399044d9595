/**
 * Retention by key destruction. Texts and numbers of a day are sealed under
 * keys of that day; when their time is over, the wrapped key is destroyed and
 * what it sealed is noise, here and in every copy that does not hold the key.
 * Statuses, counters and the ledger stay as they are.
 *
 * What is promised: a text is unreadable at the latest `days` + 1 days after
 * the day the SMS was to leave on (the key lasts until the end of its day in
 * UTC, and this looks every hour).
 *
 * Any number of instances may run this at once: a half is destroyed, and its
 * proof written, in one commit that checks the key.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { StoredRetentionRun } from "../schema/retention.ts";
import { type Asker, recordAudit } from "./audit.ts";
import { livePeriods, periodEndMs } from "./data_key.ts";
import { lineage } from "./directory.ts";
import { dropIndex } from "./number_index.ts";
import { retentionDays } from "./retention_days.ts";

/** How often the keys are looked through. */
const EVERY_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Who does it, in the journal. */
const SERVICE: Asker = { actor: { kind: "operator", id: "operator" } };

/** The two halves of a data key. */
export type Half = "texts" | "numbers";

/** A half whose time is over. */
interface Ripe {
  readonly structureId: string;
  readonly period: string;
  readonly what: Half;
}

/**
 * Destroys every key whose time is over, if it is time to look; null if not.
 */
export async function retain(ports: Ports): Promise<StoredRetentionRun | null> {
  const startedAtMs = ports.now();
  if (!await claim(ports, startedAtMs)) return null;
  const counts = { keys: 0, texts: 0, numbers: 0 };
  let structureId = "";
  while (true) {
    const next = await nextStructure(ports, structureId);
    if (next === null) break;
    structureId = next;
    const found = await ripeKeys(ports, structureId, startedAtMs);
    counts.keys += found.keys;
    for (const one of found.ripe) {
      if (await destroy(ports, one)) counts[one.what]++;
    }
  }
  const run = { startedAtMs, finishedAtMs: ports.now(), ...counts };
  if (counts.texts + counts.numbers > 0) await record(ports, run);
  return run;
}

/** The newest runs that destroyed something. */
export async function listRetentionRuns(
  ports: Ports,
  limit: number,
): Promise<StoredRetentionRun[]> {
  const found = ports.store.list(KINDS.retentionRun, {}, {
    reverse: true,
    limit,
  });
  return await Array.fromAsync(found, ({ value }) => value);
}

/** What was destroyed of a structure, the newest period first. */
export async function listDestructions(
  ports: Ports,
  structureId: string,
  limit: number,
): Promise<{ period: string; what: Half; atMs: number }[]> {
  const found = ports.store.list(KINDS.destruction, { under: [structureId] }, {
    reverse: true,
    limit,
  });
  return await Array.fromAsync(found, ({ parts, value }) => ({
    period: parts[1] as string,
    what: parts[2] as Half,
    atMs: value.atMs,
  }));
}

/** Takes this look for oneself, unless another instance has. */
async function claim(ports: Ports, nowMs: number): Promise<boolean> {
  const key = keys.retention();
  const next = (await ports.store.get(key))?.nextMs ?? 0;
  if (nowMs < next) return false;
  return await ports.store.transact(key.id, async (tx) => {
    if (((await tx.get(key))?.nextMs ?? 0) !== next) return false;
    tx.put(key, { nextMs: nowMs + EVERY_MS });
    return true;
  });
}

/** The structure after `id` that has a data key. */
async function nextStructure(ports: Ports, id: string): Promise<string | null> {
  const found = ports.store.list(KINDS.dataKey, {
    start: [`${id}\0`],
    end: ["~"],
  }, {
    limit: 1,
  });
  for await (const { parts } of found) return parts[0] as string;
  return null;
}

async function ripeKeys(
  ports: Ports,
  structureId: string,
  nowMs: number,
): Promise<{ keys: number; ripe: Ripe[] }> {
  const days = retentionDays(ports, await lineage(ports, structureId));
  const periods = await livePeriods(ports, structureId);
  const ripe: Ripe[] = [];
  for (const period of periods) {
    const endMs = periodEndMs(period)!;
    const isOver = (length: number) => nowMs >= endMs + length * DAY_MS;
    if (isOver(days.text)) ripe.push({ structureId, period, what: "texts" });
    if (isOver(days.number)) {
      ripe.push({ structureId, period, what: "numbers" });
    }
  }
  return { keys: periods.length, ripe };
}

/** Destroys half a key; false if it was destroyed before. */
async function destroy(
  ports: Ports,
  { structureId, period, what }: Ripe,
): Promise<boolean> {
  const key = keys.dataKey(structureId, period);
  const done = await ports.store.transact(key.id, async (tx) => {
    const record = await tx.get(key);
    if (record === null || record[what] === null) return false;
    tx.put(key, { ...record, [what]: null });
    const atMs = ports.now();
    tx.put(keys.destruction(structureId, period, what), { atMs });
    await recordAudit(tx, ports, {
      call: SERVICE,
      structureId,
      action: "retention.destroy",
      target: period,
      detail: { what },
    });
    return true;
  });
  if (what === "numbers") {
    await dropIndex(ports, structureId, period);
    await forgetKey(ports, structureId, period);
  }
  return done;
}

/** Removes the record of a key of which nothing is left. */
async function forgetKey(
  ports: Ports,
  structureId: string,
  period: string,
): Promise<void> {
  const key = keys.dataKey(structureId, period);
  await ports.store.transact(key.id, async (tx) => {
    const record = await tx.get(key);
    if (record === null || (record.numbers ?? record.texts) !== null) return;
    tx.delete(key);
  });
}

async function record(ports: Ports, run: StoredRetentionRun): Promise<void> {
  const key = keys.retentionRun(ports.newId("ret"));
  ports.log("info", "retention.run", { ...run });
  await ports.store.transact(key.id, (tx) => tx.create(key, run));
}
