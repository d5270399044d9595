/**
 * Two gateways, the first of which dies: what is accepted arrives all the same,
 * once, and is charged once.
 *
 * @module
 */
import { assertEquals, assertLess } from "@std/assert";
import { getGateway } from "../../lib/delivery/gateway.ts";
import { gatewayEvents } from "../../lib/delivery/gateway_events.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { OPERATOR } from "../support.ts";
import {
  assertAllSentOnce,
  HANGS,
  messages,
  sendMany,
  townWithSpare,
  until,
} from "./spare.ts";
import { openTown, SCRIPTED } from "./support.ts";

Deno.test("a first gateway that says it cannot costs nobody a wait", async (t) => {
  const table: [claim: string, answer: () => Response][] = [
    ["503", () => new Response(null, { status: 503 })],
    [
      "429",
      () =>
        new Response(null, { status: 429, headers: { "retry-after": "30" } }),
    ],
    ["refused connection", () => {
      throw new TypeError("client error (Connect): connection refused");
    }],
    ["a refused account", () => new Response(null, { status: 401 })],
  ];
  for (const [claim, answer] of table) {
    await t.step(claim, async () => {
      const { town, asked, left, answersWith } = await townWithSpare();
      await using world = town.world;
      answersWith(answer);
      await sendMany(town, 150);
      const begunMs = world.nowMs;
      await town.engine.runDue();
      await assertAllSentOnce(town, left, 150);
      assertEquals(asked.spare, 150);
      // Every call that may be spared is: the breaker opens at twenty.
      assertLess(asked.first, 50);
      assertLess(world.nowMs - begunMs, 10_000);
    });
  }
});

Deno.test("a gateway that is down is left alone, tried again by one, and taken back", async () => {
  const { town, asked, left, spareId, answersWith } = await townWithSpare(500);
  await using world = town.world;
  const { ports } = world;
  await sendMany(town, 40);
  await town.engine.runDue();
  const all = await messages(town);
  assertEquals(all.every(({ gateway }) => gateway === spareId), true);
  const list = await Array.fromAsync(
    world.store.kv.list<Uint8Array>({ prefix: ["gateway"] }),
    ({ key }) => String(key[1]),
  );
  const firstId = list.find((id) => id !== spareId)!;
  const first = () => getGateway(ports, OPERATOR, firstId);
  assertEquals((await first()).state, "open");

  const before = asked.first;
  await sendMany(town, 20);
  await town.engine.runDue();
  assertEquals(asked.first, before, "nothing goes to an open one");

  world.advance(11_000);
  assertEquals((await first()).state, "half-open");
  await sendMany(town, 20);
  await town.engine.runDue();
  assertEquals(asked.first, before + 1, "one probe, which fails");
  assertEquals((await first()).state, "open");

  answersWith(() => Response.json({ id: ports.newId("prv") }));
  world.advance(21_000);
  let sent = 80;
  for (; (await first()).state !== "closed" && sent < 400; sent += 20) {
    await sendMany(town, 20);
    await town.engine.runDue();
  }
  assertEquals(sent, 180, "more with each that arrives");
  const spared = asked.spare;
  await sendMany(town, 60);
  await town.engine.runDue();
  assertEquals(asked.spare, spared, "all goes the first way again");
  await assertAllSentOnce(town, left, sent + 60);
  const events = await gatewayEvents(ports, firstId, 10);
  assertEquals(events.map(({ kind }) => kind), ["up", "down"]);
});

/** How the first gateway dies. */
const DEATHS: [how: string, answer: () => Response | Promise<Response>][] = [
  ["refuses connections", () => {
    throw new TypeError("client error (Connect): connection refused");
  }],
  ["hangs", () => HANGS],
  ["answers 500", () => new Response(null, { status: 500 })],
  ["answers 503", () => new Response(null, { status: 503 })],
  [
    "answers 429",
    () => new Response(null, { status: 429, headers: { "retry-after": "30" } }),
  ],
  ["refuses the account", () => new Response(null, { status: 403 })],
];

Deno.test("what waits when the first gateway opens is at the spare within a second", async (t) => {
  for (const [how, answer] of DEATHS) {
    await t.step(`which ${how}`, async () => {
      const { town, asked, left, takenMs, answersWith } = await townWithSpare();
      await using world = town.world;
      answersWith(answer);
      await sendMany(town, 100);
      let isDone = false;
      const done = town.engine.runDue().finally(() => isDone = true);
      if (how === "hangs") {
        await until(() => asked.first === 16);
        world.advance(29_000);
        assertEquals(asked.spare, 0, "nobody knows yet");
      }
      while (!isDone) {
        world.advance(how === "hangs" ? 20 : 0);
        await new Promise((resolve) => setTimeout(resolve));
      }
      await done;
      // Five that time out open it; where it answers, its last call does.
      const openedMs = how === "hangs"
        ? takenMs.first[4]! + 30_000
        : takenMs.first.at(-1)!;
      const waited = takenMs.spare.filter((ms) => ms >= openedMs);
      assertLess(50, waited.length);
      assertLess(Math.max(...waited) - openedMs, 1_000);

      // What may have left is looked into, then goes again, and says so.
      answersWith(() => Response.json({ id: world.ports.newId("prv") }));
      for (let i = 0; i < 3; i++) {
        world.advance(61_000);
        await town.engine.runDue();
      }
      await assertAllSentOnce(town, left, 100);
    });
  }
});

Deno.test("while a gateway is half-open, nothing waits for its probes", async () => {
  const { town, asked, left, takenMs, answersWith } = await townWithSpare(400);
  await using world = town.world;
  await sendMany(town, 40);
  await town.engine.runDue();
  for (const probe of [11_000, 21_000, 41_000]) {
    world.advance(probe);
    const [first, begunMs] = [asked.first, world.nowMs];
    await sendMany(town, 60);
    await town.engine.runDue();
    assertEquals(asked.first, first + 1, "one probe");
    assertLess(takenMs.spare.at(-1)! - begunMs, 1_500);
  }
  // A probe that nobody answers keeps its own message alone.
  answersWith(() => HANGS);
  world.advance(61_000);
  const [spare, begunMs] = [asked.spare, world.nowMs];
  await sendMany(town, 60);
  const done = town.engine.runDue();
  await until(() => asked.spare === spare + 59);
  assertLess(takenMs.spare.at(-1)! - begunMs, 1_500);
  world.advance(30_000);
  await done;
  answersWith(() => Response.json({ id: world.ports.newId("prv") }));
  for (let i = 0; i < 3; i++) {
    world.advance(61_000);
    await town.engine.runDue();
  }
  await assertAllSentOnce(town, left, 280);
});

Deno.test("messages wait for the only gateway without spending their attempts", async () => {
  const town = await openTown({ gateway: SCRIPTED });
  await using world = town.world;
  let calls = 0;
  world.reply = () => {
    calls++;
    return new Response(null, { status: 503 });
  };
  await sendMany(town, 60);
  await town.engine.runDue();
  const before = calls;
  const reasons = (await messages(town)).map(({ reason }) => reason);
  assertEquals(reasons.every((one) => one?.startsWith("En attente")), true);
  for (let i = 0; i < 60; i++) {
    world.advance(10_000);
    await town.engine.runDue();
  }
  // Ten minutes: a probe at each rest, no more.
  assertLess(calls - before, 60);
  world.reply = () => Response.json({ id: world.ports.newId("prv") });
  for (let i = 0; i < 120; i++) {
    world.advance(1_000);
    await town.engine.runDue();
  }
  const all = await messages(town);
  assertEquals(all.filter(({ status }) => status === "sent").length, 60);
  assertEquals((await verifyAccounts(world.ports)).broken, []);
});
