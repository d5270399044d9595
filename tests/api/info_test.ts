import { assertEquals } from "@std/assert";
import { ApiWorld, assertProblem } from "./support.ts";

Deno.test("GET /info tells a key about itself", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure("Rodez");
  await api.transfer(id, 50);
  await api.ask(`POST /structures/${id}/senders`, {
    json: { sender: "Mairie" },
  });
  const application = await api.application(id, { mode: "test" });

  const { status, body } = await api.ask("GET /info", application);

  assertEquals(status, 200);
  assertEquals(body, {
    structure: { id, name: "Rodez" },
    application: { id: application.id, name: "idelibre", mode: "test" },
    balance: 50,
    reserved: 0,
    senders: ["Mairie"],
    apiVersion: "1",
  });
});

Deno.test("GET /info is for keys", async () => {
  await using api = await ApiWorld.open();
  assertProblem(await api.ask("GET /info"), 403, "forbidden");
  assertProblem(
    await api.ask("GET /info", { key: null }),
    401,
    "unauthenticated",
  );
});
