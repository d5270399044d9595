/**
 * Failures that can be sent again together: of one structure, one text, one
 * sender, and with their numbers still there.
 *
 * @module
 */
import { listMessages } from "../../lib/domain/history.ts";
import type { HistoryQuery } from "../../lib/domain/history.ts";
import type { Message } from "../../lib/schema/message.ts";
import { may, type Visit } from "./visit.ts";

/** Failures looked at. */
const FAILURES_MAX = 1_000;
/** Different sends that are offered. */
const GROUPS_MAX = 10;

/** The failures a query names, those of one send together. */
export async function failuresToResend(
  visit: Visit,
  query: Omit<HistoryQuery, "limit">,
): Promise<Message[][]> {
  if (!may(visit, "message:send")) return [];
  const { items } = await listMessages(visit.ports, visit.actor, {
    ...query,
    cursor: undefined,
    failed: true,
    limit: FAILURES_MAX,
  });
  return groupsOf(items).slice(0, GROUPS_MAX);
}

/** Messages by what a new send of them would need to be one. */
export function groupsOf(failed: readonly Message[]): Message[][] {
  const whole = failed.filter(({ to, text }) => to !== null && text !== null);
  const groups = Map.groupBy(
    whole,
    ({ structureId, text, sender }) =>
      JSON.stringify([structureId, text, sender]),
  );
  return [...groups.values()];
}
