import { assertEquals, assertStringIncludes } from "@std/assert";
import { ApiWorld, assertProblem } from "./support.ts";

async function town(api: ApiWorld) {
  const id = await api.structure();
  await api.transfer(id, 10);
  const { key } = await api.application(id);
  return { id, key };
}

Deno.test("POST …/opt-outs keeps an application from writing to a number", async () => {
  await using api = await ApiWorld.open();
  const { id, key } = await town(api);
  const send = (json: Record<string, unknown> = {}) =>
    api.ask("POST /messages", {
      key,
      json: {
        text: "Bonjour",
        recipients: ["0612345678", "0612345679"],
        ...json,
      },
    });

  const added = await api.ask(`POST /structures/${id}/opt-outs`, {
    key,
    json: { recipient: "06 12 34 56 78" },
  });
  const refused = await send();
  const skipped = await send({ skipInvalid: true });

  assertEquals([added.status, added.body.number], [201, "•• •• •• •• 78"]);
  assertProblem(refused, 422, "invalid_recipient");
  assertEquals(refused.body.errors, [{
    pointer: "/recipients/0",
    detail: "Destinataire désabonné : retirez ce numéro de l’envoi.",
  }]);
  assertEquals(skipped.status, 202);
  assertEquals(skipped.body.invalid, [
    { index: 0, to: "+33612345678", code: "opted_out" },
  ]);
});

Deno.test("GET …/opt-outs lists, finds a number, and exports what it may", async () => {
  await using api = await ApiWorld.open();
  const { id } = await town(api);
  const path = `/structures/${id}/opt-outs`;
  await api.ask(`POST ${path}/import`, {
    json: { recipients: ["0612345678", "0612345679"] },
  });

  const list = await api.ask(`GET ${path}`);
  const found = await api.ask(`GET ${path}?recipient=0612345678`);
  const csv = await api.ask(`GET ${path}`, { headers: { accept: "text/csv" } });

  assertEquals(list.body.items.length, 2);
  assertEquals(found.body.items.length, 1);
  assertStringIncludes(csv.text, '"•• •• •• •• 78";"import"');
  assertEquals(csv.text.includes("612345678"), false);
});

Deno.test("DELETE …/opt-outs/{id} opts in again; a stranger's is not found", async () => {
  await using api = await ApiWorld.open();
  const { id } = await town(api);
  const stranger = await town(api);
  const path = `/structures/${id}/opt-outs`;
  const { body } = await api.ask(`POST ${path}`, {
    json: { recipient: "0612345678" },
  });

  assertProblem(
    await api.ask(`GET ${path}`, { key: stranger.key }),
    404,
    "not_found",
  );
  const removed = await api.ask(`DELETE ${path}/${body.id}`);
  const again = await api.ask(`DELETE ${path}/${body.id}`);

  assertEquals(removed.status, 204);
  assertProblem(again, 404, "not_found");
});
