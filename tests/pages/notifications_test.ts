import { assertEquals, assertStringIncludes } from "@std/assert";
import { addDevice, listDevices, readTopics } from "../../lib/domain/device.ts";
import type { MemberActor } from "../../lib/domain/actor.ts";
import { openPushService, TestBrowser } from "../delivery/push_service.ts";
import { TestWorld } from "../support.ts";
import { enter, words } from "./visitor.ts";

const PATH = "/compte/notifications";
const MARIE: MemberActor = {
  kind: "member",
  id: "mem_00000000000000000c",
  name: "Marie",
  email: "marie@example.fr",
  operator: false,
  roles: {},
};

Deno.test("a person chooses of what to be told", async () => {
  await using world = await TestWorld.open();
  const marie = await enter(world, MARIE);
  const page = await marie.open(PATH);
  assertStringIncludes(words(page), "Aucun appareil");
  assertStringIncludes(page, 'data-island="Push"');
  const saved = await marie.submit(page, PATH, { requests: "oui" });
  assertEquals(saved.status, 303);
  assertStringIncludes(
    words(await marie.open(saved.headers.get("location")!)),
    "Vos choix sont enregistrés.",
  );
  assertEquals((await readTopics(world.ports, MARIE)).topics, ["requests"]);
});

Deno.test("a device is tried and removed", async () => {
  await using world = await TestWorld.open();
  await using service = openPushService();
  service.serve(world);
  const marie = await enter(world, MARIE);
  const browser = new TestBrowser();
  const { id } = await addDevice(world.ports, MARIE, {
    ...browser.device,
    language: "fr",
    agent: "Mozilla/5.0 (Linux; Android 15) Chrome/140 Safari/537",
  });
  const page = await marie.open(PATH);
  assertStringIncludes(words(page), "Chrome, Android");
  const act = (etape: string) =>
    marie.submit(page, PATH, { etape, appareil: id });
  assertEquals((await act("essayer")).status, 303);
  assertEquals(service.pushed.length, 1);
  service.answer = 503;
  const busy = await act("essayer");
  assertEquals(busy.status, 422);
  assertStringIncludes(words(busy.html), "ne répond pas");
  assertEquals((await act("retirer")).status, 303);
  assertEquals(await listDevices(world.ports, MARIE), []);
});
