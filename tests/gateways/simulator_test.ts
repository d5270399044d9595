import { assertAlmostEquals, assertEquals } from "@std/assert";
import type {
  GatewayPorts,
  Handover,
  OwnReceipt,
} from "../../lib/gateways/gateway.ts";
import { simulator } from "../../lib/gateways/simulator.ts";
import { TestWorld } from "../support.ts";

const SMS: Handover = {
  messageId: "msg_00000000000000zzzz00",
  to: "+33612345678",
  text: "Bonjour",
  encoding: "gsm7",
  segments: 1,
  sender: null,
  validitySeconds: 3_600,
  callbackUrl: "http://localhost/callbacks/gtw_1/secret",
};

/** A simulator with these settings, and what its phone received. */
function open(world: TestWorld, given: Record<string, unknown>) {
  const received: (readonly OwnReceipt[])[] = [];
  const settings = simulator.settings.parse(given);
  const ports: GatewayPorts = {
    ...world.ports,
    gatewayId: world.ports.newId("gtw"),
    receive: (_, receipts) => Promise.resolve(void received.push(receipts)),
  };
  const stop = new AbortController();
  const submit = () => simulator.submit(ports, settings, SMS, stop.signal);
  return { submit, received, stop };
}

/** How often each outcome comes among a thousand, by kind and scope. */
async function counts(world: TestWorld, settings: Record<string, unknown>) {
  const { submit } = open(world, settings);
  const found: Record<string, number> = {};
  for (let i = 0; i < 1_000; i++) {
    const outcome = await submit();
    const name = "scope" in outcome
      ? `${outcome.kind} ${outcome.scope}`
      : outcome.kind;
    found[name] = (found[name] ?? 0) + 1;
  }
  return found;
}

Deno.test("simulator.submit() errs and refuses as often as it is told", async (t) => {
  const table: [settings: Record<string, unknown>, Record<string, number>][] = [
    [{}, { accepted: 1_000 }],
    [{ errorRate: 0.3 }, { accepted: 700, retry: 300 }],
    [{ rejectRate: 0.2 }, { accepted: 800, "rejected message": 200 }],
    [{ accountRefused: true }, { "rejected gateway": 1_000 }],
  ];
  for (const [settings, expected] of table) {
    await t.step(JSON.stringify(settings), async () => {
      await using world = await TestWorld.open();
      const found = await counts(world, settings);
      assertEquals(Object.keys(found).sort(), Object.keys(expected).sort());
      for (const [name, count] of Object.entries(expected)) {
        assertAlmostEquals(found[name]!, count, 50);
      }
    });
  }
});

Deno.test("simulator.submit() takes so many a second, and says when to come back", async () => {
  await using world = await TestWorld.open();
  const { submit, received } = open(world, { throttlePerSecond: 3 });
  const outcomes = [];
  for (let i = 0; i < 5; i++) outcomes.push(await submit());
  assertEquals(outcomes.map(({ kind }) => kind), [
    "accepted",
    "accepted",
    "accepted",
    "retry",
    "retry",
  ]);
  const last = outcomes[4]!;
  const afterMs = last.kind === "retry" ? last.afterMs! : 0;
  assertEquals(afterMs > 0 && afterMs <= 1_000, true);
  world.advance(afterMs);
  assertEquals((await submit()).kind, "accepted");
  assertEquals(received.length, 4);
});

Deno.test("simulator.submit() hangs until nobody waits any more, and has the message", async () => {
  await using world = await TestWorld.open();
  const { submit, received, stop } = open(world, { hangRate: 1 });
  const outcome = submit();
  await new Promise((resolve) => setTimeout(resolve, 1));
  assertEquals(received.length, 1);
  stop.abort();
  assertEquals((await outcome).kind, "unknown");
});

Deno.test("simulator.submit() plans the receipts it is told to", async (t) => {
  const table: [settings: Record<string, unknown>, string][] = [
    [{}, "delivered 1000"],
    [{ receiptMs: 30 }, "delivered 30"],
    [{ failRate: 1 }, "failed 1000"],
    [{ silenceRate: 1 }, ""],
    [{ duplicateRate: 1 }, "delivered 1000, delivered 1500"],
    [{ lateRate: 1, lateMs: 9_000 }, "delivered 10000"],
  ];
  for (const [settings, expected] of table) {
    await t.step(JSON.stringify(settings), async () => {
      await using world = await TestWorld.open();
      const { submit, received } = open(world, settings);
      await submit();
      const plan = received[0]!.map(({ status, afterMs }) =>
        `${status} ${afterMs}`
      );
      assertEquals(plan.join(", "), expected);
    });
  }
});

Deno.test("simulator.submit() takes its time", async () => {
  await using world = await TestWorld.open();
  const { submit } = open(world, { latencyMs: 250 });
  let done = false;
  const outcome = submit().then(() => done = true);
  world.advance(200);
  await Promise.resolve();
  assertEquals(done, false);
  world.advance(100);
  await outcome;
  assertEquals(done, true);
});
