import { assertEquals, assertRejects } from "@std/assert";
import { putLimits, readLimits } from "../../lib/domain/limits.ts";
import { Problem } from "../../lib/problem.ts";
import type { NewLimits } from "../../lib/schema/limits.ts";
import { openTown } from "../delivery/support.ts";
import { OPERATOR } from "../support.ts";

async function openLimited(limits: NewLimits | null = null) {
  const town = await openTown();
  const { world, structureId: id } = town;
  if (limits !== null) {
    await putLimits(world.ports, world.call(), { id, limits });
  }
  return { ...town, id };
}

Deno.test("readLimits() tells of none where nobody said any", async () => {
  const { world, id } = await openLimited();
  await using _ = world;
  assertEquals(await readLimits(world.ports, OPERATOR, id), {
    perMinute: null,
    perDay: null,
    dailySpend: null,
    foreignPrefixes: [],
  });
});

Deno.test("a foreign number is closed until its prefix is opened", async () => {
  const { world, send, id } = await openLimited();
  await using _ = world;
  const recipients = ["+33612345678", "+32470123456"];
  const problem = await assertRejects(() => send({ recipients }), Problem);
  assertEquals(problem.code, "invalid_recipient");
  assertEquals(problem.options.errors?.map(({ pointer }) => pointer), [
    "/recipients/1",
  ]);
  await putLimits(world.ports, world.call(), {
    id,
    limits: { foreignPrefixes: ["+32"] },
  });
  assertEquals((await send({ recipients })).messages?.length, 2);
});

Deno.test("skipInvalid leaves a closed number out, with its code", async () => {
  const { world, send } = await openLimited();
  await using _ = world;
  const { messages, invalid } = await send({
    recipients: ["+32470123456", "+33612345678"],
    skipInvalid: true,
  });
  assertEquals(messages?.length, 1);
  assertEquals(invalid?.map(({ index, code }) => [index, code]), [
    [0, "foreign_closed"],
  ]);
});

Deno.test("overseas numbers are not foreign", async () => {
  const { world, send } = await openLimited();
  await using _ = world;
  const recipients = ["+590690123456", "+262692123456", "+687751234"];
  assertEquals((await send({ recipients })).messages?.length, 3);
});

Deno.test("a structure's daily spend is a ceiling over all its senders", async () => {
  const { world, send } = await openLimited({ dailySpend: 3 });
  await using _ = world;
  await send({ recipients: ["+33612345678", "+33612345679"] });
  await send({ reference: "3" });
  const problem = await assertRejects(() => send({ reference: "4" }), Problem);
  assertEquals(problem.code, "rate_limited");
  assertEquals(problem.options.detail?.en.includes("structure"), true);
  world.advance(86_400_000);
  await send({ reference: "5" });
});
