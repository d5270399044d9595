import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  addToBatch,
  messageId,
  moveDue,
  nextDue,
  openBatch,
  placeOf,
  shardOf,
  submissionId,
} from "../../lib/domain/batch.ts";
import { readAccount } from "../../lib/domain/credit.ts";
import { dataKey } from "../../lib/domain/data_key.ts";
import { encodeBatch } from "../../lib/kv/batch_codec.ts";
import { KINDS, SHARDS } from "../../lib/kv/keys.ts";
import {
  type Batch,
  type StoredMessage,
  TRIES_MAX,
} from "../../lib/schema/batch.ts";
import type { NewMessages } from "../../lib/schema/message.ts";
import { EPOCH, TestWorld } from "../support.ts";
import { accept, allBatches, numberOf, toMany, townWith } from "./accepting.ts";

const BATCH = "01kanb2v3w8j4k2m7p";

/** All that can happen to a message, at its longest. */
function worn(message: StoredMessage): StoredMessage {
  return {
    ...message,
    status: "uncertain",
    attempts: 99,
    reason: "expired_on_network",
    gateway: 9,
    providerId: "p".repeat(80),
    sentAtMs: EPOCH,
    endedAtMs: EPOCH,
    detail: "d".repeat(80),
    possibleDuplicate: true,
    tries: Array(TRIES_MAX).fill({
      atMs: EPOCH,
      gateway: 9,
      detail: "t".repeat(80),
    }),
  };
}

/** A batch after the worst has come over each of its messages. */
function wornBatch(batch: Batch): Batch {
  const gateways = Array(10).fill("gtw_01kanb2v3w8j4k2m7p");
  return { ...batch, gateways, messages: batch.messages.map(worn) };
}

Deno.test("placeOf() finds the place an id was made from", () => {
  for (const index of [0, 1, 31, 32, 149]) {
    const place = { batchId: BATCH, index };
    assertEquals(placeOf(messageId(BATCH, index), "msg"), place);
    assertEquals(placeOf(submissionId(BATCH, index), "sub"), place);
  }
});

Deno.test("placeOf() knows what is no place", () => {
  const bulk = submissionId(
    BATCH,
    3,
    { bulk: `sub_${BATCH}` } as Parameters<
      typeof submissionId
    >[2],
  );
  const ids = [bulk, "", "msg_", `msg_${BATCH}`, `sub_${BATCH}0u`];

  for (const id of [...ids, `msg_${BATCH}00`]) {
    assertEquals(placeOf(id, "sub"), null, id);
  }
});

Deno.test("shardOf() spreads structures over all shards, always the same way", () => {
  const ids = Array.from({ length: 400 }, (_, i) => `str_01kanb2v3w8j4k${i}`);
  const counts = Array<number>(SHARDS).fill(0);

  for (const id of ids) counts[shardOf(id)]!++;

  assertEquals(shardOf(ids[7]!), shardOf(ids[7]!));
  assert(counts.every((count) => count > 20), `${counts}`);
});

Deno.test("nextDue() is the earliest instant something is due", () => {
  const due = (...times: (number | undefined)[]) =>
    nextDue(times.map((dueMs) => ({ dueMs }) as StoredMessage));

  assertEquals(due(), null);
  assertEquals(due(undefined, undefined), null);
  assertEquals(due(undefined, 30, 20, undefined, 25), 20);
});

Deno.test("a batch is due when the first of its messages is", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  const sendAt = (ms: number) => new Date(EPOCH + ms).toISOString();

  await Promise.all(
    [9_000_000, 3_600_000, 7_200_000].map((ms) =>
      accept(world, at, { ...toMany(1), sendAt: sendAt(ms) })
    ),
  );

  const [batch, ...others] = await allBatches(world);
  const due = await Array.fromAsync(world.store.list(KINDS.due, {}));
  assertEquals(others, []);
  assertEquals(batch!.dueMs, EPOCH + 3_600_000);
  assertEquals(due.map(({ parts }) => parts), [
    [shardOf(at.structure.id), EPOCH + 3_600_000, batch!.id],
  ]);
});

Deno.test("moveDue() moves the one entry a batch has", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  const { id } = at.structure;
  await accept(world, at, toMany(2));
  const [batch] = await allBatches(world);
  const move = async (from: number | null, to: number | null) => {
    await world.store.transact(id, async (tx) => {
      await readAccount(tx, id);
      moveDue(tx, { ...batch!, dueMs: to }, from);
    });
    const due = await Array.fromAsync(world.store.list(KINDS.due, {}));
    return due.map(({ parts }) => parts[1]);
  };

  assertEquals(await move(batch!.dueMs, EPOCH + 1), [EPOCH + 1]);
  assertEquals(await move(EPOCH + 1, EPOCH + 1), [EPOCH + 1]);
  assertEquals(await move(EPOCH + 1, null), []);
  assertEquals(await move(null, EPOCH), [EPOCH]);
});

Deno.test("addToBatch() begins another batch under another data key", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  const { id } = at.structure;
  const periods = ["2026-12", "2026-12", "2027-01"];
  const data = await Promise.all(
    periods.map((period) => dataKey(world.ports, id, period)),
  );

  const placed = await world.store.transact(id, async (tx) => {
    const found: { batch: string; submission: number; first: number }[] = [];
    for (const [i, key] of data.entries()) {
      const { batch, submission, first } = await addToBatch(tx, id, {
        submission: {
          title: "idelibre",
          application: null,
          sender: null,
          atMs: EPOCH,
          expiresAtMs: EPOCH,
          available: 0,
        },
        draft: {
          texts: [`texte ${i}`],
          messages: [],
          segments: 0,
          invalid: [],
          senders: new Map(),
        },
        messages: [],
        bytes: 20,
        dueMs: null,
      }, { id: `${BATCH.slice(0, -1)}${i}`, key });
      found.push({ batch: batch.id.slice(-1), submission, first });
    }
    return found;
  });

  assertEquals(placed, [
    { batch: "0", submission: 0, first: 0 },
    { batch: "0", submission: 1, first: 0 },
    { batch: "2", submission: 0, first: 0 },
  ]);
  const [first] = await allBatches(world);
  assertEquals((await openBatch(world.ports, first!)).texts, [
    "texte 0",
    "texte 1",
  ]);
});

Deno.test("a batch fits its record whatever comes over its messages", async (t) => {
  const long = "€".repeat(670);
  const awkward = '\u0001"\\\n'.repeat(16);
  const each = (
    count: number,
    text: string,
    reference?: string,
  ): NewMessages => ({
    messages: Array.from({ length: count }, (_, i) => ({
      to: numberOf(i),
      text: `${i}${text}`.slice(0, 660),
      sender: "MairieRodez",
      ...(reference ? { reference } : {}),
    })),
  });
  const dressed: NewMessages = {
    ...toMany(1, awkward),
    title: "é".repeat(80),
    reference: "\u0001".repeat(100),
    tags: Array(10).fill("€".repeat(40)),
  };
  const table: [name: string, inputs: NewMessages[]][] = [
    ["150 recipients", [toMany(150, "Bonjour")]],
    ["150 recipients, ten segments", [toMany(150, long)]],
    ["many recipients", [toMany(1_000, awkward)]],
    ["short texts of their own", [each(150, "Bonjour", "r")]],
    ["long texts of their own", [each(150, long)]],
    ["awkward texts and references", [
      each(400, awkward, "\u0001€".repeat(50)),
    ]],
    ["small calls", Array(300).fill(toMany(1, "Bonjour"))],
    ["dressed calls", Array(100).fill(dressed)],
    ["calls of all sizes", [1, 20, 3, 70, 150, 9, 40].map((n) => toMany(n))],
    ["unusable numbers", [{
      text: "Bonjour",
      recipients: [numberOf(1), ...Array(900).fill("\u0001€".repeat(20))],
      skipInvalid: true,
    }]],
  ];
  for (const [name, inputs] of table) {
    await t.step(name, async () => {
      await using world = await TestWorld.open();
      const at = await townWith(world, 100_000);

      await Promise.all(inputs.map((input) => accept(world, at, input)));

      for (const batch of await allBatches(world)) {
        const bytes = encodeBatch(wornBatch(batch)).byteLength;
        assert(bytes <= 65_536, `${batch.messages.length}: ${bytes} bytes`);
      }
      assertEquals(world.reports, []);
    });
  }
});

Deno.test("a batch of what anyone may write fits its record", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1_000_000);
  const text = fc.string({ unit: "binary", minLength: 1, maxLength: 300 });
  const input = fc.array(
    fc.record({
      to: fc.nat(9_999).map(numberOf),
      text: fc.tuple(fc.constant("a"), text).map((parts) => parts.join("")),
      reference: fc.string({ unit: "binary", minLength: 1, maxLength: 50 }),
    }),
    { minLength: 1, maxLength: 200 },
  );

  await fc.assert(
    fc.asyncProperty(
      fc.array(input, { minLength: 1, maxLength: 4 }),
      async (inputs) => {
        const before = (await allBatches(world)).length;
        await Promise.all(
          inputs.map((messages) => accept(world, at, { messages })),
        );
        for (const batch of (await allBatches(world)).slice(before)) {
          assert(encodeBatch(wornBatch(batch)).byteLength <= 65_536);
        }
      },
    ),
    { seed: 20_261_123, numRuns: 15 },
  );
});
