/**
 * Two gateways, the first of which dies: what is accepted arrives all the same,
 * once, and is charged once.
 *
 * @module
 */
import { assertEquals, assertLess } from "@std/assert";
import { createGateway, getGateway } from "../../lib/delivery/gateway.ts";
import { gatewayEvents } from "../../lib/delivery/gateway_events.ts";
import { listMessages } from "../../lib/domain/history.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { OPERATOR } from "../support.ts";
import { openTown, SCRIPTED, type Town } from "./support.ts";

const SPARE = {
  ...SCRIPTED,
  url: "http://spare.test/send?id={{messageId}}",
};

/** A town with a spare gateway behind the one it has. */
async function townWithSpare(credits = 200) {
  const town = await openTown({ gateway: SCRIPTED, credits });
  const { ports } = town.world;
  const { id: spareId } = await createGateway(ports, town.world.call(), {
    kind: "http",
    name: "spare",
    order: 1,
    settings: SPARE,
  });
  const asked = { first: 0, spare: 0 };
  /** Message ids a gateway took, or may have taken. */
  const left: string[] = [];
  let answer: () => Response | Promise<Response> = () =>
    new Response(null, { status: 503 });
  town.world.reply = async (url, init) => {
    const { host, searchParams } = new URL(url);
    const isSpare = host === "spare.test";
    asked[isSpare ? "spare" : "first"]++;
    const accepted = Response.json({ id: ports.newId("prv") });
    const response = isSpare ? accepted : await answer();
    const mayHave = response.ok || response.status === 500;
    if (mayHave) left.push(searchParams.get("id")!);
    if (init.signal?.aborted) throw init.signal.reason;
    return response;
  };
  return {
    town,
    asked,
    left,
    spareId,
    answersWith: (next: typeof answer) => answer = next,
  };
}

function sendMany({ send }: Town, count: number) {
  return send({
    recipients: Array.from(
      { length: count },
      (_, i) => `+336${String(10_000_000 + i)}`,
    ),
  });
}

async function messages({ world, structureId }: Town) {
  const query = { structureId, limit: 1_000 };
  return (await listMessages(world.ports, OPERATOR, query)).items;
}

/** All sent, none twice without a flag, each charged once. */
async function assertAllSentOnce(
  town: Town,
  left: readonly string[],
  count: number,
) {
  const all = await messages(town);
  assertEquals(all.filter(({ status }) => status === "sent").length, count);
  for (const { id, possibleDuplicate } of all) {
    const times = left.filter((one) => one === id).length;
    assertEquals(times === 1 || possibleDuplicate, true, `${id}: ${times}`);
  }
  const { spent, reserved } = await town.world.account(town.structureId);
  assertEquals([spent, reserved], [count, 0]);
  assertEquals((await verifyAccounts(town.world.ports)).broken, []);
}

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

Deno.test("those who wait for a gateway go elsewhere within a second of its opening", async () => {
  const { town, asked, left, answersWith } = await townWithSpare();
  await using world = town.world;
  // It hangs: five that time out in a row open it.
  const reply = world.reply;
  world.reply = (url, init) =>
    new URL(url).host === "spare.test"
      ? reply(url, init)
      : new Promise<Response>((_, reject) => {
        asked.first++;
        left.push(new URL(url).searchParams.get("id")!);
        init.signal!.addEventListener("abort", () => {
          reject(init.signal!.reason);
        });
      });
  await sendMany(town, 150);
  const done = town.engine.runDue();
  for (let i = 0; i < 2_000 && asked.first < 16; i++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  assertEquals([asked.first, asked.spare], [16, 0]);
  const before = world.nowMs;
  world.advance(30_000);
  await done;
  assertEquals(asked, { first: 16, spare: 134 });
  assertLess(world.nowMs - before, 31_500);
  // The sixteen may have left: they go once more, and say so.
  world.reply = reply;
  answersWith(() => Response.json({ id: world.ports.newId("prv") }));
  world.advance(61_000);
  await town.engine.runDue();
  await assertAllSentOnce(town, left, 150);
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
