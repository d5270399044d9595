import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { Engine } from "../../lib/delivery/engine.ts";
import { createGateway } from "../../lib/delivery/gateway.ts";
import { addDevice } from "../../lib/domain/device.ts";
import type { Ports } from "../../lib/ports.ts";
import { mailer } from "../../lib/runtime/mail.ts";
import { ApiWorld } from "../api/support.ts";
import { assertSound } from "../domain/accepting.ts";
import { join } from "../domain/requests.ts";
import { bodyOf, openSmtp } from "../runtime/smtp.ts";
import { openPushService, TestBrowser } from "./push_service.ts";

const SENDS = 64;
const THRESHOLD = 50;

interface Hooked {
  readonly headers: Headers;
  readonly body: string;
}

/** An application that listens, over real HTTP. */
function openListener() {
  const heard: Hooked[] = [];
  const server = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    async (request) => {
      heard.push({ headers: request.headers, body: await request.text() });
      return new Response(null, { status: 204 });
    },
  );
  return {
    heard,
    url: `http://127.0.0.1:${server.addr.port}`,
    [Symbol.asyncDispose]: () => server.shutdown(),
  };
}

Deno.test("64 sends at once over a threshold: one alert, one mail, one push, one webhook", async () => {
  await using api = await ApiWorld.open();
  await using smtp = await openSmtp();
  await using push = openPushService();
  await using listener = openListener();
  const { world } = api;
  const { ports } = world;
  (ports as { sendMail: Ports["sendMail"] }).sendMail = mailer({
    smtp: smtp.url,
    from: "lsmessage@localhost",
  });
  world.reply = (url, init) =>
    fetch(url.replace("https://hook.test", listener.url), init);
  push.serve(world);
  await createGateway(ports, world.call(), {
    kind: "simulator",
    name: "main",
    settings: {},
  });
  const id = await api.structure("Rodez");
  await api.transfer(id, 80);
  const { body: hook } = await api.ask(`POST /structures/${id}/webhooks`, {
    json: { url: "https://hook.test/lsmessage", events: ["alert.raised"] },
  });
  const marie = await join(world, "Marie", { [id]: "manager" });
  const browser = new TestBrowser();
  await addDevice(ports, marie, {
    ...browser.device,
    language: "fr",
    agent: "",
  });
  await api.ask(`PUT /structures/${id}/alerts`, {
    json: {
      lowBalance: [THRESHOLD],
      monthlyVolume: [],
      emails: ["dsi@rodez.fr"],
      webhook: true,
      push: true,
    },
  });
  const { key } = await api.application(id);
  const engine = new Engine(ports, { owner: "w1", exclusive: true });

  const answers = await Promise.all(
    Array.from({ length: SENDS }, (_, i) =>
      api.ask("POST /messages", {
        key,
        json: { text: `Message ${i}`, recipients: ["0612345678"] },
      })),
  );
  assertEquals(answers.filter(({ status }) => status === 202).length, SENDS);
  await engine.runDue();
  world.advance(5_000);
  await engine.runDue();
  world.advance(3_600_000);
  await engine.runDue();

  const events = await api.ask(`GET /structures/${id}/alerts/events`);
  assertEquals(events.body.items.length, 1);
  const [alert] = events.body.items;
  assertEquals([alert.kind, alert.threshold, alert.value], [
    "lowBalance",
    THRESHOLD,
    THRESHOLD - 1,
  ]);
  assertEquals(
    alert.notifications.map((
      { channel, status, recipients }: Record<string, unknown>,
    ) => [channel, status, recipients]),
    [["mail", "sent", 1], ["push", "sent", 1], ["webhook", "sent", 1]],
  );

  assertEquals(smtp.received.map(({ to }) => to), [["dsi@rodez.fr"]]);
  assertStringIncludes(bodyOf(smtp.received[0]!), "sous le seuil de 50 SMS");

  assertEquals(push.pushed.map((one) => browser.read(one)), [{
    title: "Rodez",
    body: "Plus que 49 SMS (seuil 50)",
    url: `/s/${id}/alertes`,
    tag: `alert-${id}`,
  }]);

  assertEquals(listener.heard.length, 1);
  const payload = verifiedWebhook(hook.secret, listener.heard[0]!);
  assertEquals([payload.type, payload.data.id], ["alert.raised", alert.id]);
  await assertSound(world);
});

/** What a webhook says, once its Standard Webhooks signature was checked. */
function verifiedWebhook(secret: string, { headers, body }: Hooked) {
  const id = headers.get("webhook-id")!;
  const timestamp = headers.get("webhook-timestamp")!;
  assertMatch(timestamp, /^\d{10}$/);
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const expected = createHmac("sha256", key)
    .update(`${id}.${timestamp}.${body}`).digest("base64");
  const signatures = headers.get("webhook-signature")!.split(" ");
  assertEquals(signatures.includes(`v1,${expected}`), true);
  return JSON.parse(body);
}
