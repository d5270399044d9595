import { assertEquals } from "@std/assert";
import { putContacts } from "../../lib/domain/contact.ts";
import {
  createContactList,
  deleteContactList,
  getContactList,
  listContactLists,
  renameContactList,
  storedList,
  writeContacts,
} from "../../lib/domain/contact_list.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { member, plant, refusalOf } from "./tree.ts";

async function made() {
  const world = await TestWorld.open();
  const { town } = await plant(world);
  const { id: listId } = await createContactList(world.ports, world.call(), {
    structureId: town,
    name: "Élus",
  });
  await putContacts(world.ports, world.call(), {
    id: town,
    listId,
    input: { contacts: [{ to: "0612345678", fields: { rue: "Nord" } }] },
  });
  return { world, id: town, listId };
}

Deno.test("createContactList() is listed with its count and its columns", async () => {
  const { world, id, listId } = await made();
  await using _ = world;

  const [list] = await listContactLists(world.ports, OPERATOR, id);
  await renameContactList(world.ports, world.call(), {
    id,
    listId,
    name: "Conseil",
  });

  assertEquals([list?.name, list?.count, list?.fields], ["Élus", 1, ["rue"]]);
  const { name } = await getContactList(world.ports, OPERATOR, { id, listId });
  assertEquals(name, "Conseil");
});

Deno.test("deleteContactList() takes its contacts along", async () => {
  const { world, id, listId } = await made();
  await using _ = world;
  const viewer = world.call(member({ [id]: "viewer" }));

  assertEquals(
    await refusalOf(deleteContactList(world.ports, viewer, { id, listId })),
    "forbidden",
  );
  await deleteContactList(world.ports, world.call(), { id, listId });

  const left = await Array.fromAsync(world.store.list(KINDS.contactPage, {}));
  assertEquals(left, []);
  assertEquals(await listContactLists(world.ports, OPERATOR, id), []);
});

Deno.test("writeContacts() refuses to overwrite what changed meanwhile", async () => {
  const { world, id, listId } = await made();
  await using _ = world;
  const before = await storedList(world.ports, OPERATOR, { id, listId });
  const write = () =>
    writeContacts(world.ports, world.call(), { before, contacts: [] });

  await write();

  assertEquals(await refusalOf(write()), "conflict");
  const { count } = await getContactList(world.ports, OPERATOR, { id, listId });
  assertEquals(count, 0);
});
