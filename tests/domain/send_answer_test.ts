import { assertEquals } from "@std/assert";
import type { Call } from "../../lib/domain/call.ts";
import type { Accepted } from "../../lib/schema/message.ts";
import { TestWorld } from "../support.ts";
import {
  accept,
  applicationOf,
  assertSound,
  ledgerOf,
  statusCounts,
  toMany,
  townWith,
} from "./accepting.ts";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { refusalOf } from "./tree.ts";

const DAY_MS = 86_400_000;
const KEYED = { key: "9b2d7c1a", fingerprint: "one body" };

Deno.test("the same key sixty-four times at once is one submission and one answer", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  const calls: Call[] = [];

  const answers = await Promise.all(
    Array.from({ length: 64 }, (): Promise<Accepted> => {
      const call = world.call(applicationOf(at), KEYED);
      calls.push(call);
      return acceptMessages(world.ports, { call, at }, toMany(3));
    }),
  );

  for (const answer of answers) assertEquals(answer, answers[0]);
  assertEquals(calls.filter(({ replayed }) => !replayed).length, 1);
  assertEquals(await statusCounts(world), { queued: 3 });
  const kinds = (await ledgerOf(world, at.structure.id)).map(({ kind }) =>
    kind
  );
  assertEquals(kinds, ["grant", "reserve"]);
  await assertSound(world);
});

Deno.test("the same key on two instances at once is one submission", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using one = await TestWorld.open({ kv, seed: 1 });
    await using two = await TestWorld.open({ kv, seed: 2 });
    const at = await townWith(one, 100);

    const answers = await Promise.all(
      Array.from(
        { length: 32 },
        (_, i) => accept(i % 2 ? one : two, at, toMany(3), KEYED),
      ),
    );

    for (const answer of answers) assertEquals(answer, answers[0]);
    assertEquals((await one.account(at.structure.id)).reserved, 3);
    await assertSound(one);
  }
  kv.close();
});

Deno.test("a repetition is answered the same for seven days, whatever came since", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  const first = await accept(world, at, toMany(2), KEYED);
  await accept(world, at, toMany(50));

  world.advance(7 * DAY_MS - 60_000);
  assertEquals(await accept(world, at, toMany(2), KEYED), first);

  world.advance(60_000);
  const later = await accept(world, at, toMany(2), KEYED);
  assertEquals(later.available, first.available - 52);
});

Deno.test("another body under the same key is a mismatch", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1_000);
  await accept(world, at, toMany(2), KEYED);
  const other = { ...KEYED, fingerprint: "another body" };

  for (const count of [2, 500]) {
    assertEquals(
      await refusalOf(accept(world, at, toMany(count), other)),
      "idempotency_mismatch",
    );
  }
  assertEquals(await statusCounts(world), { queued: 2 });
});

Deno.test("a key belongs to its caller", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  const other = applicationOf(at, { id: "app_01kanb2v3w8j4k2other" });

  const first = await accept(world, at, toMany(1), KEYED);
  const second = await accept(world, at, toMany(1), { ...KEYED, actor: other });

  assertEquals(first.submissionId === second.submissionId, false);
});

Deno.test("a refusal is not kept: the same call may succeed later", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1);

  const refused = await refusalOf(accept(world, at, toMany(2), KEYED));
  const { structure } = await townWith(world, 5);
  const rich = { ...at, structure: { ...at.structure, id: structure.id } };
  const accepted = await accept(world, rich, toMany(2), KEYED);

  assertEquals(refused, "insufficient_credit");
  assertEquals(accepted.credits, 2);
});

Deno.test("a repetition is answered though the sender is no longer allowed", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 10);
  const input = { ...toMany(1), sender: "MairieRodez" };
  const first = await accept(world, at, input, KEYED);
  const without = { ...at.structure, senders: [], defaultSender: null };
  const since = { ...at, structure: without };

  assertEquals(await accept(world, since, input, KEYED), first);
  assertEquals(
    await refusalOf(accept(world, since, input)),
    "sender_not_allowed /sender",
  );
});
