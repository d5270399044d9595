import { assertEquals, assertRejects } from "@std/assert";
import {
  findMember,
  insertMember,
  memberActor,
  memberNames,
} from "../../lib/domain/member.ts";
import { Problem } from "../../lib/problem.ts";
import type { StoredMember } from "../../lib/schema/member.ts";
import { TestWorld } from "../support.ts";

const ANNE: StoredMember = {
  id: "mem_00000000000000000a",
  email: "anne@rodez.example",
  name: "Anne Martin",
  operator: false,
  roles: { str_a: "manager" },
  password: null,
  createdAtMs: 0,
};

function insert(world: TestWorld, member: StoredMember): Promise<void> {
  return world.store.transact("members", (tx) => insertMember(tx, member));
}

Deno.test("findMember() finds by address, whatever its case", async () => {
  await using world = await TestWorld.open();
  await insert(world, ANNE);

  assertEquals(await findMember(world.ports, " Anne@RODEZ.example"), ANNE);
  assertEquals(await findMember(world.ports, "paul@rodez.example"), null);
});

Deno.test("insertMember() refuses a second account for an address", async () => {
  await using world = await TestWorld.open();
  await insert(world, ANNE);

  const problem = await assertRejects(
    () => insert(world, { ...ANNE, id: "mem_b", email: "ANNE@rodez.example" }),
    Problem,
  );

  assertEquals(problem.code, "conflict");
});

Deno.test("memberActor() carries no password", () => {
  assertEquals(memberActor({ ...ANNE, password: "$argon2id$…" }), {
    kind: "member",
    id: ANNE.id,
    name: "Anne Martin",
    email: "anne@rodez.example",
    operator: false,
    roles: { str_a: "manager" },
  });
});

Deno.test("memberNames() names members and leaves the rest out", async () => {
  await using world = await TestWorld.open();
  await insert(world, ANNE);

  const names = await memberNames(world.ports, [
    ANNE.id,
    "operator",
    "mem_unknown",
    ANNE.id,
  ]);

  assertEquals([...names], [[ANNE.id, "Anne Martin"]]);
});
