import { assertEquals, assertRejects } from "@std/assert";
import {
  acceptedAgain,
  acceptedView,
  bulkAgain,
} from "../../lib/domain/accepted.ts";
import { placeOf } from "../../lib/domain/batch.ts";
import { keys } from "../../lib/kv/keys.ts";
import { TestWorld } from "../support.ts";
import {
  accept,
  allBatches,
  numberOf,
  TEXT,
  toMany,
  townWith,
} from "./accepting.ts";

Deno.test("acceptedAgain() says what the acceptance said, after changes too", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  const inputs = [
    toMany(3),
    { text: TEXT, recipients: [numberOf(9), "nul"], skipInvalid: true },
    { ...toMany(2), sendAt: "2026-12-24T18:00:00Z", title: "Vœux" },
  ];

  const answers = await Promise.all(
    inputs.map((input) => accept(world, at, input)),
  );

  for (const answer of answers) {
    const { batchId, index } = placeOf(answer.submissionId, "sub")!;
    const batch = (await world.store.get(keys.batch(batchId)))!;
    const messages = batch.messages.map((message) => ({
      ...message,
      status: "failed" as const,
    }));
    const changed = { ...batch, messages };
    assertEquals(await acceptedAgain(world.ports, changed, index), answer);
  }
});

Deno.test("acceptedView() lists up to a thousand messages", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  await accept(world, at, toMany(100));
  const [batch] = await allBatches(world);
  const submission = batch!.submissions[0]!;
  const runs = (count: number) =>
    Array(count).fill({ batch: batch!, from: 0, to: 100, numbers: null });

  const listed = acceptedView("sub_1", submission, runs(10));
  const counted = acceptedView("sub_1", submission, runs(11));

  assertEquals([listed.messages?.length, listed.segments], [1_000, 1_000]);
  assertEquals([counted.messages, counted.segments], [undefined, 1_100]);
});

Deno.test("bulkAgain() says what the bulk's acceptance said", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 10_000);
  const bad = Array.from({ length: 400 }, (_, i) => `nul ${i}`);
  for (const count of [300, 1_000, 1_001]) {
    const recipients = [...bad, ...toMany(count).recipients];
    const input = { text: TEXT, recipients, skipInvalid: true };

    const answer = await accept(world, at, input);

    assertEquals(answer.messages?.length, count > 1_000 ? undefined : count);
    assertEquals(answer.invalid?.length, 400);
    assertEquals(await bulkAgain(world.ports, answer.submissionId), answer);
  }
  await assertRejects(() => bulkAgain(world.ports, "sub_none"));
});
