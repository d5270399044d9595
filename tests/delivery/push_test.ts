import { assert, assertEquals, assertRejects } from "@std/assert";
import { Buffer } from "node:buffer";
import { Engine } from "../../lib/delivery/engine.ts";
import { PushRefused, sendPush } from "../../lib/delivery/push.ts";
import { addDevice, listDevices, putTopics } from "../../lib/domain/device.ts";
import { vapidKeys } from "../../lib/domain/vapid.ts";
import type { MemberActor } from "../../lib/domain/actor.ts";
import { approveRequest } from "../../lib/domain/credit_answer.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { openAsking } from "../domain/requests.ts";
import { TestWorld } from "../support.ts";
import { openPushService, TestBrowser } from "./push_service.ts";

const ANNE: MemberActor = {
  kind: "member",
  id: "mem_00000000000000000b",
  name: "Anne",
  email: "anne@example.fr",
  operator: false,
  roles: {},
};
const MESSAGE = { title: "Rodez", body: "Voilà", url: "/s/1", tag: "t" };

/** Keeps a browser of somebody's, and gives its reference. */
async function subscribe(
  world: TestWorld,
  actor: MemberActor,
  browser: TestBrowser,
): Promise<string> {
  const { id } = await addDevice(world.ports, actor, {
    ...browser.device,
    language: "fr",
    agent: "Test",
  });
  return `${actor.id}/${id}`;
}

Deno.test("sendPush() encrypts for the browser, and signs with the installation's key", async () => {
  await using world = await TestWorld.open();
  await using service = openPushService();
  service.serve(world);
  const browser = new TestBrowser();
  const reference = await subscribe(world, ANNE, browser);
  await sendPush(world.ports, reference, () => MESSAGE);

  const [pushed] = service.pushed;
  assertEquals(browser.read(pushed!), MESSAGE);
  assertEquals(pushed!.path, "/send/browser");
  assertEquals(pushed!.headers.get("content-encoding"), "aes128gcm");
  assertEquals(pushed!.headers.get("ttl"), "86400");
  assert(!Buffer.from(pushed!.body).includes("Rodez"));
  const [, token, key] = /^vapid t=([^,]+), k=(.+)$/.exec(
    pushed!.headers.get("authorization")!,
  )!;
  const { publicKey } = await vapidKeys(world.ports);
  assertEquals(key, publicKey);
  const claims = await verified(token!, publicKey);
  assertEquals([claims.aud, claims.sub], [
    "https://push.test",
    "http://localhost:8000",
  ]);
});

Deno.test("sendPush() forgets a device that is gone, and keeps one that is busy", async () => {
  await using world = await TestWorld.open();
  await using service = openPushService();
  service.serve(world);
  const reference = await subscribe(world, ANNE, new TestBrowser());
  service.answer = 503;
  await assertRejects(
    () => sendPush(world.ports, reference, () => MESSAGE),
    Error,
    "503",
  );
  assertEquals((await listDevices(world.ports, ANNE)).length, 1);
  for (const status of [410, 404]) {
    service.answer = status;
    await assertRejects(
      () => sendPush(world.ports, reference, () => MESSAGE),
      PushRefused,
    );
    assertEquals(await listDevices(world.ports, ANNE), []);
  }
});

Deno.test("a request reaches the devices of the group, its answer those of who asked", async () => {
  await using asking = await openAsking();
  const { world, anne, marie } = asking;
  await using service = openPushService();
  service.serve(world);
  const [hers, theirs] = [new TestBrowser("anne"), new TestBrowser("marie")];
  await subscribe(world, anne, hers);
  await subscribe(world, marie, theirs);
  const engine = new Engine(world.ports, { owner: "w1", exclusive: true });
  const { id } = await asking.ask(500);
  await engine.runDue();
  assertEquals(service.pushed.map(({ path }) => path), ["/send/anne"]);
  assertEquals(hers.read(service.pushed[0]!), {
    title: "Ville",
    body: "Demande 500 SMS. Touchez pour répondre.",
    url: `/s/${asking.tree.centre}/demandes/${id}`,
    tag: `request-${id}`,
    badge: 1,
  });

  await approveRequest(world.ports, world.call(anne), { id });
  await engine.runDue();
  assertEquals(service.pushed.map(({ path }) => path), [
    "/send/anne",
    "/send/marie",
  ]);
  assertEquals(theirs.read(service.pushed[1]!), {
    title: "Ville",
    body: "Les 500 SMS demandés sont accordés.",
    url: `/s/${asking.tree.town}/demandes/${id}`,
    tag: `request-${id}`,
  });
});

Deno.test("who does not want a topic is not told of it", async () => {
  await using asking = await openAsking();
  const { world, anne } = asking;
  await using service = openPushService();
  service.serve(world);
  await subscribe(world, anne, new TestBrowser());
  await putTopics(world.ports, anne, ["alerts"]);
  const engine = new Engine(world.ports, { owner: "w1", exclusive: true });
  await asking.ask();
  await engine.runDue();
  assertEquals(service.pushed, []);
  assertEquals(world.mails.length, 1);
});

Deno.test("a busy push service is tried again, and who was told is not", async () => {
  await using asking = await openAsking();
  const { world, anne } = asking;
  await using service = openPushService();
  service.serve(world);
  await subscribe(world, anne, new TestBrowser("one"));
  const engine = new Engine(world.ports, { owner: "w1", exclusive: true });
  service.answer = 503;
  await asking.ask();
  await engine.runDue();
  service.answer = 201;
  world.advance(3_600_000);
  await engine.runDue();
  world.advance(3_600_000);
  await engine.runDue();
  assertEquals(service.pushed.length, 2);
  assertEquals(world.mails.length, 1);
  const [notice] = await Array.fromAsync(world.store.list(KINDS.notice, {}));
  assertEquals(
    notice!.value.channels.map(({ channel, status, told }) => [
      channel,
      status,
      told,
    ]),
    [["mail", "sent", 1], ["push", "sent", 1]],
  );
});

/** The claims of a token that the key signed. */
async function verified(token: string, publicKey: string) {
  const [head, claims, signature] = token.split(".");
  const key = await crypto.subtle.importKey(
    "raw",
    Buffer.from(publicKey, "base64url"),
    { name: "ECDSA", namedCurve: "P-256" },
    false,
    ["verify"],
  );
  const isSigned = await crypto.subtle.verify(
    { name: "ECDSA", hash: "SHA-256" },
    key,
    Buffer.from(signature!, "base64url"),
    new TextEncoder().encode(`${head}.${claims}`),
  );
  assert(isSigned);
  return JSON.parse(Buffer.from(claims!, "base64url").toString());
}
