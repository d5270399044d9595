/**
 * Alerts that no movement causes: an allowance that could not be given, SMS
 * about to expire, failures, a gateway that is down. Each is raised by who
 * finds out, in the commit that writes down that it was found out.
 *
 * @module
 */
import { base32 } from "../kv/ids.ts";
import { keys, shardOf } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { AccountAlerts, StoredAlert } from "../schema/alert.ts";
import { noticeDueMs } from "./alert.ts";
import { instant } from "../schema/common.ts";
import { readAccount } from "./credit.ts";
import { queueWebhook } from "./webhook_event.ts";

/** Behind what movements raise at the same entry. */
const FIRST_INDEX = 1_000;

/** What is to be told. */
export type Event =
  & Pick<StoredAlert, "kind" | "threshold" | "value">
  & { atMs: number; about?: string; untilMs?: number };

/** Raises an alert inside `tx`, in the place of the newest entry. */
export function raiseEvent(
  tx: Tx,
  structureId: string,
  { atMs, ...event }: Event,
): void {
  const account = readAccount(tx, structureId);
  const { entries } = account;
  const alerts: AccountAlerts = account.alerts ??
    { lowBalance: [], monthlyVolume: [], noticedEntry: entries };
  const count = (alerts.events ?? 0) + 1;
  const id = eventId(structureId, atMs, count);
  const dueMs = noticeDueMs(alerts, atMs);
  tx.put(keys.account(structureId), {
    ...account,
    alerts: { ...alerts, events: count },
  });
  tx.put(keys.alert(structureId, entries, FIRST_INDEX + count), {
    id,
    ...event,
    entry: entries,
    cause: event.kind,
    atMs,
    dueMs,
    noticeId: null,
  });
  tx.put(keys.due(shardOf(structureId), dueMs, id), {
    kind: "alert",
    structureId,
  });
  const { untilMs: _, ...data } = event;
  queueWebhook(tx, structureId, {
    type: "alert.raised",
    atMs,
    data: { id, structureId, ...data, at: instant(atMs), entry: entries },
  });
}

/** Sorts as the ids of crossings do, and is none of them. */
function eventId(structureId: string, atMs: number, count: number): string {
  const tail = structureId.slice(-6).padStart(6, "0");
  return `alr_${base32(atMs, 10)}${tail}zz${base32(count, 4)}`;
}
