import { assertEquals, assertRejects } from "@std/assert";
import type { MemberActor } from "../../lib/domain/actor.ts";
import { readSsoRule, setSsoRule } from "../../lib/domain/sso_rule.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { Problem } from "../../lib/problem.ts";
import type { Role } from "../../lib/schema/member.ts";
import { OPERATOR, TestWorld } from "../support.ts";

async function structure(world: TestWorld, siren?: string): Promise<string> {
  const input = { name: "Rodez", ...(siren === undefined ? {} : { siren }) };
  return (await createStructure(world.ports, world.call(), input)).id;
}

function actor(roles: Record<string, Role>): MemberActor {
  const id = "mem_00000000000000000a";
  const email = "anne@rodez.example";
  return { kind: "member", id, name: "Anne", email, operator: false, roles };
}

Deno.test("setSsoRule() opens with a role, and closes again", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const id = await structure(world, "211202025");
  const call = world.call(actor({ [id]: "manager" }));
  assertEquals(await readSsoRule(ports, OPERATOR, id), null);

  await setSsoRule(ports, call, { structureId: id, role: "sender" });
  assertEquals(await readSsoRule(ports, OPERATOR, id), "sender");
  await setSsoRule(ports, call, { structureId: id, role: null });

  assertEquals(await readSsoRule(ports, OPERATOR, id), null);
});

Deno.test("setSsoRule() wants a SIREN, and one structure for each", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const none = await structure(world);
  const first = await structure(world, "211202025");
  const second = await structure(world, "211202025");
  const set = (structureId: string) =>
    setSsoRule(ports, world.call(), { structureId, role: "viewer" });
  await set(first);

  assertEquals(
    (await assertRejects(() => set(none), Problem)).code,
    "conflict",
  );
  assertEquals(
    (await assertRejects(() => set(second), Problem)).code,
    "conflict",
  );
  assertEquals(await readSsoRule(ports, OPERATOR, first), "viewer");
});

Deno.test("setSsoRule() is for managers", async (t) => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const id = await structure(world, "211202025");
  const table: [Record<string, Role>, string][] = [
    [{ [id]: "sender" }, "forbidden"],
    [{ [id]: "viewer" }, "forbidden"],
    [{}, "not_found"],
  ];
  for (const [roles, code] of table) {
    await t.step(code, async () => {
      const problem = await assertRejects(
        () =>
          setSsoRule(ports, world.call(actor(roles)), {
            structureId: id,
            role: "viewer",
          }),
        Problem,
      );
      assertEquals(problem.code, code);
    });
  }
});
