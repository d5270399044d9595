import { assertEquals, assertStringIncludes } from "@std/assert";
import { acceptInvitation } from "../../lib/domain/invitation.ts";
import { inviteMember, removeMember } from "../../lib/domain/membership.ts";
import { listMembers } from "../../lib/domain/membership_list.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { ORIGIN, person } from "../domain/invited.ts";
import { OPERATOR } from "../support.ts";
import { openTown, type Town } from "./support.ts";

async function invite({ world, structureId }: Town): Promise<string> {
  const input = { ...person("marie", "sender"), structureId };
  return (await inviteMember(world.ports, world.call(), input)).id;
}

async function mailState({ world, structureId }: Town) {
  const query = { id: structureId, limit: 1 };
  const { items } = await listMembers(world.ports, OPERATOR, query);
  return items[0]?.mail;
}

async function dueCount({ world }: Town): Promise<number> {
  return (await Array.fromAsync(world.store.list(KINDS.due, {}))).length;
}

Deno.test("an invitation's mail holds a link that works, once", async () => {
  const town = await openTown();
  await using world = town.world;
  await invite(town);

  await town.engine.runDue();

  const [mail, ...others] = world.mails;
  assertEquals(others, []);
  assertEquals(mail!.to, "marie@rodez.example");
  assertStringIncludes(mail!.subject, "Rodez");
  assertStringIncludes(mail!.text, "expéditeur");
  const code = /\/invitation#(\S+)/.exec(mail!.text)![1]!;
  await acceptInvitation(world.ports, {
    code,
    joining: { name: "Marie", password: null },
    origin: ORIGIN,
  });
  assertEquals(await dueCount(town), 0);
});

Deno.test("an invitation's code is forgotten once its mail left", async () => {
  const town = await openTown();
  await using world = town.world;
  await invite(town);
  await town.engine.runDue();

  assertEquals(await mailState(town), "sent");
  for await (const { value } of world.store.list(KINDS.invitation, {})) {
    assertEquals(value.sealed, null);
  }
});

Deno.test("an invitation's mail is tried again while the server is away", async () => {
  const town = await openTown();
  await using world = town.world;
  const { sendMail } = world.ports;
  let failures = 2;
  Object.assign(world.ports, {
    sendMail: (mail: Parameters<typeof sendMail>[0]) =>
      failures-- > 0 ? Promise.reject(new Error("away")) : sendMail(mail),
  });
  await invite(town);

  await town.engine.runDue();
  assertEquals(await mailState(town), "waiting");
  for (const _ of [1, 2]) {
    world.advance(60_000);
    await town.engine.runDue();
  }

  assertEquals(await mailState(town), "sent");
  assertEquals(world.mails.length, 1);
  assertEquals(world.reports.length, 2);
});

Deno.test("an invitation whose address is refused says so, and is not tried again", async () => {
  const town = await openTown();
  await using world = town.world;
  class MailRefused extends Error {
    override readonly name = "MailRefused";
  }
  Object.assign(world.ports, {
    sendMail: () => Promise.reject(new MailRefused("no such box")),
  });
  await invite(town);

  await town.engine.runDue();

  assertEquals(await mailState(town), "failed");
  assertEquals(await dueCount(town), 0);
});

Deno.test("an invitation that was taken back is not sent", async () => {
  const town = await openTown();
  await using world = town.world;
  const memberId = await invite(town);
  const { structureId } = town;
  const place = { structureId, memberId };
  await removeMember(world.ports, world.call(), place);

  await town.engine.runDue();

  assertEquals(world.mails, []);
  assertEquals(await dueCount(town), 0);
});
