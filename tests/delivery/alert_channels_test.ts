import { assert, assertEquals, assertRejects } from "@std/assert";
import { tellNotice } from "../../lib/delivery/alert_channels.ts";
import type { RaisedAlert } from "../../lib/delivery/alert_hooks.ts";
import type { Claim } from "../../lib/delivery/deliver.ts";
import { LostLease, takeShard } from "../../lib/delivery/shards.ts";
import { readAccount } from "../../lib/domain/credit.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { keys, KINDS, shardOf } from "../../lib/kv/keys.ts";
import type { StoredNotice } from "../../lib/schema/alert.ts";
import {
  events,
  GATHER_MS,
  HOUR_MS,
  notices,
  outcomes,
  pass,
  spend,
  top,
  warnedTown,
} from "./alerts.ts";
import type { Town } from "./support.ts";

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
    await readAccount(tx, town.structureId);
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
