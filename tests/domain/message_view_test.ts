import { assertEquals } from "@std/assert";
import { getMessage } from "../../lib/domain/history.ts";
import { isFailed, statusNow } from "../../lib/domain/message_view.ts";
import { OPERATOR } from "../support.ts";
import { openTown } from "../delivery/support.ts";

const QUEUED = {
  submission: 0,
  text: 0,
  segments: 1,
  encoding: "gsm7",
  status: "queued",
} as const;

Deno.test("statusNow() tells what is being handed over", () => {
  const work = { flying: new Set(["b1"]), nowMs: 1_000 };
  assertEquals(statusNow(QUEUED, "b1", work), "sending");
  assertEquals(statusNow(QUEUED, "b2", work), "queued");
  const later = { ...QUEUED, dueMs: 1_001 };
  assertEquals(statusNow(later, "b1", work), "queued");
  const sent = { ...QUEUED, status: "sent" } as const;
  assertEquals(statusNow(sent, "b1", work), "sent");
});

Deno.test("isFailed() is the history's « En erreur »", () => {
  assertEquals(
    ["failed", "expired", "refused"].every((status) =>
      isFailed(status as "failed")
    ),
    true,
  );
  assertEquals(isFailed("cancelled"), false);
});

Deno.test("timelineView() tells each attempt, in order", async () => {
  const { world, engine, send } = await openTown({ mode: "test" });
  await using _ = world;
  const { messages } = await send({ recipients: ["+33612340004"] });
  await engine.runDue();
  world.advance(10_000);
  await engine.runDue();
  world.advance(10_000);
  await engine.runDue();
  const message = await getMessage(world.ports, OPERATOR, messages![0]!.id);
  assertEquals(message.timeline.map(({ status }) => status), [
    "queued",
    "sending",
    "sent",
    "delivered",
  ]);
  const instants = message.timeline.map(({ at }) => at);
  assertEquals(instants, instants.toSorted());
});
