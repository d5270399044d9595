import { assert, assertEquals, assertRejects } from "@std/assert";
import { openBatch } from "../../lib/domain/batch.ts";
import { Problem } from "../../lib/problem.ts";
import { TestWorld } from "../support.ts";
import {
  accept,
  allBatches,
  applicationOf,
  assertSound,
  numberOf,
  TEXT,
  toMany,
  townWith,
} from "./accepting.ts";

Deno.test("a refusal leaves lines in the history, with number and text", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1);

  await assertRejects(
    () => accept(world, at, { ...toMany(2), reference: "seance-12" }),
    Problem,
  );

  const [batch] = await allBatches(world);
  assertEquals(batch!.dueMs, null);
  assertEquals(
    batch!.messages.map(({ status, reason, dueMs }) => [status, reason, dueMs]),
    Array(2).fill(["refused", "insufficient_credit", undefined]),
  );
  assertEquals(batch!.submissions[0]!.reference, "seance-12");
  assertEquals(batch!.submissions[0]!.fingerprint, undefined);
  assertEquals(await openBatch(world.ports, batch!), {
    numbers: [numberOf(0), numberOf(1)],
    texts: [TEXT],
  });
});

Deno.test("each kind of refusal says what it lacks, in two languages", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 7);
  const suspended = { ...at, structure: { ...at.structure, suspended: true } };
  const actor = applicationOf(at, { dailyCap: 3 });
  const problemOf = (work: () => Promise<unknown>) =>
    assertRejects(work, Problem);

  const credit = await problemOf(() => accept(world, at, toMany(8)));
  assertEquals([credit.code, credit.status, credit.options.members], [
    "insufficient_credit",
    402,
    { needed: 8, available: 7 },
  ]);
  assertEquals(credit.options.detail!.fr.startsWith("Il faut 8 SMS"), true);
  assertEquals(credit.options.detail!.en.startsWith("8 SMS are needed"), true);

  const cap = await problemOf(() => accept(world, at, toMany(4), { actor }));
  assertEquals([cap.code, cap.status], ["rate_limited", 429]);
  assertEquals(cap.options.retryAfterSeconds, 3_600);

  const stopped = await problemOf(() => accept(world, suspended, toMany(1)));
  assertEquals([stopped.code, stopped.status], ["forbidden", 403]);

  const reasons = (await allBatches(world)).flatMap(({ messages }) =>
    messages.map(({ reason }) => reason)
  );
  assertEquals([...new Set(reasons)], [
    "insufficient_credit",
    "daily_cap",
    "suspended",
  ]);
});

Deno.test("a refusal leaves fifty lines at the most", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1);
  const messages = Array.from({ length: 200 }, (_, i) => ({
    to: numberOf(i),
    text: `Bonjour ${i % 90}`,
  }));

  await assertRejects(() => accept(world, at, { messages }), Problem);

  const [batch] = await allBatches(world);
  const { texts } = await openBatch(world.ports, batch!);
  assertEquals(batch!.messages.length, 50);
  assertEquals(
    batch!.messages.map(({ text }) => texts![text]),
    messages.slice(0, 50).map(({ text }) => text),
  );
});

Deno.test("a refusal of long texts leaves as many lines as one record holds", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1);
  const messages = Array.from({ length: 60 }, (_, i) => ({
    to: numberOf(i),
    text: `${i} ${"€\n".repeat(500)}`,
  }));

  const problem = await assertRejects(
    () => accept(world, at, { messages }),
    Problem,
  );

  assertEquals(problem.code, "insufficient_credit");
  const [batch] = await allBatches(world);
  assert(batch!.messages.length > 3 && batch!.messages.length < 50);
  await assertSound(world);
});
