/**
 * Counting messages by day, application and status. What a batch adds is kept
 * beside the counters, so that counting it again, when its messages moved on,
 * changes them by the difference: every change is counted once, whoever counts
 * and however often.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Key } from "../kv/kind.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { Batch } from "../schema/batch.ts";
import type {
  StatRow,
  StoredCounted,
  StoredDay,
  StoredStatHead,
} from "../schema/stats.ts";
import { civilDate } from "./calendar.ts";
import { isFinal, isHandedOver, isReserved } from "./step.ts";

/** Batches counted in one commit. */
export const COUNTED_MAX = 20;

type Row = StoredCounted["rows"][number];

const NOT_COUNTED: StoredStatHead = { version: 0, closed: "" };

/** What the batch adds to the counters; test messages add nothing. */
export function rowsOf({ messages, submissions }: Batch): Row[] {
  const rows = new Map<string, Row>();
  for (const message of messages) {
    const submission = submissions[message.submission]!;
    if (submission.test) continue;
    const day = civilDate(submission.sendAtMs ?? submission.atMs);
    const { application } = submission;
    const { status, segments } = message;
    const id = `${day} ${application} ${status}`;
    const row = rows.get(id) ??
      { day, application, status, messages: 0, segments: 0, cost: 0 };
    row.messages++;
    row.segments += segments;
    if (isHandedOver(message)) row.cost += segments;
    rows.set(id, row);
  }
  return [...rows.values()];
}

/** Brings the counters up to date with some batches of one structure. */
export async function countBatches(
  ports: Ports,
  structureId: string,
  ids: readonly string[],
): Promise<void> {
  const distinct = [...new Set(ids)];
  for (let i = 0; i < distinct.length; i += COUNTED_MAX) {
    const some = distinct.slice(i, i + COUNTED_MAX);
    while (!await countSome(ports, structureId, some));
  }
}

/**
 * Counts a few; false if somebody else counted the structure meanwhile. It
 * reads before its transaction, since calls commit with that and would wait.
 */
async function countSome(
  { store }: Ports,
  structureId: string,
  ids: readonly string[],
): Promise<boolean> {
  const headKey = keys.statHead(structureId);
  const head = await store.get(headKey) ?? NOT_COUNTED;
  const batches = await store.getMany(ids.map(keys.batch));
  const counted = await store.getMany(ids.map(keys.counted));
  const changes: Row[] = [];
  const fresh = new Map<string, Row[]>();
  batches.forEach((batch, i) => {
    const before = counted[i] ?? null;
    if (batch === null || (before === null && batch.id <= head.closed)) return;
    const rows = rowsOf(batch);
    const difference = differenceOf(rows, before?.rows ?? []);
    if (difference.length === 0 && before !== null) return;
    changes.push(...difference);
    fresh.set(batch.id, rows);
  });
  if (fresh.size === 0) return true;
  const groups = [...Map.groupBy(changes, ({ day }) => day)];
  const days = groups.map(([day]) => keys.statDay(structureId, day));
  const before = await store.getMany(days);
  return await store.transact(`stat:${structureId}`, (tx) => {
    const now = tx.take(headKey) ?? NOT_COUNTED;
    if (now.version !== head.version) return false;
    for (const [id, rows] of fresh) {
      tx.put(keys.counted(id), { structureId, rows });
    }
    groups.forEach(([_, rows], i) =>
      tx.put(days[i]!, added(before[i] ?? [], rows))
    );
    tx.put(headKey, { ...head, version: head.version + 1 });
    return true;
  }, [headKey]);
}

/**
 * Closes batches older than `end` of which nothing can change any more: the
 * counters keep them, and what they added is forgotten. Others are counted
 * anew. How many were looked at.
 */
export async function closeBatches(ports: Ports, end: string): Promise<number> {
  const groups = new Map<string, string[]>();
  const found = ports.store.list(KINDS.counted, { start: [""], end: [end] });
  let looked = 0;
  for await (const { parts, value } of found) {
    looked++;
    const ids = groups.get(value.structureId) ?? [];
    ids.push(parts[0] as string);
    groups.set(value.structureId, ids);
  }
  for (const [structureId, ids] of groups) {
    await countBatches(ports, structureId, ids);
    for (let i = 0; i < ids.length; i += COUNTED_MAX) {
      const some = ids.slice(i, i + COUNTED_MAX);
      await ports.store.transact(
        `stat:${structureId}`,
        (tx) => closeSome(tx, structureId, some),
      );
    }
  }
  return looked;
}

async function closeSome(
  tx: Tx,
  structureId: string,
  ids: readonly string[],
): Promise<void> {
  const key = keys.statHead(structureId);
  const head = await tx.get(key) ?? NOT_COUNTED;
  const batches = await tx.getMany(ids.map(keys.batch));
  let { closed } = head;
  const over: Key<StoredCounted>[] = [];
  for (const batch of batches) {
    if (batch === null || !batch.messages.every(isSettled)) continue;
    over.push(keys.counted(batch.id));
    if (batch.id > closed) closed = batch.id;
  }
  if (over.length === 0) return;
  tx.put(key, { version: head.version + 1, closed });
  for (const one of over) tx.delete(one);
}

/** Whether a message is over, or will at most get a receipt some day. */
function isSettled(message: Batch["messages"][number]): boolean {
  return isFinal(message.status) || !isReserved(message);
}

/** What is to be added to come from `before` to `now`. */
function differenceOf(now: readonly Row[], before: readonly Row[]): Row[] {
  const minus = before.map((row) => ({
    ...row,
    messages: -row.messages,
    segments: -row.segments,
    cost: -row.cost,
  }));
  const sums = Map.groupBy(
    [...now, ...minus],
    ({ day, application, status }) => `${day} ${application} ${status}`,
  );
  return [...sums.values()].map(sum)
    .filter(({ messages, segments, cost }) => messages || segments || cost);
}

function sum<T extends StatRow>(rows: readonly T[]): T {
  return rows.slice(1).reduce((all, row) => ({
    ...all,
    messages: all.messages + row.messages,
    segments: all.segments + row.segments,
    cost: all.cost + row.cost,
  }), rows[0]!);
}

function added(day: StoredDay, changes: readonly Row[]): StoredDay {
  const plain = changes.map(({ day: _, ...row }): StatRow => row);
  const groups = Map.groupBy(
    [...day, ...plain],
    ({ application, status }) => `${application} ${status}`,
  );
  return [...groups.values()].map(sum).filter(({ messages }) => messages !== 0);
}
