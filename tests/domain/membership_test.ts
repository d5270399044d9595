import { assertEquals, assertNotEquals } from "@std/assert";
import type { MemberActor } from "../../lib/domain/actor.ts";
import { listAudit } from "../../lib/domain/audit_log.ts";
import {
  changeRole,
  inviteMember,
  removeMember,
  resendInvitation,
} from "../../lib/domain/membership.ts";
import { getMember, listMembers } from "../../lib/domain/membership_list.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import type { Role } from "../../lib/schema/member.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { join, person } from "./invited.ts";
import { member, plant, refusalOf } from "./tree.ts";

async function rolesOf(world: TestWorld, id: string) {
  return (await world.store.get(keys.member(id)))?.roles;
}

Deno.test("inviteMember() makes an account without a role, until it is accepted", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);

  const invited = await inviteMember(
    world.ports,
    world.call(),
    { ...person("marie", "sender"), structureId: town },
  );

  assertEquals(invited.state, "invited");
  assertEquals(invited.role, "sender");
  assertEquals(await rolesOf(world, invited.id), {});
  assertEquals(
    await getMember(world.ports, OPERATOR, {
      structureId: town,
      memberId: invited.id,
    }),
    invited,
  );
});

Deno.test("inviteMember() is for managers of the structure and above", async () => {
  await using world = await TestWorld.open();
  const { centre, town, otherTown } = await plant(world);
  const as = (roles: Record<string, Role>, email: string) =>
    refusalOf(inviteMember(world.ports, world.call(member(roles)), {
      ...person(email, "viewer"),
      structureId: town,
    }));

  assertEquals(await as({ [town]: "manager" }, "a"), "nothing");
  assertEquals(await as({ [centre]: "manager" }, "b"), "nothing");
  assertEquals(await as({ [town]: "sender" }, "c"), "forbidden");
  assertEquals(await as({ [otherTown]: "manager" }, "d"), "not_found");
});

Deno.test("inviteMember() refuses who is invited already, or joined", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const invite = () =>
    inviteMember(world.ports, world.call(), {
      ...person("marie", "sender"),
      structureId: town,
    });
  await invite();
  assertEquals(await refusalOf(invite()), "conflict");
  await join(world, town, "marie");
  assertEquals(await refusalOf(invite()), "conflict");
});

Deno.test("inviteMember() gives one account to an address, in all structures", async () => {
  await using world = await TestWorld.open();
  const { town, otherTown } = await plant(world);

  const here = await join(world, town, "Marie", "manager");
  const there = await join(world, otherTown, "marie", "viewer");

  assertEquals(there, here);
  assertEquals(await rolesOf(world, here), {
    [town]: "manager",
    [otherTown]: "viewer",
  });
});

Deno.test("resendInvitation() voids the link before", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const { id } = await inviteMember(world.ports, world.call(), {
    ...person("marie", "sender"),
    structureId: town,
  });
  const place = { structureId: town, memberId: id };
  const before = await invitationIds(world);
  assertEquals(
    await refusalOf(resendInvitation(world.ports, world.call(), place)),
    "rate_limited",
  );
  world.advance(60_000);

  await resendInvitation(world.ports, world.call(), place);

  const after = await invitationIds(world);
  assertEquals(after.length, 1);
  assertNotEquals(after, before);
});

async function invitationIds(world: TestWorld): Promise<string[]> {
  const found = world.store.list(KINDS.invitation, {});
  return await Array.fromAsync(found, ({ value }) => value.id);
}

Deno.test("changeRole() counts from its commit on", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  await join(world, town, "anne", "manager");
  const id = await join(world, town, "marie", "sender");
  const place = { structureId: town, memberId: id };

  await changeRole(world.ports, world.call(), { ...place, role: "viewer" });

  assertEquals(await rolesOf(world, id), { [town]: "viewer" });
  const { items } = await listAudit(world.ports, OPERATOR, {
    id: town,
    limit: 1,
  });
  assertEquals([items[0]?.action, items[0]?.detail], ["member.role", {
    from: "sender",
    to: "viewer",
  }]);
});

Deno.test("changeRole() before an invitation is accepted changes what it invites to", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const { id } = await inviteMember(world.ports, world.call(), {
    ...person("marie", "sender"),
    structureId: town,
  });
  await changeRole(world.ports, world.call(), {
    structureId: town,
    memberId: id,
    role: "manager",
  });

  await join(world, town, "marie");

  assertEquals(await rolesOf(world, id), { [town]: "manager" });
});

Deno.test("removeMember() takes the role away, and leaves the others", async () => {
  await using world = await TestWorld.open();
  const { town, otherTown } = await plant(world);
  const id = await join(world, town, "marie", "sender");
  await join(world, otherTown, "marie", "viewer");

  await removeMember(world.ports, world.call(), {
    structureId: town,
    memberId: id,
  });

  assertEquals(await rolesOf(world, id), { [otherTown]: "viewer" });
  const page = await listMembers(world.ports, OPERATOR, { id: town, limit: 9 });
  assertEquals(page.items, []);
});

Deno.test("removeMember() forgets who never joined anything", async () => {
  await using world = await TestWorld.open();
  const { town, otherTown } = await plant(world);
  const invite = (structureId: string) =>
    inviteMember(world.ports, world.call(), {
      ...person("marie", "sender"),
      structureId,
    });
  const { id } = await invite(town);
  await invite(otherTown);
  const remove = (structureId: string) =>
    removeMember(world.ports, world.call(), { structureId, memberId: id });

  await remove(town);
  assertEquals(await rolesOf(world, id), {});
  await remove(otherTown);

  const { store } = world;
  assertEquals(await store.get(keys.member(id)), null);
  assertEquals(
    await store.get(keys.memberByEmail("marie@rodez.example")),
    null,
  );
  assertEquals(await store.get(keys.guest(id)), null);
  assertEquals(await invitationIds(world), []);
});

Deno.test("removeMember() and changeRole() keep the last manager", async () => {
  await using world = await TestWorld.open();
  const { centre, town } = await plant(world);
  const anne = await join(world, centre, "anne", "manager");
  await inviteMember(world.ports, world.call(), {
    ...person("paul", "manager"),
    structureId: centre,
  });
  const place = { structureId: centre, memberId: anne };
  const demote = () =>
    changeRole(world.ports, world.call(), { ...place, role: "viewer" });
  const remove = () => removeMember(world.ports, world.call(), place);

  // Who is only invited does not manage yet.
  assertEquals(await refusalOf(demote()), "conflict");
  assertEquals(await refusalOf(remove()), "conflict");

  // Below, the managers above are there.
  const marie = await join(world, town, "marie", "manager");
  const below = { structureId: town, memberId: marie };
  await removeMember(world.ports, world.call(), below);

  await join(world, centre, "paul");
  await remove();
  assertEquals(await rolesOf(world, anne), {});
});

Deno.test("removeMember() keeps one of two managers who remove each other", async () => {
  await using world = await TestWorld.open();
  const { centre } = await plant(world);
  const anne = await join(world, centre, "anne", "manager");
  const paul = await join(world, centre, "paul", "manager");
  const as = (id: string): MemberActor => ({
    ...member({ [centre]: "manager" }),
    id,
  });
  const remove = (by: string, memberId: string) =>
    removeMember(world.ports, world.call(as(by)), {
      structureId: centre,
      memberId,
    });

  const refusals = await Promise.all([
    refusalOf(remove(anne, paul)),
    refusalOf(remove(paul, anne)),
  ]);

  assertEquals(refusals.sort(), ["conflict", "nothing"]);
  assertEquals(
    (await world.store.get(keys.roster(centre)))?.managers.length,
    1,
  );
});

Deno.test("removeMember() knows nobody of another structure", async () => {
  await using world = await TestWorld.open();
  const { town, otherTown } = await plant(world);
  const id = await join(world, otherTown, "marie", "sender");
  const remove = removeMember(
    world.ports,
    world.call(member({ [town]: "manager" })),
    { structureId: town, memberId: id },
  );
  assertEquals(await refusalOf(remove), "not_found");
});
