import type { Receipt } from "../gateway.ts";

/**
 * What the latest receipts of an SMS's parts come to together (null: none
 * yet). A phone shows a text only once it has every part, so one that is lost
 * loses it all, and it is delivered when all are.
 */
export function combineParts(
  statuses: readonly (Receipt["status"] | null)[],
): Receipt["status"] {
  if (statuses.includes("failed")) return "failed";
  if (statuses.includes("expired")) return "expired";
  const isWhole = statuses.length > 0 &&
    statuses.every((status) => status === "delivered");
  return isWhole ? "delivered" : "sent";
}
