import { assert, assertEquals, assertRejects } from "@std/assert";
import fc from "fast-check";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { readAccount } from "../../lib/domain/credit.ts";
import { batchIds } from "../../lib/domain/batch_ids.ts";
import { openBatch } from "../../lib/domain/batch.ts";
import type { Lineage } from "../../lib/domain/directory.ts";
import {
  afterCancel,
  afterReceipt,
  applySteps,
  handedOver,
  type Step,
} from "../../lib/domain/step.ts";
import { keys } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import type { StoredMessage } from "../../lib/schema/batch.ts";
import type { NewMessages } from "../../lib/schema/message.ts";
import { EPOCH, OPERATOR, TestWorld } from "../support.ts";
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
import { grant, member, refusalOf } from "./tree.ts";

const ONE: NewMessages = { text: TEXT, recipients: ["06 12 34 56 78"] };

Deno.test("acceptMessages() reserves, stores and answers in one go", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  const { id } = at.structure;

  const accepted = await accept(world, at, {
    title: "Séance du 12",
    text: "é".repeat(71) + "🏛️",
    recipients: ["06 12 34 56 78", "+33 6 12 34 56 79"],
    reference: "seance-12",
    tags: ["convocation"],
    validity: 3_600,
  });

  const { messages, submissionId, ...rest } = accepted;
  assertEquals(rest, {
    title: "Séance du 12",
    segments: 4,
    credits: 4,
    available: 96,
  });
  assertEquals(messages!.map(({ id: _, ...message }) => message), [
    { to: "+33612345678", segments: 2, status: "queued" },
    { to: "+33612345679", segments: 2, status: "queued" },
  ]);
  const account = await world.account(id);
  assertEquals([account.granted, account.reserved, account.spent], [100, 4, 0]);
  const [batch] = await allBatches(world);
  assertEquals(
    batch!.submissions[0]!.expiresAtMs - batch!.submissions[0]!.atMs,
    3_600_000,
  );
  assertEquals(batch!.messages.map(({ encoding }) => encoding), [
    "ucs2",
    "ucs2",
  ]);
  assertEquals((await openBatch(world.ports, batch!)).numbers, [
    "+33612345678",
    "+33612345679",
  ]);
  const [, reserved] = await ledgerOf(world, id);
  assertEquals([reserved!.kind, reserved!.amount, reserved!.cause], [
    "reserve",
    4,
    submissionId,
  ]);
  await assertSound(world);
});

Deno.test("acceptMessages() gives each recipient a text and a sender of their own", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);

  const accepted = await accept(world, at, {
    sender: "MairieRodez",
    messages: [
      { to: numberOf(1), text: "Bonjour Anne" },
      { to: numberOf(2), text: "Bonjour Zoé", reference: "r2" },
      { to: numberOf(3), text: "Bonjour Anne", sender: "MairieRodez" },
    ],
  });

  assertEquals([accepted.segments, accepted.title], [3, "idelibre"]);
  const [batch] = await allBatches(world);
  const { texts } = await openBatch(world.ports, batch!);
  assertEquals(batch!.messages.map(({ text }) => texts![text]), [
    "Bonjour Anne",
    "Bonjour Zoé",
    "Bonjour Anne",
  ]);
  assertEquals(batch!.messages.map(({ reference }) => reference), [
    undefined,
    "r2",
    undefined,
  ]);
});

Deno.test("acceptMessages() names a submission after its caller", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  const titleOf = async (options: Parameters<typeof accept>[3]) =>
    (await accept(world, at, ONE, options)).title;
  const anne = member({ [at.structure.id]: "sender" });

  assertEquals(await titleOf({}), "idelibre");
  assertEquals(await titleOf({ actor: anne }), "Envoi simple");
  assertEquals(await titleOf({ actor: OPERATOR }), "Envoi simple");
  const submissions = (await allBatches(world)).flatMap((batch) =>
    batch.submissions.map(({ application, actor }) => application ?? actor)
  );
  assertEquals(submissions, [applicationOf(at).id, anne.id, "operator"]);
});

Deno.test("acceptMessages() accepts exactly what the credits allow, however many ask", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  const { id } = at.structure;

  const answers = await Promise.allSettled(
    Array.from(
      { length: 400 },
      (_, i) => accept(world, at, { text: TEXT, recipients: [numberOf(i)] }),
    ),
  );

  const refused = answers.filter(({ status }) => status === "rejected")
    .map((answer) => (answer as PromiseRejectedResult).reason);
  assertEquals(refused.length, 300);
  for (const problem of refused) {
    assert(problem instanceof Problem);
    assertEquals(problem.code, "insufficient_credit");
    assertEquals(problem.options.members, { needed: 1, available: 0 });
  }
  const account = await world.account(id);
  assertEquals([account.reserved, account.entries], [100, 101]);
  assertEquals(await statusCounts(world), { queued: 100, refused: 300 });
  await assertSound(world);

  const listed = await Array.fromAsync(batchIds(world.ports, id, null));
  const batches = await allBatches(world);
  assertEquals(listed.toSorted(), batches.map((batch) => batch.id));
  assertEquals(listed, listed.toSorted().reverse());
  const ledger = await ledgerOf(world, id);
  assertEquals(
    ledger.map(({ number }) => number),
    Array.from({ length: 101 }, (_, i) => i + 1),
  );
  const available = ledger.map(({ availableAfter }) => availableAfter);
  assertEquals(available, Array.from({ length: 101 }, (_, i) => 100 - i));
});

Deno.test("acceptMessages() accepts exactly what the credits allow, on two instances", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using one = await TestWorld.open({ kv, seed: 1 });
    await using two = await TestWorld.open({ kv, seed: 2 });
    const at = await townWith(one, 60);

    const answers = await Promise.allSettled(
      Array.from({ length: 200 }, (_, i) =>
        accept(i % 2 ? one : two, at, {
          text: TEXT,
          recipients: [numberOf(i)],
        }, { fingerprint: `request ${i}` })),
    );

    const accepted = answers.filter(({ status }) => status === "fulfilled");
    assertEquals(accepted.length, 60);
    assertEquals(await statusCounts(one), { queued: 60, refused: 140 });
    await assertSound(one);
  }
  kv.close();
});

Deno.test("acceptMessages() schedules up to a year ahead", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 10);
  const sendAt = (ms: number) => new Date(EPOCH + ms).toISOString();

  const accepted = await accept(world, at, {
    ...ONE,
    sendAt: sendAt(3_600_000),
  });

  assertEquals(accepted.messages![0]!.status, "scheduled");
  const [batch] = await allBatches(world);
  assertEquals([batch!.dueMs, batch!.messages[0]!.dueMs], [
    EPOCH + 3_600_000,
    EPOCH + 3_600_000,
  ]);
  assertEquals(batch!.submissions[0]!.expiresAtMs, EPOCH + 25 * 3_600_000);
  const past = await accept(world, at, { ...ONE, sendAt: sendAt(-1_000) });
  assertEquals(past.messages![0]!.status, "queued");
  const tooFar = { ...ONE, sendAt: sendAt(367 * 86_400_000) };
  assertEquals(
    await refusalOf(accept(world, at, tooFar)),
    "invalid_request /sendAt",
  );
  await assertSound(world);
});

Deno.test("acceptMessages() allows the senders of the structure alone", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 10);
  const other: Lineage = {
    ...at,
    structure: { ...at.structure, senders: ["CCAS"], defaultSender: "Rodez" },
  };

  await accept(world, other, { ...ONE, sender: "CCAS" });
  await accept(world, other, { ...ONE, sender: "Rodez" });
  await accept(world, other, ONE);

  const foreign = { ...ONE, sender: "Prefecture" };
  assertEquals(
    await refusalOf(accept(world, other, foreign)),
    "sender_not_allowed /sender",
  );
  const messages = [
    { to: numberOf(1), text: TEXT },
    { to: numberOf(2), text: TEXT, sender: "Prefecture" },
  ];
  assertEquals(
    await refusalOf(accept(world, other, { messages })),
    "sender_not_allowed /messages/1/sender",
  );
  const senders = (await allBatches(world)).flatMap(({ submissions }) =>
    submissions.map(({ sender }) => sender)
  );
  assertEquals(senders, ["CCAS", "Rodez", "Rodez"]);
});

Deno.test("acceptMessages() refuses a call with one unusable number, or leaves it out", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 10);
  const recipients = ["0612345678", "01 23 45 67 89", "0612345679", "bonjour"];

  assertEquals(
    await refusalOf(accept(world, at, { text: TEXT, recipients })),
    "invalid_recipient /recipients/1 /recipients/3",
  );
  assertEquals(await allBatches(world), []);

  const accepted = await accept(world, at, {
    text: TEXT,
    recipients,
    skipInvalid: true,
  });
  assertEquals(accepted.messages!.map(({ to }) => to), [
    "+33612345678",
    "+33612345679",
  ]);
  assertEquals(accepted.invalid, [
    { index: 1, to: "01 23 45 67 89", code: "not_mobile" },
    { index: 3, to: "bonjour", code: "not_a_number" },
  ]);
  assertEquals(accepted.credits, 2);
  const none = { text: TEXT, recipients: ["bonjour"], skipInvalid: true };
  assertEquals(
    await refusalOf(accept(world, at, none)),
    "invalid_recipient /recipients/0",
  );
});

Deno.test("acceptMessages() refuses the whole subtree of a suspended structure", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 10);
  const centre = { ...at.structure, id: "str_centre", suspended: true };
  const key = "9b2d";
  const before = await accept(world, at, ONE, { key, fingerprint: "f" });

  const below = { ...at, ancestors: [centre] };
  assertEquals(await refusalOf(accept(world, below, ONE)), "forbidden");
  const own = { ...at, structure: { ...at.structure, suspended: true } };
  assertEquals(await refusalOf(accept(world, own, ONE)), "forbidden");

  assertEquals(await statusCounts(world), { queued: 1, refused: 2 });
  // What was accepted before is answered as it was.
  const again = await accept(world, own, ONE, { key, fingerprint: "f" });
  assertEquals(again, before);
  await assertSound(world);
});

Deno.test("acceptMessages() spends nothing for a test key", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1);
  const actor = applicationOf(at, { mode: "test", dailyCap: 1 });

  const accepted = await Promise.all(
    [1, 2, 3].map((i) => accept(world, at, toMany(i), { actor })),
  );

  assertEquals(accepted.map(({ segments }) => segments), [1, 2, 3]);
  assertEquals(accepted.map(({ credits }) => credits), [0, 0, 0]);
  assertEquals(accepted.map(({ available }) => available), [1, 1, 1]);
  const account = await world.account(at.structure.id);
  assertEquals([account.reserved, account.entries], [0, 1]);
  assertEquals(await statusCounts(world), { queued: 6 });
  await assertSound(world);
});

Deno.test("acceptMessages() takes a test key of a structure without an account", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 0);
  const actor = applicationOf(at, { mode: "test" });

  const first = await accept(world, at, ONE, { actor });
  const second = await accept(world, at, ONE, { actor });

  assertEquals([first.credits, second.credits], [0, 0]);
  assertEquals(await statusCounts(world), { queued: 2 });
});

Deno.test("acceptMessages() keeps an application to its daily cap", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  const actor = applicationOf(at, { dailyCap: 5 });
  const other = applicationOf(at, { id: "app_other", dailyCap: 2 });

  await accept(world, at, toMany(3), { actor });
  const refused = await assertRejects(
    () => accept(world, at, toMany(3), { actor }),
    Problem,
  );
  assertEquals([refused.code, refused.options.members], [
    "rate_limited",
    { dailyCap: 5 },
  ]);
  await accept(world, at, toMany(2), { actor });
  await accept(world, at, toMany(2), { actor: other });
  assertEquals(
    await refusalOf(accept(world, at, ONE, { actor })),
    "rate_limited",
  );
  assertEquals(await statusCounts(world), { queued: 7, refused: 4 });

  world.advance(86_400_000);
  await accept(world, at, toMany(5), { actor });
  // What was sent on other days is forgotten.
  const account = await world.account(at.structure.id);
  assertEquals(Object.keys(account.capped!), [actor.id]);
  await assertSound(world);
});

Deno.test("acceptMessages() puts what one commit accepts into few batches", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1_000);

  await Promise.all(
    Array.from(
      { length: 200 },
      (_, i) => accept(world, at, { text: TEXT, recipients: [numberOf(i)] }),
    ),
  );

  const batches = await allBatches(world);
  assert(batches.length <= 5, `${batches.length} batches`);
  const { numbers } = await openBatch(world.ports, batches[0]!);
  assertEquals(numbers!.length, batches[0]!.messages.length);
  assertEquals(
    batches[0]!.messages.map(({ submission }) => submission),
    batches[0]!.messages.map((_, i) => i),
  );
});

Deno.test("acceptMessages() undoes nothing of others when one of them is refused", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 10);
  const call = (count: number, key: string) =>
    accept(world, at, toMany(count), { key, fingerprint: key });

  const [first, tooMany, second] = await Promise.allSettled([
    call(4, "a"),
    call(7, "b"),
    call(6, "c"),
  ]);

  assertEquals([first.status, tooMany.status, second.status], [
    "fulfilled",
    "rejected",
    "fulfilled",
  ]);
  assertEquals((await world.account(at.structure.id)).reserved, 10);
  await assertSound(world);
});

Deno.test("acceptMessages() keeps structures apart that it accepts for at once", async () => {
  await using world = await TestWorld.open();
  const [one, two] = [await townWith(world, 1), await townWith(world, 1)];

  await Promise.all([accept(world, one, ONE), accept(world, two, ONE)]);

  for (const { structure } of [one, two]) {
    const { reserved } = await world.store.transact(
      structure.id,
      (tx) => readAccount(tx, structure.id),
    );
    assertEquals(reserved, 1);
  }
  const owners = (await allBatches(world)).map((batch) => batch.structureId);
  assertEquals(owners, [one.structure.id, two.structure.id]);
});

Deno.test("no sequence of sends and of what becomes of them breaks an invariant", async () => {
  const kinds = ["grant", "accept", "accept", "send", "deliver", "cancel"];
  const step = fc.tuple(
    fc.constantFrom(...kinds),
    fc.integer({ min: 1, max: 12 }),
    fc.nat(1),
  );
  const rounds = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), {
    minLength: 1,
    maxLength: 8,
  });
  await fc.assert(
    fc.asyncProperty(rounds, async (rounds) => {
      const kv = await Deno.openKv(":memory:");
      {
        await using one = await TestWorld.open({ kv, seed: 1 });
        await using two = await TestWorld.open({ kv, seed: 2 });
        const at = await townWith(one, 20);
        for (const round of rounds) {
          await Promise.all(
            round.map(([kind, count, instance]) =>
              act([one, two][instance]!, at, { kind, count })
            ),
          );
          await assertSound(one);
        }
      }
      kv.close();
    }),
    { seed: 20_261_125, numRuns: 60 },
  );
});

/** Does one thing to a town: a send, or a step of some of its messages. */
async function act(
  world: TestWorld,
  at: Lineage,
  { kind, count }: { kind: string; count: number },
): Promise<void> {
  const { id } = at.structure;
  if (kind === "grant") return await grant(world, id, count);
  if (kind === "accept") {
    await accept(world, at, toMany(count), { fingerprint: newFingerprint() })
      .catch((error) => assertEquals(error.code, "insufficient_credit"));
    return;
  }
  const batches = (await allBatches(world)).map((batch) => batch.id);
  const batchId = batches[count % (batches.length || 1)];
  if (batchId === undefined) return;
  await world.store.transact(id, async (tx) => {
    await readAccount(tx, id);
    const batch = (await tx.get(keys.batch(batchId)))!;
    const steps = new Map<number, Step>();
    batch.messages.slice(0, count).forEach((message, index) => {
      const step = stepOf(kind, message);
      if (step !== null) steps.set(index, step);
    });
    await applySteps(tx, batch, steps, EPOCH);
  });
}

function stepOf(kind: string, message: StoredMessage): Step | null {
  const waits = message.status === "queued";
  if (kind === "send") return waits ? handedOver(message, EPOCH, "p") : null;
  if (kind === "cancel") return waits ? afterCancel(message, EPOCH) : null;
  return afterReceipt(message, { status: "delivered", detail: null }, EPOCH);
}

let fingerprints = 0;

function newFingerprint(): string {
  return `body ${++fingerprints}`;
}

Deno.test("neither numbers nor texts are in the store's files", async () => {
  const folder = await Deno.makeTempDir();
  const kv = await Deno.openKv(`${folder}/store.sqlite3`);
  {
    await using world = await TestWorld.open({ kv });
    const at = await townWith(world, 3);
    const text = "Sentinelle du conseil";
    const call = (to: string, key: string | null) =>
      refusalOf(accept(world, at, {
        messages: [{ to, text: `${text} ${key}` }, {
          to: "nul 0611223344",
          text,
        }],
        skipInvalid: true,
      }, { key, fingerprint: `${key}` }));

    for (const key of ["a", null, "b", "c"]) await call("0611223344", key);

    assertEquals(await statusCounts(world), { queued: 3, refused: 1 });
    const found = await world.store.get(
      keys.sendAnswer(at.structure.id, applicationOf(at).id, "a"),
    );
    assert(found !== null);
    assertEquals(filesWith(folder, ["Sentinelle", "611223344"]), []);
    assertEquals(filesWith(folder, ["idelibre"]).length > 0, true);
  }
  kv.close();
  assertEquals(filesWith(folder, ["Sentinelle", "611223344"]), []);
  await Deno.remove(folder, { recursive: true });
});

/** Files of a folder in which one of the words stands. */
function filesWith(folder: string, words: readonly string[]): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).filter(
    (name) => {
      const bytes = Deno.readFileSync(`${folder}/${name}`);
      const text = new TextDecoder("latin1").decode(bytes);
      return words.some((word) => text.includes(word));
    },
  );
}

Deno.test("acceptMessages() refuses more than fifty thousand recipients", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 1);
  const call = world.call(applicationOf(at));

  const recipients = Array<string>(50_001).fill("0612345678");
  const work = acceptMessages(world.ports, { call, at }, {
    text: TEXT,
    recipients,
  });

  assertEquals(await refusalOf(work), "too_large");
});
