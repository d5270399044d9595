import { assertEquals } from "@std/assert";
import {
  type Actor,
  isOperator,
  type MemberActor,
  type Permission,
  permits,
  sees,
} from "../../lib/domain/actor.ts";
import type { Scope } from "../../lib/schema/application.ts";
import type { Role } from "../../lib/schema/member.ts";
import { OPERATOR } from "../support.ts";
import { applicationOf } from "./accepting.ts";
import { member } from "./tree.ts";

const TOWN = { id: "str_town", path: ["str_centre"] };
const SCHOOL = { id: "str_school", path: ["str_centre", "str_town"] };
const OTHER = { id: "str_other", path: ["str_centre"] };
const CENTRE = { id: "str_centre", path: [] };

const PERMISSIONS: Permission[] = [
  "structure:read",
  "structure:manage",
  "credit:read",
  "credit:move",
  "message:send",
  "message:read",
  "application:manage",
  "sender:read",
  "gateway:manage",
];

function allowed(actor: Actor, place = TOWN): Permission[] {
  return PERMISSIONS.filter((permission) => permits(actor, permission, place));
}

Deno.test("a role allows what its name says", () => {
  const READ: Permission[] = [
    "structure:read",
    "credit:read",
    "message:read",
    "sender:read",
  ];
  const table: [role: Role, permissions: Permission[]][] = [
    ["viewer", READ],
    ["sender", [...READ, "message:send"]],
    ["manager", PERMISSIONS],
  ];
  for (const [role, permissions] of table) {
    assertEquals(
      allowed(member({ str_town: role })).toSorted(),
      permissions.toSorted(),
      role,
    );
  }
});

Deno.test("a role counts in its structure and below, not above or beside", () => {
  const manager = member({ str_town: "manager" });

  assertEquals(allowed(manager, SCHOOL), PERMISSIONS);
  for (const place of [CENTRE, OTHER]) {
    assertEquals(allowed(manager, place), []);
    assertEquals(sees(manager, place), false);
  }
  assertEquals([sees(manager, TOWN), sees(manager, SCHOOL)], [true, true]);
});

Deno.test("the strongest of several roles counts", () => {
  const both = member({ str_centre: "viewer", str_town: "manager" });

  assertEquals(permits(both, "credit:move", SCHOOL), true);
  assertEquals(permits(both, "credit:move", OTHER), false);
  assertEquals(permits(both, "credit:read", OTHER), true);
});

Deno.test("a key does what its scopes say, in its own structure alone", () => {
  const at = { structure: { id: TOWN.id } } as Parameters<
    typeof applicationOf
  >[0];
  const table: [scope: Scope, permissions: Permission[]][] = [
    ["messages:send", ["message:send", "sender:read"]],
    ["messages:read", ["message:read"]],
    ["balance:read", ["structure:read", "credit:read", "sender:read"]],
  ];
  for (const [scope, permissions] of table) {
    const key = applicationOf(at, { scopes: [scope] });
    assertEquals(allowed(key), permissions, scope);
    assertEquals(allowed(key, SCHOOL), []);
    assertEquals([sees(key, TOWN), sees(key, SCHOOL)], [true, false]);
  }
  const key = applicationOf(at, { scopes: ["messages:send", "messages:read"] });
  assertEquals(allowed(key), ["message:send", "message:read", "sender:read"]);
});

Deno.test("the operator may do everything everywhere, a member so named too", () => {
  const anne: MemberActor = { ...member({}), operator: true };

  for (const actor of [OPERATOR, anne]) {
    assertEquals(isOperator(actor), true);
    assertEquals(allowed(actor, OTHER), PERMISSIONS);
    assertEquals(sees(actor, CENTRE), true);
  }
  assertEquals(isOperator(member({ str_centre: "manager" })), false);
  assertEquals(allowed(member({})), []);
});
