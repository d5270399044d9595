import { assertEquals, assertRejects } from "@std/assert";
import { lineage } from "../../lib/domain/directory.ts";
import {
  addOptOut,
  listOptOuts,
  removeOptOut,
} from "../../lib/domain/opt_out.ts";
import { optedOut } from "../../lib/domain/opt_out_check.ts";
import { Problem } from "../../lib/problem.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { accept, assertSound, TEXT, toMany, townWith } from "./accepting.ts";
import { refusalOf } from "./tree.ts";

const [FIRST, SECOND, THIRD] = ["+33612345601", "+33612345602", "+33612345603"];

async function townWithout(world: TestWorld, ...recipients: string[]) {
  const { structure: { id } } = await townWith(world, 1_000);
  for (const recipient of recipients) {
    await addOptOut(world.ports, world.call(), { id, recipient });
  }
  return (await lineage(world.ports, id))!;
}

Deno.test("acceptMessages() refuses a send that names who opted out, and says which", async () => {
  await using world = await TestWorld.open();
  const at = await townWithout(world, SECOND!);
  const recipients = [FIRST!, "0123", SECOND!];

  const problem = await assertRejects(
    () => accept(world, at, { text: TEXT, recipients: [FIRST!, SECOND!] }),
    Problem,
  );

  assertEquals(problem.code, "invalid_recipient");
  assertEquals(problem.options.errors!.map(({ pointer }) => pointer), [
    "/recipients/1",
  ]);
  assertEquals(
    problem.options.errors![0]!.detail.startsWith("Destinataire désabonné"),
    true,
  );
  assertEquals((await world.account(at.structure.id)).reserved, 0);
  const own = recipients.map((to) => ({ to, text: TEXT }));
  assertEquals(
    await refusalOf(accept(world, at, { messages: own.toSpliced(1, 1) })),
    "invalid_recipient /messages/1/to",
  );
});

Deno.test("acceptMessages() leaves out who opted out under skipInvalid, each at its place", async () => {
  await using world = await TestWorld.open();
  const at = await townWithout(world, SECOND!);

  const accepted = await accept(world, at, {
    text: TEXT,
    recipients: [FIRST!, "0123", SECOND!, THIRD!],
    skipInvalid: true,
  });

  assertEquals(accepted.messages!.map(({ to }) => to), [FIRST!, THIRD!]);
  assertEquals([accepted.segments, accepted.credits], [2, 2]);
  assertEquals(accepted.invalid!.map(({ index, code }) => [index, code]), [
    [1, "too_short"],
    [2, "opted_out"],
  ]);
  assertEquals(
    await refusalOf(
      accept(world, at, {
        text: TEXT,
        recipients: [SECOND!],
        skipInvalid: true,
      }),
    ),
    "invalid_recipient /recipients/0",
  );
  await assertSound(world);
});

Deno.test("acceptMessages() answers a repetition although its recipient opted out since", async () => {
  await using world = await TestWorld.open();
  const before = await townWith(world, 10);
  const { id } = before.structure;
  const options = { key: "once", fingerprint: "the same" };
  const input = { text: TEXT, recipients: [FIRST!] };

  const first = await accept(world, before, input, options);
  await addOptOut(world.ports, world.call(), { id, recipient: FIRST! });
  const at = (await lineage(world.ports, id))!;
  const again = await accept(world, at, input, options);

  assertEquals(again, first);
});

Deno.test("acceptMessages() sees at once who opts in again", async () => {
  await using world = await TestWorld.open();
  const { structure: { id } } = await townWithout(world, FIRST!);
  const { items } = await listOptOuts(world.ports, OPERATOR, { id, limit: 1 });
  await removeOptOut(world.ports, world.call(), { id, optOutId: items[0]!.id });

  const at = (await lineage(world.ports, id))!;
  const { messages } = await accept(world, at, {
    text: TEXT,
    recipients: [FIRST!],
  });

  assertEquals(messages!.length, 1);
});

Deno.test("optedOut() learns what another instance wrote once its structure is seen", async () => {
  const kv = await Deno.openKv(":memory:");
  await using world = await TestWorld.open({ kv });
  await using other = await TestWorld.open({ kv, seed: 2 });
  const { structure: { id } } = await townWith(world, 10);
  const stale = (await lineage(other.ports, id))!;
  await addOptOut(world.ports, world.call(), { id, recipient: FIRST! });

  assertEquals(
    (await optedOut(other.ports, stale.structure, [FIRST!])).size,
    0,
  );
  other.advance(3_000);
  const fresh = (await lineage(other.ports, id))!;
  const out = await optedOut(other.ports, fresh.structure, [FIRST!, SECOND!]);
  kv.close();

  assertEquals([...out], [FIRST!]);
});

Deno.test("acceptMessages() heeds opt-outs in a list of many commits", async () => {
  await using world = await TestWorld.open();
  const many = toMany(400);
  const at = await townWithout(world, many.recipients[399]!);

  const { messages, invalid } = await accept(world, at, {
    ...many,
    skipInvalid: true,
  });

  assertEquals(messages!.length, 399);
  assertEquals(invalid!.map(({ index, code }) => [index, code]), [
    [399, "opted_out"],
  ]);
  await assertSound(world);
});
