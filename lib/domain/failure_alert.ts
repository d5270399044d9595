/**
 * Alerts on the share of messages that fail. Counted by the day where somebody
 * watches it, in the commit that writes down how messages ended.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { AccountAlerts } from "../schema/alert.ts";
import type { Batch } from "../schema/batch.ts";
import type { Status } from "../schema/message.ts";
import { civilDay } from "./calendar.ts";
import { raiseEvent } from "./event_alert.ts";
import type { Step } from "./step.ts";

/** Fewer messages than this tell nothing. */
const MESSAGES_MIN = 20;

const FAILED: ReadonlySet<Status> = new Set(["failed", "expired"]);

type Endings = NonNullable<AccountAlerts["endings"]>;

/** Counts how messages of a batch went on, and warns of too many failures. */
export function countEndings(
  tx: Tx,
  before: Batch,
  steps: ReadonlyMap<number, Step>,
  nowMs: number,
): void {
  const { structureId } = before;
  const key = keys.account(structureId);
  const account = tx.peek(key);
  const thresholds = account?.alerts?.failureRate ?? [];
  if (!account || thresholds.length === 0) return;
  const day = civilDay(nowMs);
  const known = account.alerts!.endings;
  const was = known?.day === day ? known : { day, all: 0, failed: 0 };
  const is = counted(was, before, steps);
  tx.put(key, { ...account, alerts: { ...account.alerts!, endings: is } });
  for (const threshold of thresholds) {
    if (rateOf(was) > threshold || rateOf(is) <= threshold) continue;
    raiseEvent(tx, structureId, {
      kind: "failureRate",
      threshold,
      value: rateOf(is),
      atMs: nowMs,
    });
  }
}

/** The share of failures in per cent; none of too few messages. */
export function rateOf({ all, failed }: Pick<Endings, "all" | "failed">) {
  return all < MESSAGES_MIN ? 0 : Math.floor(100 * failed / all);
}

function counted(
  { day, all, failed }: Endings,
  { messages, submissions }: Batch,
  steps: ReadonlyMap<number, Step>,
): Endings {
  for (const [index, { message, effect }] of steps) {
    if (submissions[message.submission]!.test) continue;
    const fails = FAILED.has(message.status) &&
      !FAILED.has(messages[index]!.status);
    if (effect === "settle" || (fails && effect === "release")) all++;
    if (fails) failed++;
  }
  return { day, all, failed };
}
