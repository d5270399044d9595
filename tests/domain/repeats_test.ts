import { assertEquals, assertNotEquals } from "@std/assert";
import { dataKey, sealingPeriod } from "../../lib/domain/data_key.ts";
import { REPEAT_MS } from "../../lib/domain/repeats.ts";
import { keys } from "../../lib/kv/keys.ts";
import { intercept } from "../kv/intercept.ts";
import { TestWorld } from "../support.ts";
import {
  accept,
  assertSound,
  numberOf,
  statusCounts,
  TEXT,
  toMany,
  townWith,
} from "./accepting.ts";
import { grant } from "./tree.ts";

/** A call without a key, recognised by its body. */
const bodied = (fingerprint: string) => ({ key: null, fingerprint });
const SAME = bodied("the same body");

/** Runs `test` with two instances on one store. */
function onTwo(
  name: string,
  test: (one: TestWorld, two: TestWorld) => Promise<void>,
): void {
  Deno.test(name, async () => {
    const kv = await Deno.openKv(":memory:");
    {
      await using one = await TestWorld.open({ kv, seed: 1 });
      await using two = await TestWorld.open({ kv, seed: 2 });
      await test(one, two);
    }
    kv.close();
  });
}

Deno.test("the same call without a key is a repetition for sixty seconds", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);
  const first = await accept(world, at, toMany(2), SAME);

  world.advance(REPEAT_MS - 100);
  assertEquals(await accept(world, at, toMany(2), SAME), first);

  world.advance(100);
  const later = await accept(world, at, toMany(2), SAME);
  assertNotEquals(later.submissionId, first.submissionId);
  assertEquals(await accept(world, at, toMany(2), SAME), later);
  assertEquals((await world.account(at.structure.id)).reserved, 4);
});

Deno.test("the same call many times at once is one submission", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 100);

  const answers = await Promise.all(
    Array.from({ length: 64 }, () => accept(world, at, toMany(2), SAME)),
  );

  for (const answer of answers) assertEquals(answer, answers[0]);
  assertEquals(await statusCounts(world), { queued: 2 });
  await assertSound(world);
});

Deno.test("the same call is recognised while the first is on its way", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    const gate = new Gate(kv);
    await using world = await TestWorld.open({ kv: gate.kv });
    const at = await townWith(world, 100);
    await accept(world, at, toMany(1));

    const committing = gate.hold();
    const first = accept(world, at, toMany(2), SAME);
    await committing;
    const again = accept(world, at, toMany(2), SAME);
    await turns();
    gate.open();

    assertEquals(await again, await first);
    assertEquals((await world.account(at.structure.id)).reserved, 3);
  }
  kv.close();
});

Deno.test("a call whose commit did not go in is not taken for an earlier one", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using other = await TestWorld.open({ kv, seed: 2 });
    const gate = new Gate(kv);
    await using world = await TestWorld.open({ kv: gate.kv });
    const at = await townWith(world, 3);
    const { id } = at.structure;
    await dataKey(world.ports, id, sealingPeriod(world.nowMs));
    const refusalOr = (work: Promise<unknown>) => work.catch(() => "refused");

    const committing = gate.hold();
    const lost = refusalOr(accept(world, at, toMany(2), SAME));
    await committing;
    // Built on the commit that another instance makes fail.
    const next = refusalOr(accept(world, at, toMany(1), bodied("next")));
    await turns();
    await accept(other, at, toMany(3), bodied("other"));
    gate.open();

    assertEquals([await lost, await next], ["refused", "refused"]);
    await grant(other, id, 5);
    const accepted = await accept(world, at, toMany(2), SAME);
    assertEquals(accepted.credits, 2);
    await assertSound(world);
  }
  kv.close();
});

onTwo("another instance recognises the repetition", async (one, two) => {
  const at = await townWith(one, 100);
  const first = await accept(one, at, toMany(2), SAME);

  assertEquals(await accept(two, at, toMany(2), SAME), first);
  assertEquals((await two.account(at.structure.id)).reserved, 2);
});

onTwo(
  "another instance recognises it though it has sent much since",
  async (one, two) => {
    const at = await townWith(one, 100);
    await accept(two, at, toMany(1), bodied("a"));
    const first = await accept(one, at, toMany(2), SAME);

    // Neither a call with a key nor a refusal looks for repetitions.
    await accept(two, at, toMany(1), { key: "k", fingerprint: "b" });
    await grant(two, at.structure.id, 1);

    assertEquals(await accept(two, at, toMany(2), SAME), first);
  },
);

onTwo(
  "instances that alternate recognise each other's calls",
  async (one, two) => {
    const at = await townWith(one, 1_000);
    const worlds = [one, two];
    for (let i = 0; i < 40; i++) {
      const world = worlds[i % 2]!;
      const input = { text: TEXT, recipients: [numberOf(i)] };
      await accept(world, at, input, bodied(`body ${i}`));
    }

    for (let i = 0; i < 40; i++) {
      const input = { text: TEXT, recipients: [numberOf(i)] };
      const other = worlds[(i + 1) % 2]!;
      const again = await accept(other, at, input, bodied(`body ${i}`));
      assertEquals(again.messages![0]!.to, numberOf(i));
    }
    assertEquals((await one.account(at.structure.id)).reserved, 40);
    await assertSound(one);
  },
);

onTwo("instances that race accept the same call once", async (one, two) => {
  const at = await townWith(one, 1_000);

  const answers = await Promise.all(
    Array.from(
      { length: 60 },
      (_, i) =>
        accept(i % 2 ? one : two, at, toMany(1), bodied(`body ${i % 6}`)),
    ),
  );

  const ids = new Set(answers.map(({ submissionId }) => submissionId));
  assertEquals(ids.size, 6);
  assertEquals((await one.account(at.structure.id)).reserved, 6);
});

Deno.test("a process that starts again recognises the repetition", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    await using before = await TestWorld.open({ kv, seed: 1 });
    const at = await townWith(before, 100);
    const first = await accept(before, at, toMany(2), SAME);
    const others = Array.from({ length: 12 }, (_, i) => bodied(`other ${i}`));
    for (const other of others) await accept(before, at, toMany(1), other);

    await using after = await TestWorld.open({ kv, seed: 2 });
    after.advance(30_000);
    // Two at once: the second is built on the first one's commit.
    const fresh = accept(after, at, toMany(1), bodied("fresh"));
    const again = accept(after, at, toMany(2), SAME);

    assertEquals(await again, first);
    assertEquals((await fresh).credits, 1);
    assertEquals((await after.account(at.structure.id)).reserved, 15);
  }
  kv.close();
});

Deno.test("structures do not share what they have seen", async () => {
  await using world = await TestWorld.open();
  const [one, two] = [await townWith(world, 10), await townWith(world, 10)];

  const first = await accept(world, one, toMany(1), bodied("one's"));
  const second = await accept(world, two, toMany(1), bodied("two's"));

  assertNotEquals(first.submissionId, second.submissionId);
});

Deno.test("a commit that removes batches hinders nobody", async () => {
  const kv = await Deno.openKv(":memory:");
  {
    const gate = new Gate(kv);
    await using world = await TestWorld.open({ kv: gate.kv });
    const at = await townWith(world, 500);
    await accept(world, at, toMany(1));

    const committing = gate.hold();
    const first = accept(world, at, toMany(1));
    await committing;
    // What takes back the chunks of a bulk goes into one commit with a send.
    const removed = world.store.transact("sweep", async (tx) => {
      await tx.get(keys.staging("sub_1"));
      tx.put(keys.staging("sub_1"), { atMs: 0, batches: [] });
      tx.delete(keys.batch("01kanb2v3w8j4k2m7p"));
    });
    const sent = accept(world, at, toMany(1), SAME);
    await turns();
    gate.open();

    await Promise.all([first, removed, sent]);
    assertEquals(await accept(world, at, toMany(1), SAME), await sent);
    assertEquals(world.reports, []);
    await assertSound(world);
  }
  kv.close();
});

/** A database whose next commit can be held up. */
class Gate {
  readonly kv: Deno.Kv;
  #held: PromiseWithResolvers<void> | null = null;
  #reached: () => void = () => {};
  #opened = Promise.withResolvers<void>();

  constructor(kv: Deno.Kv) {
    this.kv = intercept(kv, {
      close() {},
      commit: async (apply) => {
        if (this.#held !== null) {
          this.#held = null;
          this.#reached();
          await this.#opened.promise;
        }
        return await apply();
      },
    });
  }

  /** Holds up the next commit; done once it is there. */
  hold(): Promise<void> {
    this.#held = Promise.withResolvers();
    this.#reached = this.#held.resolve;
    return this.#held.promise;
  }

  open(): void {
    this.#opened.resolve();
  }
}

/** Lets what was asked come as far as it can. */
function turns(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 5));
}
