import { assertEquals, assertRejects } from "@std/assert";
import { LsMessage, LsMessageError } from "../../clients/ts/client.ts";
import { ApiWorld } from "../api/support.ts";

async function openClient() {
  const api = await ApiWorld.open();
  const structureId = await api.structure();
  await api.transfer(structureId, 100);
  const { key } = await api.application(structureId);
  const asked: Headers[] = [];
  /** What happens to an answer on its way; replace it to lose some. */
  const wire = {
    deliver: (response: Response): Response | Promise<Response> => response,
  };
  const client = new LsMessage({
    url: "http://localhost:8000",
    key,
    language: "en",
    waitsMs: [1, 1],
    fetch: async (url, init) => {
      asked.push(new Headers(init.headers));
      return await wire.deliver(await api.app.request(url, init));
    },
  });
  const available = async () => (await client.info()).balance;
  return { api, client, asked, wire, available };
}

const SMS = { text: "Bonjour", recipients: ["06 12 34 56 78"] };

Deno.test("LsMessage.send() gives what the service answered", async () => {
  const { api, client } = await openClient();
  await using _ = api;
  const { submissionId, messages } = await client.send(SMS);
  const { title } = await client.message(messages![0]!.id);
  assertEquals(title, "idelibre");
  assertEquals((await client.submission(submissionId)).id, submissionId);
  assertEquals((await client.history({ limit: "5" })).items.length, 1);
});

Deno.test("LsMessage.send() repeats a lost answer under one key, charged once", async () => {
  const { api, client, asked, wire, available } = await openClient();
  await using _ = api;
  let lost = 0;
  wire.deliver = (response) => {
    if (lost++ < 2) throw new TypeError("connection reset");
    return response;
  };
  await client.send(SMS);
  const keys = asked.map((headers) => headers.get("idempotency-key"));
  assertEquals(keys.length, 3);
  assertEquals(new Set(keys).size, 1);
  assertEquals(await available(), 99);
});

Deno.test("LsMessage.send() does not repeat a refusal", async () => {
  const { api, client, asked } = await openClient();
  await using _ = api;
  const error = await assertRejects(
    () => client.send({ ...SMS, recipients: ["12"] }),
    LsMessageError,
  );
  assertEquals([error.status, error.code], [422, "invalid_recipient"]);
  assertEquals(asked.length, 1);
});

Deno.test("LsMessage.send() waits and repeats when the service is busy", async () => {
  const { api, client, wire, asked } = await openClient();
  await using _ = api;
  let busy = 1;
  wire.deliver = (response) =>
    busy-- > 0
      ? Response.json({ code: "unavailable" }, { status: 503 })
      : response;
  await client.send(SMS);
  assertEquals(asked.length, 2);
});
