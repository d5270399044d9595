import { assert, assertEquals, assertRejects } from "@std/assert";
import { Problem } from "../../lib/problem.ts";
import { openBatch, shardOf } from "../../lib/domain/batch.ts";
import { spreadBulk, sweepStaging } from "../../lib/domain/bulk.ts";
import { readAccount } from "../../lib/domain/credit.ts";
import type { Lineage } from "../../lib/domain/directory.ts";
import { batchIds } from "../../lib/domain/batch_ids.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import type { Bulk } from "../../lib/schema/batch.ts";
import { intercept } from "../kv/intercept.ts";
import { EPOCH, TestWorld } from "../support.ts";
import {
  accept,
  allBatches,
  applicationOf,
  assertSound,
  ledgerOf,
  numberOf,
  statusCounts,
  TEXT,
  toMany,
  townWith,
} from "./accepting.ts";
import { refusalOf } from "./tree.ts";

interface DueEntry {
  dueMs: number;
  id: string;
  kind: string;
}

/** What is due of a structure. */
async function dueOf(world: TestWorld, at: Lineage): Promise<DueEntry[]> {
  const entries = await Array.fromAsync(
    world.store.list(KINDS.due, { under: [shardOf(at.structure.id)] }),
  );
  return entries.map(({ parts, value }) => ({
    dueMs: parts[1] as number,
    id: parts[2] as string,
    kind: value.kind,
  }));
}

async function bulkOf(world: TestWorld, id: string): Promise<Bulk> {
  return (await world.store.get(keys.bulk(id)))!;
}

/** Spreads the one bulk that is due, to its end; in how many commits. */
async function spread(world: TestWorld, at: Lineage): Promise<number> {
  const [entry] = (await dueOf(world, at)).filter(({ kind }) =>
    kind === "bulk"
  );
  const work = { ...entry!, structureId: at.structure.id };
  let commits = 1;
  while (!await spreadBulk(world.ports, work)) commits++;
  return commits;
}

Deno.test("acceptBulk() takes two thousand in one reservation, then spreads them", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 5_000);
  const { id } = at.structure;

  const accepted = await accept(world, at, toMany(2_000));

  assertEquals(accepted.messages, undefined);
  assertEquals([accepted.segments, accepted.credits, accepted.available], [
    2_000,
    2_000,
    3_000,
  ]);
  assertEquals(
    (await ledgerOf(world, id)).map(({ cause }) => cause).at(-1),
    accepted.submissionId,
  );
  assertEquals((await dueOf(world, at)).map(({ kind }) => kind), ["bulk"]);
  assertEquals((await world.account(id)).reserved, 2_000);
  await assertSound(world);

  assertEquals(await spread(world, at), 1);

  const { batches } = await bulkOf(world, accepted.submissionId);
  assertEquals((await dueOf(world, at)).map((entry) => entry.id), batches);
  const listed = await Array.fromAsync(batchIds(world.ports, id, null));
  assertEquals(batches.every((batch) => listed.includes(batch)), true);
  assertEquals(new Set(listed).size, listed.length);
  await assertSound(world);
  assertEquals(
    await Array.fromAsync(world.store.list(KINDS.staging, {})),
    [],
  );
});

Deno.test("acceptBulk() keeps the order and the text of each recipient", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 5_000);
  const messages = Array.from({ length: 400 }, (_, i) => ({
    to: numberOf(i),
    text: `Bonjour ${i % 7}, ${"x".repeat(i)}`,
    reference: `r${i}`,
  }));

  const accepted = await accept(world, at, { messages });

  assertEquals(
    accepted.messages!.map(({ to }) => to),
    messages.map(({ to }) => to),
  );
  const stored: typeof messages = [];
  const { batches } = await bulkOf(world, accepted.submissionId);
  for (const batch of await world.store.getMany(batches.map(keys.batch))) {
    const { numbers, texts } = await openBatch(world.ports, batch!);
    batch!.messages.forEach(({ text, reference }, i) =>
      stored.push({
        to: numbers![i]!,
        text: texts![text]!,
        reference: reference!,
      })
    );
  }
  assertEquals(stored, messages);
});

Deno.test("acceptBulk() takes fifty thousand", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 60_000);
  const startMs = performance.now();

  const accepted = await accept(world, at, toMany(50_000));
  const acceptedMs = performance.now();
  const commits = await spread(world, at);
  const tookMs = performance.now() - startMs;

  assertEquals([accepted.credits, accepted.available], [50_000, 10_000]);
  assertEquals((await bulkOf(world, accepted.submissionId)).recipients, 50_000);
  assert(commits > 5);
  assertEquals(await statusCounts(world), { queued: 50_000 });
  assert(tookMs < 20_000, `${acceptedMs - startMs} ms and ${tookMs} ms`);
});

Deno.test("acceptBulk() takes as many texts of their own as a call may hold", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 200_000);
  // A fifth of fifty thousand, and of the 16 MiB of a request.
  const messages = Array.from({ length: 10_000 }, (_, i) => ({
    to: numberOf(i),
    text: `Bonjour habitant ${i}, « ${'é"\n'.repeat(42)} » à vous.`,
  }));
  assert(JSON.stringify(messages).length * 5 < 16 * 2 ** 20);

  const accepted = await accept(world, at, { messages });

  const { batches } = await bulkOf(world, accepted.submissionId);
  assert(batches.length > 70 && batches.length * 5 < 850, `${batches.length}`);
});

Deno.test("acceptBulk() leaves nothing behind when the credits do not do", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1_999);

  assertEquals(
    await refusalOf(accept(world, at, toMany(2_000))),
    "insufficient_credit",
  );

  assertEquals(await statusCounts(world), { refused: 50 });
  assertEquals(await Array.fromAsync(world.store.list(KINDS.staging, {})), []);
  assertEquals((await world.account(at.structure.id)).reserved, 0);
  await assertSound(world);
});

Deno.test("acceptBulk() takes back what it staged when the credits went meanwhile", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 500);

  const answers = await Promise.allSettled([
    accept(world, at, toMany(400)),
    accept(world, at, toMany(401)),
  ]);

  const accepted = answers.filter(({ status }) => status === "fulfilled");
  assertEquals(accepted.length, 1);
  const queued = await statusCounts(world);
  assertEquals(queued.refused, 50);
  assertEquals(
    (await world.account(at.structure.id)).reserved,
    queued.queued,
  );
  assertEquals(await Array.fromAsync(world.store.list(KINDS.staging, {})), []);
  await assertSound(world);
});

Deno.test("a bulk whose process died before the reservation cost nothing, and is swept", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using world = await TestWorld.open({ kv });
    const at = await townWith(world, 1_000);
    const before = (await allBatches(world)).length;
    let commits = 0;
    const dying = intercept(kv, {
      close() {},
      // The first commits stage chunks; then the process is no more.
      commit: (apply) => ++commits > 2 ? new Promise(() => {}) : apply(),
    });
    await using dead = await TestWorld.open({
      kv: dying,
      seed: 2,
      hurry: 50,
    });

    await assertRejects(() => accept(dead, at, toMany(900)), Problem);

    assert((await allBatches(world)).length > before);
    assertEquals((await world.account(at.structure.id)).reserved, 0);
    assertEquals(await sweepStaging(world.ports), 0);
    world.advance(20 * 60_000);
    assertEquals(await sweepStaging(world.ports), 1);
    assertEquals((await allBatches(world)).length, before);
    assertEquals(await sweepStaging(world.ports), 0);
    await assertSound(world);
  }
  kv.close();
});

Deno.test("a bulk that was swept while it slept is not accepted", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using world = await TestWorld.open({ kv });
    const at = await townWith(world, 1_000);
    let staged = 0;
    const sleepy = intercept(kv, {
      close() {},
      commit: async (apply) => {
        const result = await apply();
        if (++staged === 2) {
          world.advance(20 * 60_000);
          await sweepStaging(world.ports);
        }
        return result;
      },
    });
    await using late = await TestWorld.open({ kv: sleepy, seed: 2 });

    assertEquals(
      await refusalOf(accept(late, at, toMany(900))),
      "unavailable",
    );

    world.advance(20 * 60_000);
    await sweepStaging(world.ports);
    assertEquals(await allBatches(world), []);
    assertEquals((await world.account(at.structure.id)).reserved, 0);
  }
  kv.close();
});

Deno.test("spreadBulk() goes on where it was, and twice does no harm", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 20_000);
  const { submissionId } = await accept(world, at, toMany(9_000));
  const [entry] = await dueOf(world, at);
  const work = { ...entry!, structureId: at.structure.id };

  assertEquals(await spreadBulk(world.ports, work), false);
  const { spread: first, batches } = await bulkOf(world, submissionId);
  assert(first > 0 && first < batches.length);
  await assertSound(world);

  // Another worker takes over; the first one is late.
  const [one, two] = await Promise.all([
    spreadBulk(world.ports, work),
    spreadBulk(world.ports, work),
  ]);

  assertEquals([one, two], [true, true]);
  assertEquals((await dueOf(world, at)).map(({ id }) => id), batches);
  const listed = await Array.fromAsync(
    batchIds(world.ports, at.structure.id, null),
  );
  assertEquals(listed.length, new Set(listed).size);
  await assertSound(world);
});

Deno.test("spreadBulk() drops the entry of a bulk that is gone", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1_000);
  await accept(world, at, toMany(400));
  const [entry] = await dueOf(world, at);
  await world.store.transact(at.structure.id, async (tx) => {
    await readAccount(tx, at.structure.id);
    tx.delete(keys.bulk(entry!.id));
  });

  const done = await spreadBulk(world.ports, {
    ...entry!,
    structureId: at.structure.id,
  });

  assertEquals(done, true);
  assertEquals(await dueOf(world, at), []);
});

Deno.test("a scheduled bulk is spread at once and due at its time", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1_000);
  const sendAt = new Date(EPOCH + 3_600_000).toISOString();

  const accepted = await accept(world, at, { ...toMany(400), sendAt });
  await spread(world, at);

  assertEquals(accepted.messages![0]!.status, "scheduled");
  for (const { dueMs } of await dueOf(world, at)) {
    assertEquals(dueMs, EPOCH + 3_600_000);
  }
});

Deno.test("a bulk of a test key costs nothing", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1);
  const actor = applicationOf(at, { mode: "test" });

  const accepted = await accept(world, at, toMany(2_000), { actor });
  await spread(world, at);

  assertEquals([accepted.credits, accepted.segments, accepted.available], [
    0,
    2_000,
    1,
  ]);
  assertEquals((await world.account(at.structure.id)).reserved, 0);
  await assertSound(world);
});

Deno.test("acceptBulk() answers a repetition as it did the first time", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 10_000);
  const bad = Array.from({ length: 700 }, (_, i) => `nul ${i}`);
  const inputs = [
    toMany(2_000),
    toMany(300),
    {
      text: TEXT,
      recipients: [...bad, ...toMany(600).recipients],
      skipInvalid: true,
    },
    { text: TEXT, recipients: [numberOf(1), ...bad], skipInvalid: true },
    {
      text: TEXT,
      recipients: [...bad, ...toMany(1_500).recipients],
      skipInvalid: true,
    },
  ];

  for (const [i, input] of inputs.entries()) {
    for (const key of [`key ${i}`, null]) {
      const options = { key, fingerprint: `request ${i} ${key}` };
      const first = await accept(world, at, input, options);
      const call = world.call(applicationOf(at), options);
      assertEquals(await accept(world, at, input, call), first);
      if (i > 1) assertEquals(first.invalid?.length, 700);
    }
  }
  assertEquals((await statusCounts(world)).queued, 2 * 4_401);
  await assertSound(world);
});

Deno.test("acceptBulk() accepts the same call once, however often it comes at once", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 10_000);
  const options = { key: "k", fingerprint: "f" };

  const answers = await Promise.all(
    [1, 2, 3, 4].map(() => accept(world, at, toMany(1_200), options)),
  );

  assertEquals(
    new Set(answers.map((answer) => JSON.stringify(answer))).size,
    1,
  );
  assertEquals((await world.account(at.structure.id)).reserved, 1_200);
  assertEquals(await statusCounts(world), { queued: 1_200 });
  await assertSound(world);
});
