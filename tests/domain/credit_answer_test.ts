import { assertEquals } from "@std/assert";
import {
  approveRequest,
  declineRequest,
} from "../../lib/domain/credit_answer.ts";
import {
  askForCredits,
  countWaiting,
} from "../../lib/domain/credit_request.ts";
import { availableCredits } from "../../lib/domain/credit.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { OPERATOR } from "../support.ts";
import { assertSound, ledgerOf } from "./accepting.ts";
import { openAsking } from "./requests.ts";
import { refusalOf } from "./tree.ts";

Deno.test("approveRequest() moves what is given, both ledgers naming the request", async () => {
  await using asking = await openAsking(1_000);
  const { world, tree, anne } = asking;
  const { id } = await asking.ask(500);
  const answer = await approveRequest(world.ports, world.call(anne), {
    id,
    credits: 200,
    word: "Le reste en mars",
  });

  assertEquals(
    [answer.status, answer.granted, answer.answeredBy, answer.word],
    ["approved", 200, anne.id, "Le reste en mars"],
  );
  for (const [at, amount] of [[tree.centre, -200], [tree.town, 200]] as const) {
    const entry = (await ledgerOf(world, at)).at(-1)!;
    assertEquals(
      [entry.kind, entry.amount, entry.cause, entry.actor, entry.note],
      ["allocate", amount, id, anne.id, "Élections"],
    );
  }
  assertEquals(await countWaiting(world.ports, tree.centre), 0);
  await assertSound(world);
});

Deno.test("approveRequest() gives all of it unless told otherwise, and no more", async () => {
  await using asking = await openAsking(1_000);
  const { world, anne } = asking;
  const { id } = await asking.ask(500);
  const approve = (credits?: number) =>
    approveRequest(world.ports, world.call(anne), {
      id,
      ...(credits ? { credits } : {}),
    });
  assertEquals(await refusalOf(approve(501)), "invalid_request /credits");
  assertEquals((await approve()).granted, 500);
  assertEquals(await refusalOf(approve()), "already_final");
});

Deno.test("approveRequest() writes nothing when the group has too little", async () => {
  await using asking = await openAsking(100);
  const { world, tree, anne } = asking;
  const { id } = await asking.ask(500);
  const approved = approveRequest(world.ports, world.call(anne), { id });
  assertEquals(await refusalOf(approved), "insufficient_credit");
  assertEquals(await countWaiting(world.ports, tree.centre), 1);
  assertEquals(availableCredits(await world.account(tree.centre)), 100);
});

Deno.test("approveRequest() by two managers at once gives once", async () => {
  await using asking = await openAsking(1_000);
  const { world, tree, anne } = asking;
  const { id } = await asking.ask(500);
  const answers = await Promise.all(
    [1, 2, 3].map(() =>
      refusalOf(approveRequest(world.ports, world.call(anne), { id }))
    ),
  );
  assertEquals(answers.sort(), ["already_final", "already_final", "nothing"]);
  assertEquals(availableCredits(await world.account(tree.town)), 500);
});

Deno.test("approveRequest() and declineRequest() are the group's alone", async () => {
  await using asking = await openAsking();
  const { world, marie } = asking;
  const { id } = await asking.ask();
  const own = world.call(marie);
  assertEquals(
    await refusalOf(approveRequest(world.ports, own, { id })),
    "forbidden",
  );
  assertEquals(
    await refusalOf(declineRequest(world.ports, own, { id, word: "x" })),
    "forbidden",
  );
});

Deno.test("approveRequest() by the operator grants at the top of the tree", async () => {
  await using asking = await openAsking();
  const { world, tree, anne } = asking;
  const { id } = await askForCredits(world.ports, world.call(anne), {
    structureId: tree.centre,
    credits: 9_000,
    reason: "Marché 2027",
  });
  const own = approveRequest(world.ports, world.call(anne), { id });
  assertEquals(await refusalOf(own), "forbidden");
  await approveRequest(world.ports, world.call(OPERATOR), { id });
  const entry = (await ledgerOf(world, tree.centre)).at(-1)!;
  assertEquals([entry.kind, entry.amount, entry.cause], ["grant", 9_000, id]);
  await assertSound(world);
});

Deno.test("declineRequest() moves nothing and tells who asked why", async () => {
  await using asking = await openAsking();
  const { world, tree, anne } = asking;
  const { id } = await asking.ask();
  const answer = await declineRequest(world.ports, world.call(anne), {
    id,
    word: "En janvier",
  });
  assertEquals([answer.status, answer.word, answer.granted], [
    "declined",
    "En janvier",
    0,
  ]);
  assertEquals((await world.account(tree.town)).entries, 0);
  const notices = await Array.fromAsync(world.store.list(KINDS.notice, {}));
  const about = notices.map(({ value }) => value.request?.what);
  assertEquals(about.sort(), ["answered", "asked"]);
});
