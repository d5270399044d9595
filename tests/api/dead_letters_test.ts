import { assertEquals } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { createGateway } from "../../lib/delivery/gateway.ts";
import { ABSENT, ApiWorld, assertProblem } from "./support.ts";

/** A structure with two messages that its network refused. */
async function openFailures() {
  const api = await ApiWorld.open();
  const { world } = api;
  const id = await api.structure();
  await api.transfer(id, 5);
  const { key } = await api.application(id);
  await createGateway(world.ports, world.call(), {
    kind: "simulator",
    name: "sim",
    settings: { rejectRate: 1 },
  });
  const sent = await api.ask("POST /messages", {
    key,
    json: { text: "Bonjour", recipients: ["+33612345678", "+33612345679"] },
  });
  await new Engine(world.ports, { owner: "w", exclusive: true }).runDue();
  const ids = sent.body.messages.map(({ id }: { id: string }) => id);
  return { api, id, key, ids };
}

Deno.test("GET /structures/{id}/dead-letters lists what came to nothing, and replays reserve anew", async () => {
  const { api, id, ids } = await openFailures();
  await using _ = api;
  const list = await api.ask(`GET /structures/${id}/dead-letters`);
  assertEquals(list.status, 200);
  assertEquals(
    list.body.items.map((item: Record<string, unknown>) => [
      item["status"],
      item["replayable"],
    ]),
    [["failed", true], ["failed", true]],
  );
  const one = await api.ask(`POST /messages/${ids[0]}/replay`);
  assertEquals([one.status, one.body.credits], [202, 1]);
  const both = await api.ask(`POST /structures/${id}/dead-letters/replay`, {
    json: { messageIds: ids },
  });
  assertEquals(both.status, 200);
  assertEquals(both.body.replayed.length, 2);
  assertEquals(both.body.replayed[0].submissionId, one.body.submissionId);
  const balance = await api.ask(`GET /structures/${id}/balance`);
  assertEquals([balance.body.reserved, balance.body.available], [2, 3]);
});

Deno.test("POST /messages/{id}/replay answers 409, 404 and 422 for what cannot be", async () => {
  const { api, id, key } = await openFailures();
  await using _ = api;
  const sent = await api.ask("POST /messages", {
    key,
    json: { text: "Bonjour", recipients: ["+33612345670"] },
  });
  const waiting = sent.body.messages[0].id;
  assertProblem(
    await api.ask(`POST /messages/${waiting}/replay`),
    409,
    "conflict",
  );
  assertProblem(
    await api.ask(`POST /messages/${ABSENT.message}/replay`),
    404,
    "not_found",
  );
  const path = `/structures/${id}/dead-letters/replay`;
  const wrong = await api.ask(`POST ${path}`, { json: { messageIds: [] } });
  assertProblem(wrong, 422, "invalid_request");
});

Deno.test("dead letters of others are as absent as none", async () => {
  const { api, id, ids } = await openFailures();
  await using _ = api;
  const { key } = await api.application(await api.structure("Millau"));
  const asks = [
    `GET /structures/${id}/dead-letters`,
    `POST /messages/${ids[0]}/replay`,
  ];
  for (const ask of asks) {
    assertProblem(await api.ask(ask, { key }), 404, "not_found");
  }
});
