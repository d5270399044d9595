import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { tellNotice } from "../../lib/delivery/alert_channels.ts";
import type { RaisedAlert } from "../../lib/delivery/alert_hooks.ts";
import type { Claim } from "../../lib/delivery/deliver.ts";
import { LostLease, takeShard } from "../../lib/delivery/shards.ts";
import { listAlertEvents, putAlerts } from "../../lib/domain/alert_settings.ts";
import { readLedger } from "../../lib/domain/account.ts";
import { listMessages } from "../../lib/domain/history.ts";
import { setSuspended } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { KINDS, shardOf } from "../../lib/kv/keys.ts";
import type { NewAlerts, StoredNotice } from "../../lib/schema/alert.ts";
import { OPERATOR } from "../support.ts";
import { openTown, type Town } from "./support.ts";

const GATHER_MS = 2_100;
const HOUR_MS = 3_600_000;

/** A town of 100 SMS that is warned below 50. */
async function warnedTown(
  alerts: Partial<NewAlerts> = {},
  credits = 100,
): Promise<Town> {
  const town = await openTown({ credits });
  const { ports } = town.world;
  await putAlerts(ports, town.world.call(), {
    id: town.structureId,
    alerts: {
      lowBalance: [50],
      monthlyVolume: [],
      emails: ["maire@rodez.fr", "dsi@rodez.fr"],
      ...alerts,
    },
  });
  return town;
}

/** Sends so many SMS, and has all that is due then done. */
async function spend(town: Town, count: number, text?: string): Promise<void> {
  const recipients = Array.from(
    { length: count },
    (_, i) => `+336123456${String(i).padStart(2, "0")}`,
  );
  await town.send({ recipients, text: text ?? `Message ${town.world.nowMs}` });
  await town.engine.runDue();
}

async function pass(town: Town, ms: number): Promise<void> {
  town.world.advance(ms);
  await town.engine.runDue();
}

async function events({ world, structureId }: Town) {
  const { items } = await listAlertEvents(world.ports, OPERATOR, {
    id: structureId,
    limit: 50,
  });
  return items;
}

/** What became of each channel of the newest alert. */
async function outcomes(town: Town) {
  const [event] = await events(town);
  return event!.notifications.map((one) => [
    one.channel,
    one.status,
    one.recipients,
    one.note,
  ]);
}

async function notices({ world }: Town): Promise<StoredNotice[]> {
  const found = world.store.list(KINDS.notice, {});
  return await Array.fromAsync(found, ({ value }) => value);
}

/** Puts the structure's SMS back to `credits`. */
async function top(town: Town, credits: number): Promise<void> {
  await transferCredits(town.world.ports, town.world.call(), {
    fromId: null,
    toId: town.structureId,
    credits,
  });
}

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

Deno.test("a mail that fails is tried again, the others are not sent again", async () => {
  const town = await warnedTown({
    emails: ["a@b.fr", "down@b.fr", "c@b.fr"],
    sms: ["0698765432"],
  });
  await using world = town.world;
  const sent: string[] = [];
  let isDown = true;
  world.ports.sendMail = ({ to }) => {
    if (to === "down@b.fr" && isDown) return Promise.reject(new Error("451"));
    sent.push(to);
    return Promise.resolve();
  };

  await spend(town, 60);
  await pass(town, GATHER_MS);
  assertEquals(sent, ["a@b.fr"]);
  assertEquals(await outcomes(town), [
    ["mail", "pending", 1, "unreachable"],
    ["sms", "sent", 1, null],
  ]);
  await pass(town, 10_000);
  assertEquals(sent, ["a@b.fr", "c@b.fr"]);
  await pass(town, 20_000);
  isDown = false;
  await pass(town, HOUR_MS);

  assertEquals(sent, ["a@b.fr", "c@b.fr", "down@b.fr"]);
  assertEquals(await outcomes(town), [
    ["mail", "sent", 3, null],
    ["sms", "sent", 1, null],
  ]);
  assertEquals((await world.account(town.structureId)).spent, 61);
});

Deno.test("an address refused for good is not tried again", async () => {
  const town = await warnedTown({ emails: ["gone@b.fr", "a@b.fr"] });
  await using world = town.world;
  let tries = 0;
  world.ports.sendMail = ({ to }) => {
    tries++;
    const error = new Error("550");
    error.name = "MailRefused";
    return to === "gone@b.fr" ? Promise.reject(error) : Promise.resolve();
  };

  await spend(town, 60);
  await pass(town, GATHER_MS);
  await pass(town, 25 * HOUR_MS);

  assertEquals(tries, 2);
  assertEquals(await outcomes(town), [["mail", "sent", 1, "refused"]]);
});

Deno.test("a mail server that is down is given up after a day", async () => {
  const town = await warnedTown({ emails: ["a@b.fr"] });
  await using world = town.world;
  let tries = 0;
  world.ports.sendMail = () => {
    tries++;
    return Promise.reject(new Error("down"));
  };

  await spend(town, 60);
  await pass(town, GATHER_MS);
  for (let i = 0; i < 30; i++) await pass(town, HOUR_MS);

  assertEquals(await outcomes(town), [["mail", "failed", 0, "unreachable"]]);
  assert(tries > 8 && tries < 30, `${tries} tries`);
  const [notice] = await notices(town);
  assertEquals([notice!.dueMs, notice!.sealed], [null, null]);
});

Deno.test("an alert that is to be told to nobody is kept all the same", async () => {
  const town = await warnedTown({ emails: [] });
  await using _ = town.world;

  await spend(town, 60);
  await pass(town, GATHER_MS);

  assertEquals((await events(town)).length, 1);
  assertEquals(await outcomes(town), []);
});

Deno.test("webhooks and push that nobody built yet say so", async () => {
  const town = await warnedTown({ emails: [], webhook: true, push: true });
  await using _ = town.world;

  await spend(town, 60);
  await pass(town, GATHER_MS);

  assertEquals(await outcomes(town), [
    ["push", "skipped", 0, "not_configured"],
    ["webhook", "skipped", 0, "not_configured"],
  ]);
});

/** Raises an alert and takes the claim of its notice, as a worker would. */
async function claimedNotice(town: Town): Promise<Claim> {
  const { world, structureId } = town;
  const { ports } = world;
  world.ports.sendMail = () => Promise.reject(new Error("down"));
  await spend(town, 60);
  await pass(town, GATHER_MS);
  const shard = shardOf(structureId);
  const due = ports.store.list(KINDS.due, { under: [shard] });
  const [entry] = (await Array.fromAsync(due)).filter(({ value }) =>
    value.kind === "notice"
  );
  const lease = await takeShard(ports, { shard, owner: "w2", exclusive: true });
  world.advance(10_000);
  world.ports.sendMail = (mail) => Promise.resolve(void world.mails.push(mail));
  return {
    lease: lease!,
    id: entry!.parts[2] as string,
    dueMs: entry!.parts[1] as number,
    due: entry!.value,
    claimedMs: world.nowMs,
    orphanMs: null,
  };
}

Deno.test("tellNotice() passes each alert to the webhooks, and tries again alone what failed", async () => {
  const town = await warnedTown({ emails: ["a@b.fr"] });
  await using world = town.world;
  const claim = await claimedNotice(town);
  const heard: RaisedAlert[] = [];
  const [before] = await notices(town);
  await world.store.transact(town.structureId, async (tx) => {
    const { keys } = await import("../../lib/kv/keys.ts");
    tx.put(
      keys.account(town.structureId),
      (await tx.get(keys.account(town.structureId)))!,
    );
    const webhook = {
      ...before!.channels[0]!,
      channel: "webhook" as const,
      left: [0],
    };
    tx.put(keys.notice(town.structureId, before!.id), {
      ...before!,
      channels: [...before!.channels, webhook],
    });
  });
  let isDown = true;
  const hooks = {
    push: null,
    webhook: (_: unknown, alert: RaisedAlert) => {
      if (isDown) return Promise.reject(new Error("down"));
      heard.push(alert);
      return Promise.resolve();
    },
  };

  await tellNotice(world.ports, claim, hooks);
  assertEquals(world.mails.length, 1);
  isDown = false;
  const [{ dueMs }] = await notices(town) as [StoredNotice];
  world.advance(60_000);
  await tellNotice(world.ports, { ...claim, dueMs: dueMs! }, hooks);

  assertEquals(world.mails.length, 1);
  const [event] = await events(town);
  assertEquals(heard, [{
    structureId: town.structureId,
    type: "alert.raised",
    data: { ...event!, notifications: [] },
  }]);
  assertEquals(await outcomes(town), [
    ["mail", "sent", 1, null],
    ["webhook", "sent", 1, null],
  ]);
});

Deno.test("tellNotice() that could not write down its SMS does not send it twice", async () => {
  const town = await warnedTown({ emails: ["a@b.fr"], sms: ["0698765432"] });
  await using world = town.world;
  await spend(town, 60);
  await top(town, 20);
  // Its shard is another worker's by the time it has told.
  const send = world.ports.sendMail;
  world.ports.sendMail = async (mail) => {
    await takeShard(world.ports, {
      shard: shardOf(town.structureId),
      owner: "w2",
      exclusive: true,
    });
    world.ports.sendMail = send;
    await send(mail);
  };
  await pass(town, GATHER_MS);
  assertEquals((await notices(town))[0]!.channels[1]!.status, "pending");

  await takeShard(world.ports, {
    shard: shardOf(town.structureId),
    owner: "w1",
    exclusive: true,
  });
  await pass(town, 20_000);
  await pass(town, 20_000);

  assertEquals((await outcomes(town))[1], ["sms", "sent", 1, null]);
  assertEquals((await world.account(town.structureId)).spent, 61);
  assertEquals((await verifyAccounts(world.ports)).broken, []);
});

Deno.test("tellNotice() writes nothing once its shard is another worker's", async () => {
  const town = await warnedTown({ emails: ["a@b.fr"] });
  await using world = town.world;
  const claim = await claimedNotice(town);
  const before = await notices(town);
  await takeShard(world.ports, {
    shard: claim.lease.shard,
    owner: "w3",
    exclusive: true,
  });

  await assertRejects(() => tellNotice(world.ports, claim), LostLease);
  assertEquals(await notices(town), before);
});

Deno.test("300 alerts while nobody looks are told in few mails, none is lost", async () => {
  const town = await warnedTown({ lowBalance: [50], emails: ["a@b.fr"] }, 51);
  await using world = town.world;
  const { ports } = world;
  for (let i = 0; i < 300; i++) {
    for (const credits of [-2, 2]) {
      const { adjustCredits } = await import("../../lib/domain/transfer.ts");
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
