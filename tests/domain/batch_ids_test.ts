import { assertEquals, assertRejects } from "@std/assert";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { mergeNewest, STRUCTURES_MAX } from "../../lib/domain/batch_ids.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { type HistoryQuery, listMessages } from "../../lib/domain/history.ts";
import { indexNumbers } from "../../lib/domain/number_index.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { Problem } from "../../lib/problem.ts";
import { OPERATOR, TestWorld } from "../support.ts";

/** A group, three towns below it, and a stranger; they send in turns. */
async function openGroup(sends: number) {
  const world = await TestWorld.open();
  const { ports } = world;
  const declare = async (name: string, parentId?: string) => {
    const { id } = await createStructure(ports, world.call(), {
      name,
      ...(parentId === undefined ? {} : { parentId }),
    });
    const grant = { fromId: null, toId: id, credits: 1_000 };
    await transferCredits(ports, world.call(), grant);
    return id;
  };
  const group = await declare("Centre");
  const towns = [
    await declare("Rodez", group),
    await declare("Millau", group),
    await declare("Onet", group),
  ];
  const all = [group, ...towns, await declare("Ailleurs")];
  for (let i = 0; i < sends; i++) {
    const id = all[i % all.length]!;
    const at = await authorised(ports, OPERATOR, "message:send", id);
    await acceptMessages(ports, { call: world.call(), at }, {
      text: "Bonjour",
      recipients: [`06123400${String(10 + i)}`, "0698765432"],
    });
    world.advance(60_000);
  }
  const read = async (query: Partial<HistoryQuery>) => {
    const found = [];
    let cursor: string | undefined;
    do {
      const page = await listMessages(ports, OPERATOR, {
        structureId: group,
        subtree: true,
        limit: 7,
        ...query,
        cursor,
      });
      found.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    return found;
  };
  return { world, group, towns, all, read };
}

Deno.test("listMessages() of a subtree gives every message once, newest first", async () => {
  const { world, all, read } = await openGroup(60);
  await using _ = world;
  const found = await read({});
  assertEquals(found.length, 60 * 2 / 5 * 4);
  const ids = found.map(({ id }) => id);
  assertEquals(new Set(ids).size, ids.length);
  assertEquals(ids, ids.toSorted().reverse());
  const places = new Set(found.map(({ structureId }) => structureId));
  assertEquals(places, new Set(all.slice(0, 4)));
});

Deno.test("listMessages() of a subtree finds a number in all of it, indexed or not", async () => {
  const { world, read } = await openGroup(20);
  await using _ = world;
  const recipient = "06 98 76 54 32";
  assertEquals((await read({ recipient })).length, 16);
  world.advance(60_000);
  while (await indexNumbers(world.ports) > 0);
  assertEquals((await read({ recipient })).length, 16);
});

Deno.test("listMessages() of a subtree is as long as its own for a leaf", async () => {
  const { world, towns, read } = await openGroup(20);
  await using _ = world;
  const [town] = towns;
  const own = await read({ structureId: town, subtree: false });
  assertEquals(await read({ structureId: town }), own);
});

Deno.test("mergeNewest() merges lists that end at different times", async () => {
  async function* list(...ids: string[]) {
    yield* ids;
  }
  const merged = mergeNewest([list("c", "a"), list(), list("d", "b")]);
  assertEquals(await Array.fromAsync(merged), ["d", "c", "b", "a"]);
});

Deno.test("listMessages() refuses to merge more structures than it can", async () => {
  const { world, group, read } = await openGroup(0);
  await using _ = world;
  for (let i = 0; i < STRUCTURES_MAX; i++) {
    await createStructure(world.ports, world.call(), {
      name: `Commune ${i}`,
      parentId: group,
    });
  }
  const problem = await assertRejects(() => read({}), Problem);
  assertEquals(problem.code, "invalid_request");
});
