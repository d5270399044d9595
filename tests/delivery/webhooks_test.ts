import { assertEquals } from "@std/assert";
import { putAlerts } from "../../lib/domain/alert_settings.ts";
import { openListening } from "./webhooks.ts";

const HOUR_MS = 3_600_000;
/** From one attempt to the next, as it is promised. */
const SCHEDULE_MS = [
  5_000,
  5 * 60_000,
  30 * 60_000,
  ...[2, 5, 10, 14, 20, 24].map((hours) => hours * HOUR_MS),
];

Deno.test("tellWebhook() tells of a message that was sent and delivered", async () => {
  await using town = await openListening();
  await town.send({ reference: "seance-42" });
  await town.runFor(60_000);
  const told = town.told();
  assertEquals(told.map(({ type }) => type), [
    "message.sent",
    "message.delivered",
  ]);
  assertEquals(told[1]!.data["status"], "delivered");
  assertEquals(told[1]!.data["reference"], "seance-42");
});

Deno.test("tellWebhook() tells no number and no text", async () => {
  await using town = await openListening();
  await town.send({ text: "SENTINEL", recipients: ["+33612345678"] });
  await town.run();
  const bodies = town.requests().map(({ init }) => String(init.body)).join();
  assertEquals(bodies.includes("SENTINEL"), false);
  assertEquals(bodies.includes("612345678"), false);
});

Deno.test("tellWebhook() tells only what was asked for", async () => {
  await using town = await openListening({ events: ["message.failed"] });
  await town.send({});
  await town.run();
  assertEquals(town.told(), []);
});

Deno.test("tellWebhook() tries an event ten times in 75 h, then suspends", async () => {
  await using town = await openListening({ events: ["message.sent"] });
  town.answer = () => new Response("no", { status: 500 });
  await town.send({});
  await town.runFor(100 * HOUR_MS);
  const at = town.requests().map(({ init }) =>
    Number(new Headers(init.headers).get("webhook-timestamp")) * 1_000
  );
  assertEquals(at.length, 10);
  SCHEDULE_MS.forEach((ms, i) => {
    const lateMs = at[i + 1]! - at[i]! - ms;
    assertEquals(
      Math.abs(lateMs) <= 2_000,
      true,
      `attempt ${i + 2}: ${lateMs}`,
    );
  });
  assertEquals((await town.webhook()).status, "suspended");
  assertEquals(town.world.mails.map(({ to }) => to), ["marie@example.fr"]);
  assertEquals(
    (await town.world.account(town.structureId)).webhooks,
    undefined,
  );
});

Deno.test("tellWebhook() keeps the id of an event from attempt to attempt", async () => {
  await using town = await openListening({ events: ["message.sent"] });
  let failures = 2;
  town.answer = () =>
    new Response(null, { status: failures-- > 0 ? 503 : 204 });
  await town.send({});
  await town.runFor(HOUR_MS);
  const ids = town.requests().map(({ init }) =>
    new Headers(init.headers).get("webhook-id")
  );
  assertEquals(ids.length, 3);
  assertEquals(new Set(ids).size, 1);
  const [delivery] = await town.deliveries();
  assertEquals(delivery?.status, "delivered");
  assertEquals(delivery?.attempts.map(({ status }) => status), [503, 503, 204]);
});

Deno.test("tellWebhook() stops for good at 410 and says so by mail", async () => {
  await using town = await openListening();
  town.answer = () => new Response(null, { status: 410 });
  await town.send({});
  await town.runFor(HOUR_MS);
  assertEquals(town.requests().length, 1);
  assertEquals((await town.webhook()).status, "gone");
  assertEquals(town.world.mails.length, 1);
});

Deno.test("tellWebhook() does not follow a redirect", async () => {
  await using town = await openListening({ events: ["message.sent"] });
  town.answer = () => Response.redirect("https://other.test/", 302);
  await town.send({});
  await town.run();
  const [delivery] = await town.deliveries();
  assertEquals(delivery?.attempts[0]?.error, "redirect");
  assertEquals(delivery?.status, "pending");
});

Deno.test("tellWebhook() lets a dead endpoint delay nobody", async () => {
  await using town = await openListening({ events: ["message.sent"] });
  const other = await town.listen({
    url: "https://alive.test/",
    events: ["message.sent"],
  });
  town.answer = (url) =>
    url.startsWith("https://alive.test")
      ? new Response(null, { status: 204 })
      : Promise.reject(new TypeError("nobody there"));
  for (let i = 0; i < 20; i++) await town.send({ reference: `${i}` });
  await town.run();
  const alive = await town.deliveries(other);
  assertEquals(alive.filter(({ status }) => status === "delivered").length, 20);
  // The dead one is asked a few times, not once for each event.
  const dead = town.requests().filter(({ url }) => !url.includes("alive"));
  assertEquals(dead.length <= 10, true, `${dead.length} requests`);
});

Deno.test("tellWebhook() catches up once an endpoint is back", async () => {
  await using town = await openListening({ events: ["message.sent"] });
  let isUp = false;
  town.answer = () => new Response(null, { status: isUp ? 200 : 502 });
  for (let i = 0; i < 50; i++) await town.send({ reference: `${i}` });
  await town.runFor(2 * 60_000);
  isUp = true;
  await town.runFor(HOUR_MS);
  const found = await town.deliveries();
  assertEquals(found.length, 50);
  assertEquals(found.every(({ status }) => status === "delivered"), true);
});

Deno.test("tellWebhook() packs the events of many messages", async () => {
  await using town = await openListening();
  const recipients = Array.from({ length: 100 }, (_, i) => {
    return `+336123${String(10_000 + i)}`;
  });
  await town.send({ recipients });
  await town.runFor(60_000);
  assertEquals(town.told().length, 200);
});

Deno.test("an alert is told to endpoints in the commit that raises it", async () => {
  await using town = await openListening({ events: ["alert.raised"] });
  const { world, structureId } = town;
  await putAlerts(world.ports, world.call(), {
    id: structureId,
    alerts: { lowBalance: [100], monthlyVolume: [], emails: [] },
  });
  await town.send({});
  await town.run();
  const [told] = town.told();
  assertEquals(told?.type, "alert.raised");
  assertEquals(told?.data["kind"], "lowBalance");
  assertEquals(told?.data["threshold"], 100);
  assertEquals(told?.data["value"], 99);
});
