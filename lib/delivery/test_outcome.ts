import type { StoredMessage } from "../schema/batch.ts";
import type { FollowUp } from "./conclude.ts";
import type { Result } from "./outcome.ts";

/**
 * The fixed outcome of a test message's hand-over, by the last four digits of
 * its number (see `lib/schema/test_numbers.ts`); any other number is accepted, and delivered by its receipt.
 */
export function testOutcome(to: string, message: StoredMessage): Result {
  switch (to.slice(-4)) {
    case "0001":
      return { kind: "rejected", scope: "message", detail: "test number" };
    case "0002":
      return { kind: "expired" };
    case "0004":
      return (message.attempts ?? 0) === 0
        ? { kind: "retry", detail: "test number" }
        : { kind: "accepted", providerId: null };
    case "0005":
      return { kind: "unknown", detail: "test number" };
    case "0009":
      return { kind: "rejected", scope: "gateway", detail: "test number" };
    default:
      return { kind: "accepted", providerId: null };
  }
}

/** The receipt that follows, and after how long; null where none comes. */
export function testReceipt(to: string): FollowUp | null {
  switch (to.slice(-4)) {
    case "0003":
      return { status: "delivered", afterMs: 10_000 };
    case "0006":
      return null;
    case "0007":
      return { status: "failed", afterMs: 1_000 };
    case "0008":
      return { status: "expired", afterMs: 1_000 };
    default:
      return { status: "delivered", afterMs: 1_000 };
  }
}
