import { assertEquals } from "@std/assert";
import { requestNotice, writeNotice } from "../../lib/domain/notice.ts";
import { readAccount } from "../../lib/domain/credit.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { grant } from "./tree.ts";
import { openAsking } from "./requests.ts";

Deno.test("requestNotice() to nobody is not due", async () => {
  await using asking = await openAsking();
  const { world, tree } = asking;
  const notice = await requestNotice(world.ports, {
    what: "asked",
    requestId: "ask_1",
    structureId: tree.town,
    people: [],
  });
  assertEquals([notice.dueMs, notice.sealed, notice.channels], [
    null,
    null,
    [],
  ]);
});

Deno.test("writeNotice() makes due what is to be told", async () => {
  await using asking = await openAsking();
  const { world, tree } = asking;
  await grant(world, tree.town, 1);
  const people = [{
    id: "mem_1",
    name: "Anne",
    email: "anne@example.fr",
    operator: false,
    roles: {},
    password: null,
    createdAtMs: 0,
  }];
  const notice = await requestNotice(world.ports, {
    what: "asked",
    requestId: "ask_1",
    structureId: tree.town,
    people,
  });
  await world.store.transact(tree.town, async (tx) => {
    await readAccount(tx, tree.town);
    writeNotice(tx, tree.town, notice);
  });
  const due = await Array.fromAsync(world.store.list(KINDS.due, {}));
  assertEquals(due.map(({ parts, value }) => [parts[2], value.kind]), [
    [notice.id, "notice"],
  ]);
});
