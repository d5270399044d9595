import { assertEquals } from "@std/assert";
import {
  afterCancel,
  afterReceipt,
  isFinal,
  isHandedOver,
  isReserved,
} from "../../lib/domain/step.ts";
import type { StoredMessage } from "../../lib/schema/batch.ts";
import type { Status } from "../../lib/schema/message.ts";

const NOW = 1_000;

function message(
  status: Status,
  more: Partial<StoredMessage> = {},
): StoredMessage {
  return {
    submission: 0,
    text: 0,
    segments: 2,
    encoding: "gsm7",
    status,
    ...more,
  };
}

const QUEUED = message("queued", { dueMs: 5 });
const SENT = message("sent", { sentAtMs: 5 });

Deno.test("afterReceipt() moves forward only, and settles once", () => {
  const cases: [
    StoredMessage,
    "sent" | "delivered" | "failed",
    Status,
    unknown,
  ][] = [
    [QUEUED, "sent", "sent", "settle"],
    [QUEUED, "delivered", "delivered", "settle"],
    [QUEUED, "failed", "failed", "settle"],
    [message("uncertain", { dueMs: 9 }), "delivered", "delivered", "settle"],
    [SENT, "sent", "sent", null],
    [SENT, "delivered", "delivered", null],
    [SENT, "failed", "failed", null],
    [message("delivered", { sentAtMs: 5 }), "sent", "delivered", null],
    [message("delivered", { sentAtMs: 5 }), "failed", "delivered", null],
    [message("cancelled"), "delivered", "cancelled", null],
    [message("expired"), "delivered", "expired", null],
  ];
  for (const [before, status, after, effect] of cases) {
    const step = afterReceipt(before, { status, detail: null }, NOW);
    assertEquals(
      [step.message.status, step.effect],
      [after, effect],
      `${before.status} + ${status}`,
    );
  }
});

Deno.test("afterReceipt() releases what the network proves it never sent", () => {
  const said = { status: "failed", detail: "NACK", neverSent: true } as const;
  const step = afterReceipt(QUEUED, said, NOW);
  assertEquals([step.message.status, step.message.reason, step.effect], [
    "failed",
    "never_sent",
    "release",
  ]);
  // Once settled it stays spent: a message never settles and is released.
  assertEquals(afterReceipt(SENT, said, NOW).effect, null);
});

Deno.test("afterCancel() ends a message and releases it", () => {
  const step = afterCancel(QUEUED, NOW);
  assertEquals(step, {
    message: { ...message("cancelled"), reason: "cancelled", endedAtMs: NOW },
    effect: "release",
  });
});

Deno.test("isReserved() and isHandedOver() never hold together", () => {
  const all: Status[] = [
    "scheduled",
    "queued",
    "sending",
    "sent",
    "delivered",
    "failed",
    "expired",
    "cancelled",
    "refused",
    "uncertain",
  ];
  for (const status of all) {
    const waiting = message(status);
    const sent = message(status, { sentAtMs: 5 });
    assertEquals(isReserved(waiting), !isFinal(status));
    assertEquals([isReserved(sent), isHandedOver(sent)], [false, true]);
  }
});
