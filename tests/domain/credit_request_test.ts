import { assertEquals } from "@std/assert";
import {
  askForCredits,
  countWaiting,
  listRequests,
  OPERATOR_DESK,
  readRequest,
  withdrawRequest,
} from "../../lib/domain/credit_request.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { join, openAsking } from "./requests.ts";
import { member, refusalOf } from "./tree.ts";

Deno.test("askForCredits() writes a request, and a mail to the group's managers", async () => {
  await using asking = await openAsking();
  const { world, tree } = asking;
  const request = await asking.ask(500);

  assertEquals([request.status, request.credits, request.groupId], [
    "pending",
    500,
    tree.centre,
  ]);
  assertEquals(await countWaiting(world.ports, tree.centre), 1);
  const [notice] = await Array.fromAsync(world.store.list(KINDS.notice, {}));
  const { channels, request: about, sealed } = notice!.value;
  assertEquals(about, { what: "asked", id: request.id });
  assertEquals(channels.map(({ channel, left }) => [channel, left.length]), [
    ["mail", 1],
  ]);
  assertEquals(sealed!.includes("anne@"), false);
  // Asking moves nothing.
  assertEquals((await world.account(tree.town)).entries, 0);
});

Deno.test("askForCredits() at the top of the tree asks the operators", async () => {
  await using asking = await openAsking();
  const { world, tree, anne } = asking;
  await join(world, "Olga", {}, true);
  await askForCredits(world.ports, world.call(anne), {
    structureId: tree.centre,
    credits: 9_000,
    reason: "Marché 2027",
  });
  assertEquals(await countWaiting(world.ports, OPERATOR_DESK), 1);
});

Deno.test("askForCredits() refuses who does not manage, and a sixth that waits", async () => {
  await using asking = await openAsking();
  const { world, tree } = asking;
  const paul = member({ [tree.town]: "sender" });
  const input = { structureId: tree.town, credits: 1, reason: "x" };
  const asked = askForCredits(world.ports, world.call(paul), input);
  assertEquals(await refusalOf(asked), "forbidden");

  const first = await asking.ask();
  for (let i = 0; i < 4; i++) await asking.ask();
  assertEquals(await refusalOf(asking.ask()), "conflict");
  await withdrawRequest(world.ports, world.call(asking.marie), first.id);
  assertEquals((await asking.ask()).status, "pending");
});

Deno.test("askForCredits() under one key asks once", async () => {
  await using asking = await openAsking();
  const { world, tree, marie } = asking;
  const input = { structureId: tree.town, credits: 5, reason: "x" };
  const options = { key: "k", fingerprint: "f" };
  const ask = () =>
    askForCredits(world.ports, world.call(marie, options), input);
  const [first, second] = [await ask(), await ask()];
  assertEquals(first, second);
  assertEquals(await countWaiting(world.ports, tree.centre), 1);
});

Deno.test("withdrawRequest() ends a request once, by who asked", async () => {
  await using asking = await openAsking();
  const { world, tree, marie } = asking;
  const { id } = await asking.ask();
  const otherTown = member({ [tree.otherTown]: "manager" });
  const withdraw = (actor = marie) =>
    withdrawRequest(world.ports, world.call(actor), id);

  assertEquals(await refusalOf(withdraw(otherTown)), "not_found");
  assertEquals((await withdraw()).status, "withdrawn");
  assertEquals(await refusalOf(withdraw()), "already_final");
  assertEquals(await countWaiting(world.ports, tree.centre), 0);
});

Deno.test("listRequests() pages those made and those received, the newest first", async () => {
  await using asking = await openAsking();
  const { world, tree, anne, marie } = asking;
  const ids = [];
  for (let i = 0; i < 3; i++) ids.unshift((await asking.ask()).id);
  const list = (to: "made" | "received", cursor?: string) =>
    listRequests(world.ports, to === "made" ? marie : anne, {
      structureId: to === "made" ? tree.town : tree.centre,
      to,
      limit: 2,
      cursor,
    });
  for (const to of ["made", "received"] as const) {
    const first = await list(to);
    const second = await list(to, first.nextCursor!);
    const found = [...first.items, ...second.items];
    assertEquals(found.map(({ id }) => id), ids);
    assertEquals(found[0]!.structureName, "Ville");
    assertEquals(second.nextCursor, null);
  }
});

Deno.test("readRequest() shows nothing to strangers", async () => {
  await using asking = await openAsking();
  const { world, tree, anne } = asking;
  const { id } = await asking.ask();
  assertEquals((await readRequest(world.ports, anne, id)).reason, "Élections");
  const stranger = member({ [tree.stranger]: "manager" });
  const read = readRequest(world.ports, stranger, id);
  assertEquals(await refusalOf(read), "not_found");
});
