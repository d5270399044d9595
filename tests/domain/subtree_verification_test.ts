import { assertEquals, assertRejects } from "@std/assert";
import { createStructure } from "../../lib/domain/structure.ts";
import { verifySubtree } from "../../lib/domain/subtree_verification.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { keys } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import { OPERATOR, TestWorld } from "../support.ts";

async function territory() {
  const world = await TestWorld.open();
  const make = async (name: string, parentId?: string) =>
    (await createStructure(world.ports, world.call(), {
      name,
      ...(parentId ? { parentId } : {}),
    })).id;
  const give = (fromId: string | null, toId: string, credits: number) =>
    transferCredits(world.ports, world.call(), { fromId, toId, credits });
  const region = await make("Région");
  const centre = await make("Centre", region);
  const town = await make("Rodez", centre);
  const school = await make("Collège", town);
  await give(null, region, 1_000);
  await give(region, centre, 600);
  await give(centre, school, 100);
  await give(centre, town, 50);
  await give(school, centre, 10);
  return { world, centre, town };
}

Deno.test("verifySubtree() adds up what came in and what is there", async () => {
  const { world, centre } = await territory();
  await using _ = world;
  const found = await verifySubtree(world.ports, OPERATOR, centre);
  assertEquals(
    found.structures.map((
      { name, available, broken },
    ) => [name, available, broken]),
    [["Centre", 460, []], ["Rodez", 50, []], ["Collège", 90, []]],
  );
  assertEquals([found.received, found.held, found.broken], [600, 600, []]);
});

Deno.test("verifySubtree() sees an account that was tampered with", async () => {
  const { world, centre, town } = await territory();
  await using _ = world;
  await world.store.transact("thief", async (tx) => {
    const account = (await tx.get(keys.account(town)))!;
    tx.put(keys.account(town), { ...account, granted: account.granted + 7 });
  });
  const found = await verifySubtree(world.ports, OPERATOR, centre);
  assertEquals(found.structures[1]!.broken.length, 1);
  assertEquals(found.broken, [
    "structures passed on 140, those below received 147",
    "600 came in, the structures hold 607",
  ]);
});

Deno.test("verifySubtree() is a manager's", async () => {
  const { world, town } = await territory();
  await using _ = world;
  const viewer = {
    kind: "member",
    id: "mem_a",
    name: "Marie",
    email: "marie@example.fr",
    operator: false,
    roles: { [town]: "viewer" },
  } as const;
  const problem = await assertRejects(
    () => verifySubtree(world.ports, viewer, town),
    Problem,
  );
  assertEquals(problem.code, "forbidden");
});
