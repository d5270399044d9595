import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { insertMember, memberActor } from "../../lib/domain/member.ts";
import {
  linkIdentity,
  memberOfIdentity,
} from "../../lib/domain/sso_account.ts";
import { setSsoRule } from "../../lib/domain/sso_rule.ts";
import {
  createStructure,
  updateStructure,
} from "../../lib/domain/structure.ts";
import { keys } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import type { SsoIdentity } from "../../lib/schema/sso.ts";
import type { TestWorld } from "../support.ts";
import { ANNE, withAnne } from "./people.ts";

const MARIE: SsoIdentity = {
  issuer: "https://identite.example",
  subject: "subject-1",
  email: "marie@rodez.example",
  name: "Marie Durand",
  siret: "21120202500014",
  factorAtMs: 0,
};

/** Rodez, which lets its people in as viewers. */
async function openRodez(world: TestWorld): Promise<string> {
  const { id } = await createStructure(world.ports, world.call(), {
    name: "Rodez",
    siren: "211202025",
  });
  const rule = { structureId: id, role: "viewer" } as const;
  await setSsoRule(world.ports, world.call(), rule);
  return id;
}

async function refused(
  world: TestWorld,
  identity: SsoIdentity,
): Promise<string> {
  const problem = await assertRejects(
    () => memberOfIdentity(world.ports, identity),
    Problem,
  );
  assertEquals(problem.code, "forbidden");
  return problem.options.detail!.fr;
}

Deno.test("memberOfIdentity() is closed to whom nobody opened to", async () => {
  const [opened] = await withAnne(null);
  await using world = opened;
  await createStructure(world.ports, world.call(), {
    name: "Rodez",
    siren: "211202025",
  });

  assertStringIncludes(await refused(world, MARIE), "Demandez une invitation");
});

Deno.test("memberOfIdentity() lets the people of a structure's SIREN in, as it said", async () => {
  const [opened] = await withAnne(null);
  await using world = opened;
  const rodez = await openRodez(world);

  const marie = await memberOfIdentity(world.ports, MARIE);

  assertEquals(marie.roles, { [rodez]: "viewer" });
  assertEquals([marie.name, marie.operator], ["Marie Durand", false]);
  const again = await memberOfIdentity(world.ports, {
    ...MARIE,
    email: "another@rodez.example",
  });
  assertEquals(again.id, marie.id);
  for (const siret of [null, "99999999900014"]) {
    const other = { ...MARIE, subject: "subject-2", siret };
    assertStringIncludes(await refused(world, other), "aucune structure");
  }
});

Deno.test("memberOfIdentity() lets nobody stay whose organisation changed", async () => {
  const [opened] = await withAnne(null);
  await using world = opened;
  const rodez = await openRodez(world);
  await memberOfIdentity(world.ports, MARIE);

  const moved = { ...MARIE, siret: "99999999900014" };
  assertStringIncludes(await refused(world, moved), "n’est plus celui");
  const none = { structureId: rodez, role: null };
  await setSsoRule(world.ports, world.call(), none);
  assertStringIncludes(await refused(world, MARIE), "n’est plus celui");
});

Deno.test("memberOfIdentity() knows a structure by the SIREN it has now", async () => {
  const [opened] = await withAnne(null);
  await using world = opened;
  const rodez = await openRodez(world);
  await updateStructure(world.ports, world.call(), {
    id: rodez,
    patch: { siren: "200000172" },
  });

  assertStringIncludes(await refused(world, MARIE), "aucune structure");
});

Deno.test("memberOfIdentity() gives nobody's account to who has their address", async () => {
  const [opened] = await withAnne(null);
  await using world = opened;
  await openRodez(world);

  const claim = { ...MARIE, email: ANNE.email.toUpperCase() };

  assertStringIncludes(await refused(world, claim), "compte existe déjà");
});

Deno.test("an account is the issuer and the subject together", async () => {
  const [opened, anne] = await withAnne(null);
  await using world = opened;
  const call = { actor: memberActor(anne) };
  await linkIdentity(world.ports, call, MARIE);

  assertEquals((await memberOfIdentity(world.ports, MARIE)).id, anne.id);
  await refused(world, { ...MARIE, issuer: "https://other.example" });
  await refused(world, { ...MARIE, subject: "subject-2" });
});

Deno.test("linkIdentity() links once, tells, and takes nobody else's", async () => {
  const [opened, anne] = await withAnne(null);
  await using world = opened;
  const { ports } = world;
  const paul = {
    ...anne,
    id: "mem_00000000000000000b",
    email: "paul@a.example",
  };
  await world.store.transact("members", (tx) => insertMember(tx, paul));
  const link = (member: typeof anne) =>
    linkIdentity(ports, { actor: memberActor(member) }, MARIE);

  await link(anne);
  await link(anne);
  assertEquals(world.mails.length, 1);
  const problem = await assertRejects(() => link(paul), Problem);

  assertEquals(problem.code, "conflict");
  await world.store.transact("members", async (tx) => {
    await tx.get(keys.member(anne.id));
    tx.delete(keys.member(anne.id));
  });
  await link(paul);
  assertEquals((await memberOfIdentity(ports, MARIE)).id, paul.id);
});
