import { assert, assertEquals } from "@std/assert";
import {
  allContacts,
  forgetContact,
  listContacts,
  putContacts,
  removeContact,
} from "../../lib/domain/contact.ts";
import { createContactList } from "../../lib/domain/contact_list.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import type { PutContacts } from "../../lib/schema/contact.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { numberOf } from "./accepting.ts";
import { plant, refusalOf } from "./tree.ts";

async function listWorld() {
  const world = await TestWorld.open();
  const { town, otherTown } = await plant(world);
  const { ports } = world;
  const { id: listId } = await createContactList(ports, world.call(), {
    structureId: town,
    name: "Élus",
  });
  const at = { id: town, listId };
  return {
    world,
    town,
    otherTown,
    at,
    put: (input: PutContacts) =>
      putContacts(ports, world.call(), { ...at, input }),
    read: () => allContacts(ports, OPERATOR, at),
  };
}

const CSV = `mobile;nom;prenom
06 12 34 56 78;Roux;Anne
+33612345679;Martin;Yann
06 12 34;Court;
0612345678;Roux;Anne-Marie
`;

Deno.test("putContacts() reads a table, each number once, and tells wrong rows", async () => {
  const { world, put, read } = await listWorld();
  await using _ = world;

  const done = await put({ csv: CSV });
  const again = await put({ csv: CSV });

  assertEquals([done.added, done.updated, done.count], [2, 1, 2]);
  assertEquals([again.added, again.updated, again.count], [0, 2, 2]);
  assertEquals(done.invalid.map(({ line, code }) => [line, code]), [
    [4, "too_short"],
  ]);
  assertEquals((await read()).map(({ name, to }) => [name, to]), [
    ["Anne-Marie Roux", "+33612345678"],
    ["Yann Martin", "+33612345679"],
  ]);
  const stored = await Array.fromAsync(world.store.list(KINDS.contactPage, {}));
  assert(!/Roux|612345678/.test(JSON.stringify(stored)));
});

Deno.test("putContacts() replaces what a list holds, and leaves no page behind", async () => {
  const { world, put, read } = await listWorld();
  await using _ = world;
  const many = Array.from({ length: 3_000 }, (_, i) => ({
    to: numberOf(i),
    name: `Habitant ${i}`,
    fields: { rue: "Rue de la République ".repeat(3) },
  }));

  const put3000 = await put({ contacts: many });
  const count = (await read()).length;
  await put({ contacts: many.slice(0, 2), replace: true });

  assertEquals([put3000.added, count], [3_000, 3_000]);
  assertEquals((await read()).length, 2);
  const pages = await Array.fromAsync(world.store.list(KINDS.contactPage, {}));
  assertEquals(pages.length, 1);
});

Deno.test("putContacts() refuses both forms, neither, and a stranger's list", async () => {
  const { world, put, at, otherTown } = await listWorld();
  await using _ = world;
  const elsewhere = { ...at, id: otherTown, input: { csv: CSV } };

  assertEquals(
    [
      await refusalOf(put({})),
      await refusalOf(put({ csv: "", contacts: [] })),
      await refusalOf(put({ csv: "nom;ville\na;b" })),
      await refusalOf(putContacts(world.ports, world.call(), elsewhere)),
    ],
    [
      "invalid_request ",
      "invalid_request ",
      "invalid_request /csv",
      "not_found",
    ],
  );
});

Deno.test("listContacts() goes on by cursor; removeContact() takes one out", async () => {
  const { world, put, at, read } = await listWorld();
  await using _ = world;
  await put({ csv: CSV });
  const list = (cursor?: string) =>
    listContacts(world.ports, OPERATOR, { ...at, limit: 1, cursor });

  const first = await list();
  const second = await list(first.nextCursor!);
  const contactId = first.items[0]!.id;
  await removeContact(world.ports, world.call(), { ...at, contactId });

  assertEquals(second.items.map(({ name }) => name), ["Yann Martin"]);
  assertEquals(second.nextCursor, null);
  assertEquals((await read()).map(({ name }) => name), ["Yann Martin"]);
});

Deno.test("forgetContact() takes a number out of every list", async () => {
  const { world, put, town, read } = await listWorld();
  await using _ = world;
  await put({ csv: CSV });

  const held = await forgetContact(world.ports, world.call(), {
    structureId: town,
    number: "+33612345678",
  });

  assertEquals([held, (await read()).length], [1, 1]);
});
