import { assertEquals } from "@std/assert";
import { openPushService, TestBrowser } from "../delivery/push_service.ts";
import { ApiWorld, assertProblem, signIn } from "./support.ts";

async function person() {
  const api = await ApiWorld.open();
  const id = await api.structure();
  const cookie = await signIn(api, { [id]: "manager" });
  const headers = { cookie, "sec-fetch-site": "same-origin" };
  return { api, id, marie: { key: null, headers } };
}

Deno.test("POST /push/devices keeps a browser, and its trial arrives there", async () => {
  const { api, marie } = await person();
  await using _ = api;
  await using service = openPushService();
  service.serve(api.world);
  const browser = new TestBrowser();
  const added = await api.ask("POST /push/devices", {
    ...marie,
    json: browser.device,
  });
  assertEquals(added.status, 201);
  const list = await api.ask("GET /push/devices", marie);
  assertEquals(list.body.items, [added.body]);
  const { id } = added.body;
  const trial = await api.ask(`POST /push/devices/${id}/test`, marie);
  assertEquals(trial.status, 204);
  assertEquals(browser.read(service.pushed[0]!), {
    title: "lsmessage",
    body: "Cet appareil recevra vos notifications.",
    url: "/compte/notifications",
    tag: "trial",
  });
  service.answer = 410;
  const gone = await api.ask(`POST /push/devices/${id}/test`, marie);
  assertProblem(gone, 409, "conflict");
  const removed = await api.ask(`DELETE /push/devices/${id}`, marie);
  assertProblem(removed, 404, "not_found");
});

Deno.test("GET /push/key is what browsers subscribe with", async () => {
  const { api, marie } = await person();
  await using _ = api;
  const { body } = await api.ask("GET /push/key", marie);
  assertEquals(/^B[\w-]{86}$/.test(body.publicKey), true);
});

Deno.test("PUT /push/topics chooses; what is no topic is refused", async () => {
  const { api, marie } = await person();
  await using _ = api;
  const json = { topics: ["requests"] };
  const put = await api.ask("PUT /push/topics", { ...marie, json });
  assertEquals(put.body, json);
  assertEquals((await api.ask("GET /push/topics", marie)).body, json);
  const wrong = await api.ask("PUT /push/topics", {
    ...marie,
    json: { topics: ["weather"] },
  });
  assertProblem(wrong, 422, "invalid_request");
});

Deno.test("POST /push/devices answers 422 with pointers, and 403 to a key", async () => {
  const { api, id, marie } = await person();
  await using _ = api;
  const wrong = await api.ask("POST /push/devices", {
    ...marie,
    json: { endpoint: "push", keys: { p256dh: "AA", auth: "é" } },
  });
  assertProblem(wrong, 422, "invalid_request");
  const pointers = wrong.body.errors.map((
    { pointer }: { pointer: string },
  ) => pointer);
  assertEquals(pointers.sort(), ["/endpoint", "/keys/auth", "/keys/p256dh"]);
  const { key } = await api.application(id);
  const { device } = new TestBrowser();
  const byKey = await api.ask("POST /push/devices", { key, json: device });
  assertProblem(byKey, 403, "forbidden");
});
