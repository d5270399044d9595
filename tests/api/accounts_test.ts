import { assertEquals } from "@std/assert";
import { ApiWorld, assertProblem } from "./support.ts";

Deno.test("GET /structures/{id}/balance follows what moves", async () => {
  await using api = await ApiWorld.open();
  const centre = await api.structure("Centre");
  const town = await api.structure("Ville", centre);
  await api.transfer(centre, 100);
  await api.transfer(town, 40, { fromId: centre });
  const { key } = await api.application(town);
  await api.ask("POST /messages", {
    key,
    json: { text: "Bonjour", recipients: ["0612345678", "0612345679"] },
  });

  const columns = async (id: string) => {
    const { body } = await api.ask(`GET /structures/${id}/balance`);
    const { structureId, available, reserved, spent, granted } = body;
    return [structureId, available, reserved, spent, granted, body.allocated];
  };

  assertEquals(await columns(centre), [centre, 60, 0, 0, 100, 40]);
  assertEquals(await columns(town), [town, 38, 2, 0, 40, 0]);
});

Deno.test("GET /structures/{id}/ledger tells who moved what and why", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const { body: transfer } = await api.transfer(id, 10);
  const { id: app, key } = await api.application(id);
  const { body: sent } = await api.ask("POST /messages", {
    key,
    json: { text: "Bonjour", recipients: ["0612345678"] },
  });

  const { status, body } = await api.ask(`GET /structures/${id}/ledger`);

  assertEquals(status, 200);
  const entries = body.items.map(
    ({ at: _, ...entry }: Record<string, unknown>) => entry,
  );
  assertEquals(entries, [
    {
      number: 2,
      kind: "reserve",
      amount: 1,
      availableAfter: 9,
      actor: app,
      cause: sent.submissionId,
      note: null,
    },
    {
      number: 1,
      kind: "grant",
      amount: 10,
      availableAfter: 10,
      actor: "operator",
      cause: transfer.id,
      note: null,
    },
  ]);
});

Deno.test("GET /structures/{id}/ledger pages", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  for (let i = 0; i < 25; i++) await api.transfer(id, 1);

  const numbers = [];
  let cursor = "";
  do {
    const { body } = await api.ask(
      `GET /structures/${id}/ledger?limit=10${cursor}`,
    );
    numbers.push(...body.items.map(({ number }: { number: number }) => number));
    cursor = body.nextCursor && `&cursor=${body.nextCursor}`;
  } while (cursor);

  assertEquals(numbers, Array.from({ length: 25 }, (_, i) => 25 - i));
});

Deno.test("GET /structures/{id}/ledger answers 400 for a bad cursor", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  for (const cursor of ["x", "MA", btoa("1e9"), btoa("-1")]) {
    const answer = await api.ask(
      `GET /structures/${id}/ledger?cursor=${cursor}`,
    );
    assertProblem(answer, 400, "invalid_cursor");
  }
});

Deno.test("a key reads its balance only with that scope", async () => {
  await using api = await ApiWorld.open();
  const id = await api.structure();
  const read = async (scopes: string[]) => {
    const { key } = await api.application(id, { scopes });
    return await api.ask(`GET /structures/${id}/balance`, { key });
  };

  assertEquals((await read(["balance:read"])).status, 200);
  assertProblem(await read(["messages:send"]), 403, "forbidden");
});
