import { assertEquals, assertRejects } from "@std/assert";
import {
  exportMessages,
  getMessage,
  type HistoryQuery,
  listMessages,
} from "../../lib/domain/history.ts";
import { indexNumbers } from "../../lib/domain/number_index.ts";
import { Problem } from "../../lib/problem.ts";
import type { Message } from "../../lib/schema/message.ts";
import { OPERATOR } from "../support.ts";
import { openTown, type Town } from "../delivery/support.ts";

/** Every page of a query, and how many there were. */
async function readAll(
  town: Town,
  query: Partial<HistoryQuery> = {},
): Promise<{ items: Message[]; pages: number }> {
  const items: Message[] = [];
  let cursor: string | null = null;
  let pages = 0;
  do {
    const page = await listMessages(town.world.ports, OPERATOR, {
      structureId: town.structureId,
      limit: 7,
      ...query,
      ...(cursor === null ? {} : { cursor }),
    });
    items.push(...page.items);
    cursor = page.nextCursor;
    pages++;
  } while (cursor !== null && pages < 100);
  return { items, pages };
}

/** A town whose history spans the account's tail and several pages. */
async function longHistory(): Promise<Town> {
  const town = await openTown({ credits: 1_000 });
  for (let i = 0; i < 30; i++) {
    await town.send({
      recipients: [`06123400${String(10 + i)}`, `06123500${String(10 + i)}`],
      reference: `seance-${i % 3}`,
    });
    town.world.advance(60_000);
  }
  return town;
}

Deno.test("listMessages() gives every message once, newest first, page by page", async () => {
  const town = await longHistory();
  await using _ = town.world;
  const { items, pages } = await readAll(town);
  assertEquals(items.length, 60);
  assertEquals(new Set(items.map(({ id }) => id)).size, 60);
  assertEquals(pages, 9);
  const ids = items.map(({ id }) => id);
  assertEquals(ids, ids.toSorted().reverse());
});

Deno.test("listMessages() filters by reference, status and period", async () => {
  const town = await longHistory();
  await using _ = town.world;
  assertEquals(
    (await readAll(town, { reference: "seance-1" })).items.length,
    20,
  );
  assertEquals((await readAll(town, { status: "queued" })).items.length, 60);
  assertEquals((await readAll(town, { failed: true })).items.length, 0);
  const all = (await readAll(town)).items;
  const from = all[19]!.createdAt;
  const to = all[9]!.createdAt;
  const some = (await readAll(town, { from, to })).items;
  assertEquals(some.length, 10);
  assertEquals(some.every(({ createdAt }) => createdAt >= from), true);
});

Deno.test("listMessages() finds a number before and after it was indexed", async () => {
  const town = await longHistory();
  await using _ = town.world;
  const recipient = "06 12 34 00 25";
  const before = (await readAll(town, { recipient })).items;
  assertEquals(before.map(({ to }) => to), ["+33612340025"]);
  town.world.advance(60_000);
  while (await indexNumbers(town.world.ports) > 0);
  await town.send({ recipients: [recipient] });
  const after = (await readAll(town, { recipient, limit: 1 })).items;
  assertEquals(after.map(({ to }) => to), ["+33612340025", "+33612340025"]);
  assertEquals(
    (await readAll(town, { recipient: "0698765432" })).items,
    [],
  );
});

Deno.test("listMessages() refuses a cursor it did not give", async () => {
  const town = await openTown();
  await using _ = town.world;
  for (const cursor of ["", "x", "bm90IGEgY3Vyc29y", "é"]) {
    const problem = await assertRejects(
      () =>
        listMessages(town.world.ports, OPERATOR, {
          structureId: town.structureId,
          limit: 10,
          cursor,
        }),
      Problem,
    );
    assertEquals(problem.code, "invalid_cursor");
  }
});

Deno.test("getMessage() answers a foreign tenant as if there were none", async () => {
  const town = await openTown();
  await using _ = town.world;
  const { messages } = await town.send({});
  const foreigner = { ...town.application, structureId: "str_other" };
  for (const id of [messages![0]!.id, "msg_000000000000000000zz", "x"]) {
    const problem = await assertRejects(
      () => getMessage(town.world.ports, foreigner, id),
      Problem,
    );
    assertEquals([problem.code, problem.options], ["not_found", {}]);
  }
});

Deno.test("exportMessages() streams the whole history", async () => {
  const town = await longHistory();
  await using _ = town.world;
  const exported = await Array.fromAsync(
    exportMessages(town.world.ports, OPERATOR, {
      structureId: town.structureId,
      limit: 100,
    }),
  );
  assertEquals(exported, (await readAll(town)).items);
});
