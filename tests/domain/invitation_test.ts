import { assertEquals, assertMatch } from "@std/assert";
import {
  acceptInvitation,
  INVITATION_MS,
  readInvitation,
} from "../../lib/domain/invitation.ts";
import { inviteMember, removeMember } from "../../lib/domain/membership.ts";
import { signInByPassword } from "../../lib/domain/sign_in.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { TestWorld } from "../support.ts";
import { codeOf, join, ORIGIN, person } from "./invited.ts";
import { plant, refusalOf } from "./tree.ts";

const EMAIL = "marie@rodez.example";
const JOINING = { name: "Marie Puech", password: "une phrase assez longue" };

async function invited() {
  const world = await TestWorld.open();
  const tree = await plant(world);
  const { id } = await inviteMember(world.ports, world.call(), {
    ...person("marie", "sender"),
    structureId: tree.town,
  });
  const code = await codeOf(world, tree.town, EMAIL);
  return { world, ...tree, id, code };
}

Deno.test("readInvitation() says to what, and that the person is new", async () => {
  const { world, town, code } = await invited();
  await using _ = world;

  const open = await readInvitation(world.ports, ` ${code}\n`);

  assertEquals(open.structure.id, town);
  assertEquals(open.role, "sender");
  assertEquals(open.isKnown, false);
});

Deno.test("acceptInvitation() makes an account that can sign in", async () => {
  const { world, town, code, id } = await invited();
  await using _ = world;

  const { member, isNew } = await acceptInvitation(world.ports, {
    code,
    joining: JOINING,
    origin: ORIGIN,
  });

  assertEquals([member.id, isNew], [id, true]);
  assertEquals(member.roles, { [town]: "sender" });
  const signedIn = await signInByPassword(
    world.ports,
    { email: EMAIL, password: JOINING.password },
    { address: "192.0.2.1", agent: "test", cookies: null },
  );
  assertMatch(JSON.stringify(signedIn), /__Host-lsm=/);
});

Deno.test("acceptInvitation() works once, however many try", async () => {
  const { world, code } = await invited();
  await using _ = world;
  const accept = () =>
    refusalOf(
      acceptInvitation(world.ports, { code, joining: JOINING, origin: ORIGIN }),
    );

  const refusals = await Promise.all([accept(), accept(), accept()]);

  assertEquals(refusals.sort(), ["forbidden", "forbidden", "nothing"]);
  assertEquals(await accept(), "forbidden");
});

Deno.test("acceptInvitation() refuses a code that is wrong, too old or taken back", async () => {
  const { world, town, code, id } = await invited();
  await using _ = world;
  const accept = (code: string) =>
    refusalOf(
      acceptInvitation(world.ports, { code, joining: JOINING, origin: ORIGIN }),
    );

  assertEquals(await accept(""), "forbidden");
  assertEquals(await accept(code.slice(0, -1) + "!"), "forbidden");
  const other = code.replace(/.$/, (last) => last === "A" ? "B" : "A");
  assertEquals(await accept(other), "forbidden");
  const place = { structureId: town, memberId: id };
  await removeMember(world.ports, world.call(), place);
  assertEquals(await accept(code), "forbidden");
});

Deno.test("acceptInvitation() refuses a code after seven days", async () => {
  const { world, code } = await invited();
  await using _ = world;
  world.advance(INVITATION_MS);
  assertEquals(await refusalOf(readInvitation(world.ports, code)), "forbidden");
});

Deno.test("acceptInvitation() leaves the name and password of an account alone", async () => {
  const { world, town, otherTown, code } = await invited();
  await using _ = world;
  const before = await acceptInvitation(world.ports, {
    code,
    joining: JOINING,
    origin: ORIGIN,
  });
  await inviteMember(world.ports, world.call(), {
    ...person("marie", "manager"),
    structureId: otherTown,
  });
  const second = await codeOf(world, otherTown, EMAIL);

  const { member, isNew } = await acceptInvitation(world.ports, {
    code: second,
    joining: { name: "Somebody", password: "something else entirely" },
    origin: ORIGIN,
  });

  assertEquals(isNew, false);
  assertEquals(member, {
    ...before.member,
    roles: { [town]: "sender", [otherTown]: "manager" },
  });
});

Deno.test("an invitation is stored by its hash, and sealed", async () => {
  const { world, code } = await invited();
  await using _ = world;
  const [, token] = code.split(".");
  for await (const { value } of world.store.list(KINDS.invitation, {})) {
    assertEquals(JSON.stringify(value).includes(token!), false);
  }
});

Deno.test("join() of a second structure does not need a password", async () => {
  const { world, town, otherTown } = await invited();
  await using _ = world;
  const here = await join(world, town, "marie");
  assertEquals(await join(world, otherTown, "marie"), here);
});
