import { assertEquals } from "@std/assert";
import { keepReply } from "../../lib/domain/reply.ts";
import { ApiWorld, assertProblem } from "./support.ts";

Deno.test("GET …/replies lists what people wrote back, for the structure's key", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const other = await api.structure();
  const { key } = await api.application(id);
  await keepReply(api.world.ports, {
    structureId: id,
    gatewayId: "gtw_1",
    messageId: null,
    from: "+33612345678",
    text: "Oui",
    part: null,
    seenAs: { id: "1", forMs: 1_000 },
  });

  const { body } = await api.ask(`GET /structures/${id}/replies`, { key });

  assertEquals(body.items.map((one: Record<string, unknown>) => one.text), [
    "Oui",
  ]);
  assertProblem(
    await api.ask(`GET /structures/${other}/replies`, { key }),
    404,
    "not_found",
  );
});

Deno.test("PUT …/reply-settings sets the addresses, and names a wrong one", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const path = `/structures/${id}/reply-settings`;

  const set = await api.ask(`PUT ${path}`, {
    json: { emails: ["anne@example.fr"] },
  });
  const wrong = await api.ask(`PUT ${path}`, { json: { emails: ["x"] } });
  const read = await api.ask(`GET ${path}`);

  assertEquals([set.status, read.body], [200, { emails: ["anne@example.fr"] }]);
  assertProblem(wrong, 422, "invalid_request");
  assertEquals(wrong.body.errors[0].pointer, "/emails/0");
});
