import { assertEquals } from "@std/assert";
import { brokenJournals } from "../../lib/domain/audit_log.ts";
import { readBalance } from "../../lib/domain/account.ts";
import { listMembers } from "../../lib/domain/membership_list.ts";
import { listStructures } from "../../lib/domain/structure.ts";
import { adjustCredits } from "../../lib/domain/transfer.ts";
import { readImport, startImport } from "../../lib/domain/tree_import.ts";
import { continueImport } from "../../lib/domain/tree_import_run.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import { PORTABLE_ENVELOPE } from "../../lib/kv/records.ts";
import { OPERATOR, TestWorld, type WorldOptions } from "../support.ts";
import { grant, plant } from "./tree.ts";

const NOTHING = () => Promise.resolve();

/** A table of a community with towns below. */
function table(towns: number, sms = 1): string {
  const rows = Array.from(
    { length: towns },
    (_, i) => `Mairie ${i};Communauté;m${i}@exemple.fr;Maire ${i};${sms}`,
  );
  return ["nom;parent;courriel;membre;sms", "Communauté;;;;", ...rows]
    .join("\n");
}

async function begun(
  towns: number,
  { credits = towns, ...options }: WorldOptions & { credits?: number } = {},
) {
  const world = await TestWorld.open(options);
  const { centre } = await plant(world);
  await grant(world, centre, credits);
  const wanted = { structureId: centre, csv: table(towns) };
  const { id } = await startImport(world.ports, world.call(), wanted);
  const read = () =>
    readImport(world.ports, OPERATOR, { structureId: centre, importId: id });
  return { world, centre, id, read };
}

async function below(world: TestWorld, parentId: string) {
  const request = { parentId, limit: 200 };
  return (await listStructures(world.ports, OPERATOR, request)).items;
}

Deno.test("continueImport() makes structures, members and their SMS", async () => {
  const { world, centre, id, read } = await begun(60);
  await using _ = world;

  while (!await continueImport(world.ports, id, NOTHING));

  const found = await read();
  assertEquals([found.status, found.done, found.unpaidLines], ["done", 61, []]);
  const made = (await below(world, centre)).find(({ name }) =>
    name === "Communauté"
  );
  const towns = await below(world, made!.id);
  assertEquals(towns.length, 60);
  const { available } = await readBalance(world.ports, OPERATOR, towns[7]!.id);
  assertEquals(available, 1);
  const people = await listMembers(world.ports, OPERATOR, {
    id: towns[7]!.id,
    limit: 9,
  });
  assertEquals(people.items.map(({ role, state }) => [role, state]), [
    ["manager", "invited"],
  ]);
  assertEquals((await verifyAccounts(world.ports)).broken, []);
  const left = await Array.fromAsync(
    world.store.list(KINDS.treeImportRows, {}),
  );
  assertEquals(left, []);
});

Deno.test("continueImport() goes on after a crash, and makes nothing twice", async () => {
  const { world, centre, id, read } = await begun(20);
  await using _ = world;
  const crash = () => Promise.reject(new Error("the process died"));
  await continueImport(world.ports, id, crash).catch(() => {});
  assertEquals((await read()).done, 0);

  while (!await continueImport(world.ports, id, NOTHING));

  const made = (await below(world, centre)).filter(({ name }) =>
    name === "Communauté"
  );
  assertEquals(made.length, 1);
  assertEquals((await below(world, made[0]!.id)).length, 20);
  const { available } = await readBalance(world.ports, OPERATOR, centre);
  assertEquals(available, 0);
  const invitations = await Array.fromAsync(
    world.store.list(KINDS.invitation, {}),
  );
  assertEquals(invitations.length, 20);
});

Deno.test("continueImport() makes fifty lines in few commits, and fits where ten checks are all there is", async () => {
  for (
    const [options, most] of [
      [{}, 2],
      [{ envelope: PORTABLE_ENVELOPE }, 14],
    ] as [WorldOptions, number][]
  ) {
    const { world, centre, id } = await begun(49, options);
    await using _ = world;
    let commits = 0;
    world.store.onCommit(() => void commits++);

    while (!await continueImport(world.ports, id, NOTHING));

    assertEquals(commits <= most, true, `${commits} commits`);
    const made = (await below(world, centre)).find(({ name }) =>
      name === "Communauté"
    );
    assertEquals((await below(world, made!.id)).length, 49);
    assertEquals((await verifyAccounts(world.ports)).broken, []);
    assertEquals((await brokenJournals(world.ports)).broken, []);
  }
});

Deno.test("continueImport() leaves a line without SMS when they were spent meanwhile, and says so", async () => {
  const { world, centre, id, read } = await begun(20);
  await using _ = world;
  await adjustCredits(world.ports, world.call(), {
    structureId: centre,
    credits: -15,
    note: "",
  });

  while (!await continueImport(world.ports, id, NOTHING));

  const { unpaidLines, status } = await read();
  assertEquals([unpaidLines.length, status], [15, "done"]);
  const { available } = await readBalance(world.ports, OPERATOR, centre);
  assertEquals(available, 0);
  assertEquals((await verifyAccounts(world.ports)).broken, []);
});

Deno.test("continueImport() goes on where two workers meet, and makes nothing twice", async () => {
  const { world, centre, id } = await begun(49);
  await using _ = world;

  const both = [1, 2].map(async () => {
    while (!await continueImport(world.ports, id, NOTHING));
  });
  await Promise.all(both);

  const found = await Array.fromAsync(world.store.list(KINDS.membership, {}));
  assertEquals(found.length, 49);
  const { entries } = (await world.store.get(keys.account(centre)))!;
  assertEquals(entries, 50);
});
