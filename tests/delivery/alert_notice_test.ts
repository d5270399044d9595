import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { readLedger } from "../../lib/domain/account.ts";
import { listMessages } from "../../lib/domain/history.ts";
import { setSuspended } from "../../lib/domain/structure.ts";
import { adjustCredits } from "../../lib/domain/transfer.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { OPERATOR } from "../support.ts";
import {
  events,
  GATHER_MS,
  HOUR_MS,
  notices,
  outcomes,
  pass,
  spend,
  warnedTown,
} from "./alerts.ts";

Deno.test("an alert is mailed to each address, once, in French then in English", async () => {
  const town = await warnedTown();
  await using world = town.world;

  await spend(town, 60);
  assertEquals(world.mails, []);
  await pass(town, GATHER_MS);
  await spend(town, 1);
  await pass(town, HOUR_MS);

  assertEquals(world.mails.map(({ to }) => to), [
    "maire@rodez.fr",
    "dsi@rodez.fr",
  ]);
  const { subject, text } = world.mails[0]!;
  assertEquals(subject, "Alerte SMS · Rodez : plus que 40 SMS (seuil 50)");
  assertMatch(
    text,
    /Bonjour[^]+seuil de 50 SMS[^]+English[^]+Hello[^]+below 50/,
  );
  assertStringIncludes(text, "Il reste maintenant 40 SMS disponibles.");
  assertStringIncludes(
    text,
    `http://localhost:8000/s/${town.structureId}/credits`,
  );
  assertEquals(await outcomes(town), [["mail", "sent", 2, null]]);
  const [event] = await events(town);
  assertMatch(event!.notifications[0]!.at!, /^2026-12-01T08:00:0[2-9]/);
  // Nobody's address is kept once everybody was told.
  assertEquals((await notices(town))[0]!.sealed, null);
  assertEquals(world.reports, []);
});

Deno.test("an alert's SMS is a message of the structure, which pays for it", async () => {
  const town = await warnedTown({
    emails: [],
    sms: ["0698765432", "0698765433"],
  });
  await using world = town.world;

  await spend(town, 60);
  await pass(town, GATHER_MS);

  const { items } = await listMessages(world.ports, OPERATOR, {
    structureId: town.structureId,
    limit: 2,
  });
  assertEquals(
    items.map(({ title, to, text, status }) => [title, to, text, status]),
    ["+33698765433", "+33698765432"].map((to) => [
      "Alerte",
      to,
      "Alerte Rodez : plus que 40 SMS (seuil 50).",
      "sent",
    ]),
  );
  assertEquals((await world.account(town.structureId)).spent, 62);
  assertEquals(await outcomes(town), [["sms", "sent", 2, null]]);
  const [event] = await events(town);
  assertEquals(event!.notifications[0]!.submissionId, items[0]!.submissionId);
  const ledger = await readLedger(world.ports, OPERATOR, {
    id: town.structureId,
    limit: 10,
  });
  const paid = ledger.items.filter(({ actor }) => actor === "alerts");
  assertEquals(paid.map(({ kind, amount }) => [kind, amount]), [[
    "reserve",
    2,
  ]]);
});

Deno.test("what an alert's own SMS cross is told by mail, and by no SMS", async () => {
  const town = await warnedTown({
    lowBalance: [50, 49],
    monthlyVolume: [51],
    sms: ["0698765432"],
  });
  await using world = town.world;

  // 49 are left; the SMS makes them 48, and the month 52.
  await spend(town, 51);
  await pass(town, GATHER_MS);
  await pass(town, HOUR_MS);
  await pass(town, HOUR_MS);

  const raised = await events(town);
  assertEquals(raised.map(({ kind, threshold }) => [kind, threshold]), [
    ["monthlyVolume", 51],
    ["lowBalance", 49],
    ["lowBalance", 50],
  ]);
  assertEquals(
    raised.map(({ notifications }) =>
      notifications.map(({ channel, status, note }) => [channel, status, note])
    ),
    [
      [["mail", "sent", null], ["sms", "skipped", "own_sms"]],
      [["mail", "sent", null], ["sms", "skipped", "own_sms"]],
      [["mail", "sent", null], ["sms", "sent", null]],
    ],
  );
  assertEquals((await world.account(town.structureId)).spent, 52);
  assertEquals((await verifyAccounts(world.ports)).broken, []);
});

Deno.test("without credits the SMS is skipped, and leaves no line", async () => {
  const town = await warnedTown({ lowBalance: [1], sms: ["0698765432"] }, 10);
  await using world = town.world;

  await spend(town, 10);
  await pass(town, GATHER_MS);

  assertEquals(await outcomes(town), [
    ["mail", "sent", 2, null],
    ["sms", "skipped", 0, "no_credit"],
  ]);
  const { items } = await listMessages(world.ports, OPERATOR, {
    structureId: town.structureId,
    limit: 50,
  });
  assertEquals(items.filter(({ title }) => title === "Alerte"), []);
});

Deno.test("a suspended structure sends no SMS, not even an alert's", async () => {
  const town = await warnedTown({ emails: [], sms: ["0698765432"] });
  await using world = town.world;

  await spend(town, 60);
  await setSuspended(world.ports, world.call(), {
    id: town.structureId,
    suspended: true,
  });
  await pass(town, GATHER_MS);

  assertEquals(await outcomes(town), [["sms", "skipped", 0, "suspended"]]);
});

Deno.test("several alerts within a minute are told in one mail", async () => {
  const town = await warnedTown({
    lowBalance: [60, 50, 40],
    emails: ["a@b.fr"],
  });
  await using world = town.world;

  await spend(town, 45); // 55: crosses 60
  await pass(town, GATHER_MS);
  assertEquals(world.mails.length, 1);
  await spend(town, 10); // 45: crosses 50
  await pass(town, 20_000);
  await spend(town, 10); // 35: crosses 40
  await pass(town, 20_000);
  assertEquals(world.mails.length, 1);
  await pass(town, 30_000);

  assertEquals(world.mails.map(({ subject }) => subject), [
    "Alerte SMS · Rodez : plus que 55 SMS (seuil 60)",
    "Alerte SMS · Rodez : 2 seuils franchis",
  ]);
  const lines = world.mails[1]!.text.match(/^- .*$/gm)!;
  assertEquals(lines.length, 4);
  assertMatch(lines[0]!, /seuil de 50 SMS, il en restait 45/);
  assertMatch(lines[1]!, /seuil de 40 SMS, il en restait 35/);
  assertEquals((await notices(town)).length, 2);
});

Deno.test("what one movement crosses is one mail and one SMS", async () => {
  const town = await warnedTown({
    lowBalance: [60, 50, 40],
    monthlyVolume: [20, 70],
    emails: ["a@b.fr"],
    sms: ["0698765432"],
  });
  await using world = town.world;

  await spend(town, 75);
  await pass(town, GATHER_MS);

  assertEquals(world.mails.length, 1);
  const { items } = await listMessages(world.ports, OPERATOR, {
    structureId: town.structureId,
    limit: 1,
  });
  assertEquals(
    items[0]!.text,
    "Alerte Rodez : plus que 25 SMS (seuil 40) ; 75 SMS ce mois-ci (seuil 70).",
  );
});

Deno.test("an alert that is to be told to nobody is kept all the same", async () => {
  const town = await warnedTown({ emails: [] });
  await using _ = town.world;

  await spend(town, 60);
  await pass(town, GATHER_MS);

  assertEquals((await events(town)).length, 1);
  assertEquals(await outcomes(town), []);
});

Deno.test("300 alerts while nobody looks are told in few mails, none is lost", async () => {
  const town = await warnedTown({ lowBalance: [50], emails: ["a@b.fr"] }, 51);
  await using world = town.world;
  const { ports } = world;
  for (let i = 0; i < 300; i++) {
    for (const credits of [-2, 2]) {
      await adjustCredits(ports, world.call(), {
        structureId: town.structureId,
        credits,
        note: "test",
      });
    }
  }

  await pass(town, GATHER_MS);
  await pass(town, HOUR_MS);

  const alerts = await Array.fromAsync(world.store.list(KINDS.alert, {}));
  assertEquals(alerts.length, 300);
  assertEquals(alerts.filter(({ value }) => value.noticeId === null), []);
  assert(world.mails.length <= 3, `${world.mails.length} mails`);
  const due = await Array.fromAsync(world.store.list(KINDS.due, {}));
  assertEquals(due, []);
});
