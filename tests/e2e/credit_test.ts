import { assert, assertEquals } from "@std/assert";
import { type Answer, Service, type Town, until } from "./service.ts";

const CREDITS = 100;
const SENDS = 400;
const REPEATS = 64;

/** Sends one SMS of one segment. */
function send(
  service: Service,
  { key }: Town,
  text: string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  const json = { text, recipients: ["+33612345678"] };
  return service.ask("POST /messages", { key, json, headers });
}

/** How many answers there are of each status. */
function byStatus(answers: readonly Answer[]): Record<number, number> {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

/** What the entries of a ledger come to, when nothing is passed on. */
function replay(
  entries: readonly { number: number; kind: string; amount: number }[],
) {
  const columns = { granted: 0, reserved: 0, spent: 0 };
  const oldestFirst = entries.toReversed();
  for (const [index, { number, kind, amount }] of oldestFirst.entries()) {
    assertEquals(number, index + 1, "the ledger has a gap");
    if (kind === "grant") columns.granted += amount;
    else if (kind === "reserve") columns.reserved += amount;
    else columns.reserved -= amount;
    if (kind === "settle") columns.spent += amount;
  }
  return columns;
}

Deno.test("POST /messages accepts what the credit pays for, and refuses the rest, at 400 at once", async () => {
  await using service = await Service.start();
  const town = await service.town({ credits: CREDITS });

  const answers = await Promise.all(
    Array.from({ length: SENDS }, (_, i) => send(service, town, `Séance ${i}`)),
  );

  assertEquals(byStatus(answers), { 202: CREDITS, 402: SENDS - CREDITS });
  const refused = answers.filter(({ status }) => status === 402);
  assertEquals(
    new Set(refused.map(({ body }) => body.code)),
    new Set(["insufficient_credit"]),
  );
  const accepted = answers.filter(({ status }) => status === 202);
  const submissions = accepted.map(({ body }) => body.submissionId);
  assertEquals(new Set(submissions).size, CREDITS);
  const balance = async () =>
    await service.do(`GET /structures/${town.id}/balance`);
  await until(async () => (await balance()).spent === CREDITS, "delivery");
  const { available, granted, reserved, spent } = await balance();
  assertEquals({ available, granted, reserved, spent }, {
    available: 0,
    granted: CREDITS,
    reserved: 0,
    spent: CREDITS,
  });
  const ledger = await service.all(`/structures/${town.id}/ledger`);
  assertEquals(replay(ledger), { granted, reserved, spent });
  assertEquals(ledger[0].availableAfter, available);

  const lines = await service.all(
    `/messages?structureId=${town.id}&status=refused`,
  );
  assertEquals(lines.length, SENDS - CREDITS);
  for (const { failed, reason, title } of lines) {
    assertEquals([failed, reason, title], [
      true,
      "Crédit insuffisant",
      "idelibre",
    ]);
  }
  await service.stop();
  const { code, output } = await service.verify();
  assertEquals(code, 0, output);
});

Deno.test("POST /messages with one Idempotency-Key 64 times at once sends once and answers 64 times the same", async () => {
  await using service = await Service.start();
  const town = await service.town({ credits: CREDITS });
  const headers = { "idempotency-key": "seance-42" };

  const answers = await Promise.all(
    Array.from(
      { length: REPEATS },
      () => send(service, town, "Convocation", headers),
    ),
  );

  assertEquals(byStatus(answers), { 202: REPEATS });
  assertEquals(new Set(answers.map(({ text }) => text)).size, 1);
  const replayed = answers.filter(({ headers }) =>
    headers.get("idempotency-replayed") === "true"
  );
  assertEquals(replayed.length, REPEATS - 1);
  const sent = await service.all(`/messages?structureId=${town.id}`);
  assertEquals(sent.length, 1);
  const ledger = await service.all(`/structures/${town.id}/ledger`);
  const reserves = ledger.filter(({ kind }) => kind === "reserve");
  assertEquals(reserves.map(({ amount }) => amount), [1]);

  const other = await send(service, town, "Autre texte", headers);
  assertEquals([other.status, other.body.code], [422, "idempotency_mismatch"]);
  const later = await send(service, town, "Convocation", headers);
  assertEquals(later.text, answers[0]!.text);
  assert(later.headers.has("idempotency-replayed"));
});
