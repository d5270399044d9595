import { assertEquals } from "@std/assert";
import { messageEvents } from "../../lib/domain/message_event.ts";
import type { Batch, StoredMessage } from "../../lib/schema/batch.ts";

const WAITING: StoredMessage = {
  submission: 0,
  text: 0,
  segments: 1,
  encoding: "gsm7",
  status: "queued",
};
const SENT: StoredMessage = {
  ...WAITING,
  status: "sent",
  reason: "sent",
  sentAtMs: 5,
};

function batchOf(messages: StoredMessage[]): Batch {
  return {
    id: "01kanb2v3w8j4k2m7p",
    structureId: "str_01kanb2v3w8j4k2m7p",
    dataKey: "",
    dueMs: null,
    submissions: [{
      title: "idelibre",
      application: "app_1",
      sender: null,
      reference: "seance-42",
      atMs: 1,
      expiresAtMs: 2,
      available: 3,
    }],
    messages,
    gateways: [],
    numbers: "",
    texts: "",
  };
}

const CASES: [StoredMessage, Partial<StoredMessage>, string[]][] = [
  [WAITING, { status: "sent", sentAtMs: 5 }, ["message.sent"]],
  [WAITING, { status: "delivered", sentAtMs: 5 }, [
    "message.sent",
    "message.delivered",
  ]],
  [SENT, { status: "delivered" }, ["message.delivered"]],
  [SENT, { status: "expired" }, ["message.failed"]],
  [WAITING, { status: "failed" }, ["message.failed"]],
  [WAITING, { status: "cancelled" }, []],
  [WAITING, { attempts: 1 }, []],
  [WAITING, { status: "uncertain" }, []],
];

Deno.test("messageEvents() tells of each step that matters", () => {
  for (const [before, change, types] of CASES) {
    const events = messageEvents(batchOf([before]), [
      { ...before, ...change },
    ], 7);
    assertEquals(events.map(({ type }) => type), types);
  }
});

Deno.test("messageEvents() says nothing of what did not change", () => {
  assertEquals(messageEvents(batchOf([SENT]), [SENT], 7), []);
});

Deno.test("messageEvents() names message, submission and reference", () => {
  const [event] = messageEvents(batchOf([WAITING]), [SENT], 7);
  assertEquals(event?.data, {
    id: "msg_01kanb2v3w8j4k2m7p00",
    submissionId: "sub_01kanb2v3w8j4k2m7p00",
    structureId: "str_01kanb2v3w8j4k2m7p",
    application: "app_1",
    title: "idelibre",
    status: "sent",
    failed: false,
    reason: "message envoyé",
    segments: 1,
    reference: "seance-42",
    test: false,
  });
});
