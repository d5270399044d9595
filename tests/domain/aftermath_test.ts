import { assertEquals } from "@std/assert";
import { expiryId, piecesMoved } from "../../lib/domain/aftermath.ts";
import { EMPTY_ACCOUNT } from "../../lib/domain/credit.ts";
import { LOTS_MAX } from "../../lib/domain/lots.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { give, openTerritory, send } from "./provided.ts";
import { refusalOf } from "./tree.ts";

Deno.test("aftermath() leaves an account without ends as it is", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  await give(territory, null, town, 10);
  await send(territory, town, 2);
  const account = await world.account(town);
  assertEquals([account.lots, account.shared], [undefined, undefined]);
  assertEquals(account.latestEntries.some(({ lots }) => lots), false);
});

Deno.test("aftermath() refuses more lots than an account carries", async () => {
  await using territory = await openTerritory();
  const { tree: { town } } = territory;
  for (let i = 0; i < LOTS_MAX; i++) {
    await give(territory, null, town, 1, i + 1);
  }
  assertEquals(await refusalOf(give(territory, null, town, 1, 99)), "conflict");
  await give(territory, null, town, 1);
});

Deno.test("piecesMoved() takes what ends first where a movement does not say", () => {
  const account = {
    ...EMPTY_ACCOUNT,
    lots: [{ source: "a", untilMs: 9, left: 3, held: 0 }],
  };
  const moved = { kind: "allocate" as const, amount: -5, atMs: 0 };
  assertEquals(piecesMoved(account, moved), [
    { source: "a", untilMs: 9, amount: 3 },
  ]);
  assertEquals(piecesMoved(account, { ...moved, amount: 5 }), []);
});

Deno.test("scheduleAftermath() makes the end of a lot due, and the warnings before it", async () => {
  await using territory = await openTerritory();
  const { world, tree: { town } } = territory;
  await give(territory, null, town, 10, 60);
  const due = await Array.fromAsync(world.store.list(KINDS.due, {}));
  assertEquals(
    due.map(({ parts, value }) => [parts[2], value.kind]),
    Array(3).fill([expiryId(town), "expiry"]),
  );
});
