import { assertEquals } from "@std/assert";
import { INVITATION_MS } from "../../lib/domain/invitation.ts";
import { inviteMember } from "../../lib/domain/membership.ts";
import {
  getMember,
  listMembers,
  memberView,
  noteVisit,
} from "../../lib/domain/membership_list.ts";
import { keys } from "../../lib/kv/keys.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { join, person } from "./invited.ts";
import { member, plant, refusalOf } from "./tree.ts";

Deno.test("listMembers() gives a structure's own people, a page at a time", async () => {
  await using world = await TestWorld.open();
  const { centre, town } = await plant(world);
  await join(world, centre, "above");
  for (const name of ["a", "b", "c"]) await join(world, town, name, "sender");
  const query = { id: town, limit: 2 };

  const first = await listMembers(world.ports, OPERATOR, query);
  const second = await listMembers(world.ports, OPERATOR, {
    ...query,
    cursor: first.nextCursor!,
  });

  const names = [first, second].map(({ items }) =>
    items.map(({ name }) => name)
  );
  assertEquals(names, [["a", "b"], ["c"]]);
  assertEquals(second.nextCursor, null);
});

Deno.test("listMembers() is for managers", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const viewer = member({ [town]: "viewer" });
  assertEquals(
    await refusalOf(listMembers(world.ports, viewer, { id: town, limit: 1 })),
    "forbidden",
  );
});

Deno.test("listMembers() says whether an invitation is open, over or accepted", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const states = async () => {
    const query = { id: town, limit: 9 };
    const { items } = await listMembers(world.ports, OPERATOR, query);
    return items.map(({ state, mail }) => [state, mail]);
  };
  await inviteMember(world.ports, world.call(), {
    ...person("marie", "sender"),
    structureId: town,
  });

  assertEquals(await states(), [["invited", "waiting"]]);
  world.advance(INVITATION_MS);
  assertEquals(await states(), [["expired", "waiting"]]);
});

Deno.test("noteVisit() is told of who joined, to the hour", async () => {
  await using world = await TestWorld.open();
  const { town } = await plant(world);
  const id = await join(world, town, "marie");
  const place = { structureId: town, memberId: id };
  const last = async () =>
    (await getMember(world.ports, OPERATOR, place)).lastVisitAt;
  assertEquals(await last(), null);

  await noteVisit(world.ports, id);
  const first = await last();
  await noteVisit(world.ports, id);
  assertEquals(await last(), first);
  world.advance(3_600_000);
  await noteVisit(world.ports, id);

  assertEquals(Date.parse((await last())!) > Date.parse(first!), true);
});

Deno.test("memberView() does not tell what an account is called elsewhere", async () => {
  await using world = await TestWorld.open();
  const { town, stranger } = await plant(world);
  const id = await join(world, stranger, "Madame Puech", "manager");
  const invited = await inviteMember(world.ports, world.call(), {
    ...person("Madame Puech", "viewer"),
    name: "Marie",
    structureId: town,
  });
  assertEquals([invited.id, invited.name], [id, "Marie"]);
  const membership = await world.store.get(keys.membership(town, id));
  const account = await world.store.get(keys.member(id));
  const view = memberView(world.ports, {
    member: account!,
    membership: membership!,
    invitation: null,
    visit: { atMs: 0 },
  });
  assertEquals([view.name, view.lastVisitAt], ["Marie", null]);
});
