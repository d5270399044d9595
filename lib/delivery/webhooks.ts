/**
 * The queue of one endpoint: what is due of it is told, and what became of it
 * written down. Each endpoint has a queue of its own, so that one that does
 * not answer delays nobody.
 *
 * An event is tried ten times within 76 hours. While nothing at all arrives,
 * the whole queue rests between passes and only a few are tried in each.
 *
 * @module
 */
import { readAccount } from "../domain/credit.ts";
import { listen } from "../domain/webhook.ts";
import { wakeWebhook } from "../domain/webhook_event.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Key } from "../kv/kind.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type {
  StoredDelivery,
  StoredEvent,
  StoredQueued,
  StoredWebhook,
} from "../schema/webhook.ts";
import { type Claim, dropDue } from "./deliver.ts";
import { assertLease } from "./shards.ts";
import { type Attempt, attemptWebhook, hasArrived } from "./webhook_attempt.ts";
import { tellManagers } from "./webhook_mail.ts";

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;

/** How long after an attempt the next one follows. */
export const RETRY_MS: readonly number[] = [
  5 * SECOND_MS,
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  2 * HOUR_MS,
  5 * HOUR_MS,
  10 * HOUR_MS,
  14 * HOUR_MS,
  20 * HOUR_MS,
  24 * HOUR_MS,
];
/** How long a queue rests after passes in which nothing arrived. */
const REST_MS = [5 * SECOND_MS, MINUTE_MS, 5 * MINUTE_MS] as const;

/** Records read, events told in a pass, and those told at once. */
const RECORDS_MAX = 40;
const PASS_MAX = 32;
const PROBES_MAX = 4;
const AT_ONCE = 8;

/** How old `arrivedAtMs` may grow: it is not written for each event. */
const ARRIVED_GRAIN_MS = MINUTE_MS;

/** A record of the queue, and where it stands. */
interface Waiting {
  readonly key: Key<StoredQueued>;
  readonly queued: StoredQueued;
}

/** An event that was tried. */
interface Tried {
  readonly event: StoredEvent;
  readonly from: Waiting;
  readonly attempt: Attempt;
  readonly delivery: StoredDelivery;
}

/** Tells an endpoint what is due. */
export async function tellWebhook(ports: Ports, claim: Claim): Promise<void> {
  const webhook = await ports.store.get(keys.webhook(claim.id));
  if (webhook?.status !== "active") return await dropDue(ports, claim);
  const nowMs = ports.now();
  if ((webhook.restsUntilMs ?? 0) > nowMs) {
    return void await conclude(ports, claim, { waiting: [], tried: [] });
  }
  const waiting = await dueIn(ports, webhook.id, nowMs);
  const most = webhook.failures > 0 ? PROBES_MAX : PASS_MAX;
  const events = waiting.flatMap((from) =>
    from.queued.events.map((event) => ({ from, event }))
  ).slice(0, most);
  const tried: Tried[] = [];
  for (let i = 0; i < events.length; i += AT_ONCE) {
    const some = await Promise.all(
      events.slice(i, i + AT_ONCE).map(async ({ from, event }) => {
        const attempt = await attemptWebhook(ports, webhook, event);
        const delivery = await logged(ports, webhook.id, {
          event,
          queued: from.queued,
          attempt,
        });
        return { event, from, attempt, delivery };
      }),
    );
    tried.push(...some);
    // Nobody there, or nobody there any more: the others wait.
    if (!some.some(({ attempt }) => hasArrived(attempt))) break;
    if (some.some(({ attempt }) => attempt.status === 410)) break;
  }
  const after = await conclude(ports, claim, { waiting, tried });
  if (after !== null && after.status !== "active") {
    await tellManagers(ports, after);
  }
}

async function dueIn(
  ports: Ports,
  webhookId: string,
  nowMs: number,
): Promise<Waiting[]> {
  const entries = ports.store.list(KINDS.webhookQueue, {
    start: [webhookId],
    end: [webhookId, nowMs + 1],
  }, { limit: RECORDS_MAX });
  return await Array.fromAsync(entries, ({ parts, value }) => ({
    key: keys.webhookQueue(webhookId, parts[1] as number, parts[2] as string),
    queued: value,
  }));
}

/** The log of an event with one attempt more. */
async function logged(
  ports: Ports,
  webhookId: string,
  { event, queued, attempt }: {
    event: StoredEvent;
    queued: StoredQueued;
    attempt: Attempt;
  },
): Promise<StoredDelivery> {
  const known = queued.deliveryId;
  const id = known ?? ports.newId("dlv");
  const key = keys.webhookDelivery(webhookId, id);
  const before = known === null ? null : await ports.store.get(key);
  const { answer, atMs } = attempt;
  const sealed = answer === null ? null : ports.vault.seal(answer, key.id);
  const status = hasArrived(attempt)
    ? "delivered"
    : attempt.status === 410 || queued.attempts >= RETRY_MS.length
    ? "failed"
    : "pending";
  return {
    id,
    event,
    status,
    attempts: [...(before?.attempts ?? []), { ...attempt, answer: sealed }],
    nextMs: status === "pending" ? atMs + RETRY_MS[queued.attempts]! : null,
  };
}

/**
 * Writes a pass down; the endpoint as it is then if this has changed whether
 * it listens, else null.
 */
async function conclude(
  ports: Ports,
  { lease, id, dueMs, due: { structureId } }: Claim,
  { waiting, tried }: { waiting: readonly Waiting[]; tried: readonly Tried[] },
): Promise<StoredWebhook | null> {
  const nowMs = ports.now();
  return await ports.store.transact(structureId, async (tx) => {
    await assertLease(tx, lease);
    await readAccount(tx, structureId);
    tx.delete(keys.due(lease.shard, dueMs, id));
    const before = await tx.get(keys.webhook(id));
    if (before === null) return null;
    for (const from of waiting) rewriteQueued(tx, id, from, tried);
    for (const one of tried) {
      tx.put(keys.webhookDelivery(id, one.delivery.id), one.delivery);
    }
    const after = afterPass(before, tried, nowMs);
    if (after !== before) tx.put(keys.webhook(id), after);
    if (after.status !== before.status) {
      await listen(tx, after);
      return after;
    }
    const isResting = (after.restsUntilMs ?? 0) > nowMs;
    const next = tried.flatMap(({ delivery }) => delivery.nextMs ?? []);
    const goesOn = tried.length < countOf(waiting) ||
      waiting.length === RECORDS_MAX || tried.length === 0 && isResting;
    if (goesOn) next.push(nowMs);
    if (next.length === 0) return null;
    const wakeMs = Math.max(Math.min(...next), after.restsUntilMs ?? 0);
    wakeWebhook(tx, { structureId, id }, wakeMs);
    return null;
  });
}

/** Takes what was tried out of a record, and puts it off where it failed. */
function rewriteQueued(
  tx: Tx,
  webhookId: string,
  from: Waiting,
  tried: readonly Tried[],
): void {
  const own = tried.filter((one) => one.from === from);
  if (own.length === 0) return;
  const { key, queued } = from;
  const rest = queued.events.slice(own.length);
  if (rest.length > 0) tx.put(key, { ...queued, events: rest });
  else tx.delete(key);
  for (const { event, delivery } of own) {
    if (delivery.nextMs === null) continue;
    tx.put(keys.webhookQueue(webhookId, delivery.nextMs, event.id), {
      events: [event],
      queuedMs: queued.queuedMs,
      attempts: queued.attempts + 1,
      deliveryId: delivery.id,
    });
  }
}

/** The endpoint after a pass; itself where nothing about it has changed. */
function afterPass(
  before: StoredWebhook,
  tried: readonly Tried[],
  nowMs: number,
): StoredWebhook {
  if (tried.length === 0) return before;
  if (tried.some(({ attempt }) => attempt.status === 410)) {
    return { ...before, status: "gone" };
  }
  if (tried.some(({ attempt }) => hasArrived(attempt))) {
    const age = nowMs - (before.arrivedAtMs ?? 0);
    if (age < ARRIVED_GRAIN_MS && before.failures === 0) return before;
    return { ...before, arrivedAtMs: nowMs, failures: 0, restsUntilMs: null };
  }
  const sinceMs = Math.max(before.triedSinceMs, before.arrivedAtMs ?? 0);
  const isDead = tried.some(({ delivery, from }) =>
    delivery.status === "failed" && from.queued.queuedMs >= sinceMs
  );
  const rest = REST_MS[Math.min(before.failures, REST_MS.length - 1)]!;
  return {
    ...before,
    status: isDead ? "suspended" : before.status,
    failures: before.failures + 1,
    restsUntilMs: tried[0]!.attempt.atMs + rest,
  };
}

function countOf(waiting: readonly Waiting[]): number {
  return waiting.reduce((sum, { queued }) => sum + queued.events.length, 0);
}
