import { assertEquals } from "@std/assert";
import { recordAudit } from "../../lib/domain/audit.ts";
import {
  brokenJournals,
  checkAudit,
  exportAudit,
  listAudit,
} from "../../lib/domain/audit_log.ts";
import { keys } from "../../lib/kv/keys.ts";
import type { StoredAuditEntry } from "../../lib/schema/audit.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, plant, refusalOf, type Tree } from "./tree.ts";

/** A town with a journal of `count` lines besides its creation. */
async function withJournal(count: number): Promise<[TestWorld, Tree]> {
  const world = await TestWorld.open();
  const tree = await plant(world);
  for (let i = 0; i < count; i++) {
    await world.store.transact("x", (tx) =>
      recordAudit(tx, world.ports, {
        call: world.call(),
        structureId: tree.town,
        action: i % 2 === 0 ? "sender.add" : "key.rotate",
        detail: { i },
      }));
  }
  return [world, tree];
}

/** Writes a line over another, as somebody with the store's file could. */
async function forge(
  world: TestWorld,
  id: string,
  number: number,
  change: (line: StoredAuditEntry) => StoredAuditEntry | null,
): Promise<void> {
  const key = keys.audit(id, number);
  const entry = await world.store.kv.get<Uint8Array>(key.parts);
  const after = change(key.kind.decode(entry.value!));
  if (after === null) await world.store.kv.delete(key.parts);
  else await world.store.kv.set(key.parts, key.kind.encode(after));
}

Deno.test("listAudit() gives the newest first, a page at a time", async () => {
  const [opened, { town }] = await withJournal(4);
  await using world = opened;
  const query = { id: town, limit: 2 };

  const first = await listAudit(world.ports, OPERATOR, query);
  const second = await listAudit(world.ports, OPERATOR, {
    ...query,
    cursor: first.nextCursor!,
  });
  const third = await listAudit(world.ports, OPERATOR, {
    ...query,
    cursor: second.nextCursor!,
  });

  const numbers = [first, second, third].map(({ items }) =>
    items.map(({ number }) => number)
  );
  assertEquals(numbers, [[5, 4], [3, 2], [1]]);
  assertEquals(third.nextCursor, null);
});

Deno.test("listAudit() filters by action, actor, result and instant", async () => {
  const [opened, { town }] = await withJournal(4);
  await using world = opened;
  const numbers = async (filter: Record<string, unknown>) => {
    const query = { id: town, limit: 50, ...filter };
    const { items } = await listAudit(world.ports, OPERATOR, query);
    return items.map(({ number }) => number);
  };
  const { items } = await listAudit(world.ports, OPERATOR, {
    id: town,
    limit: 50,
  });

  assertEquals(await numbers({ action: "sender" }), [4, 2]);
  assertEquals(await numbers({ action: "key.rotate" }), [5, 3]);
  assertEquals(await numbers({ action: "key.rot" }), []);
  assertEquals(await numbers({ actor: "mem_nobody" }), []);
  assertEquals(await numbers({ result: "refused" }), []);
  assertEquals(await numbers({ from: items[1]!.at }), [5, 4]);
  assertEquals(await numbers({ to: items[3]!.at }), [1]);
});

Deno.test("listAudit() is for managers of the structure", async () => {
  const [opened, { centre, town, otherTown }] = await withJournal(1);
  await using world = opened;
  const as = (id: string, role: "manager" | "viewer") =>
    refusalOf(
      listAudit(world.ports, member({ [id]: role }), { id: town, limit: 1 }),
    );

  assertEquals(await as(town, "manager"), "nothing");
  assertEquals(await as(centre, "manager"), "nothing");
  assertEquals(await as(town, "viewer"), "forbidden");
  assertEquals(await as(otherTown, "manager"), "not_found");
});

Deno.test("exportAudit() gives all of it, the oldest first", async () => {
  const [opened, { town }] = await withJournal(230);
  await using world = opened;

  const lines = await Array.fromAsync(
    await exportAudit(world.ports, OPERATOR, { id: town, limit: 1 }),
  );

  assertEquals(lines.length, 231);
  assertEquals(lines.map(({ number }) => number), lines.map((_, i) => i + 1));
});

Deno.test("checkAudit() finds a journal intact", async () => {
  const [opened, { town, school }] = await withJournal(3);
  await using world = opened;

  const check = await checkAudit(world.ports, OPERATOR, town);

  assertEquals([check.entries, check.intact, check.brokenAt], [4, true, null]);
  assertEquals((await checkAudit(world.ports, OPERATOR, school)).intact, true);
  assertEquals((await brokenJournals(world.ports)).broken, []);
});

const FORGERIES: Record<
  string,
  [number, (line: StoredAuditEntry) => StoredAuditEntry | null, number]
> = {
  "a changed detail": [3, (line) => ({ ...line, detail: { i: 9 } }), 3],
  "a changed instant": [2, (line) => ({ ...line, atMs: line.atMs + 1 }), 2],
  "another actor": [2, (line) => ({ ...line, actorId: "mem_other" }), 2],
  "a line left out": [2, () => null, 2],
  "the last line left out": [4, () => null, 4],
};

for (const [name, [number, change, brokenAt]] of Object.entries(FORGERIES)) {
  Deno.test(`checkAudit() sees ${name}`, async () => {
    const [opened, { town }] = await withJournal(3);
    await using world = opened;
    await forge(world, town, number, change);

    const check = await checkAudit(world.ports, OPERATOR, town);

    assertEquals([check.intact, check.brokenAt], [false, brokenAt]);
    assertEquals((await brokenJournals(world.ports)).broken, [
      `${town}: journal: broken at line ${brokenAt}`,
    ]);
  });
}

Deno.test("brokenJournals() sees a journal whose head is gone", async () => {
  const [opened, { town }] = await withJournal(1);
  await using world = opened;
  await world.store.kv.delete(keys.auditHead(town).parts);

  assertEquals((await brokenJournals(world.ports)).broken.length, 1);
});
