/**
 * Lists of people a structure writes to. A list's contacts stand in sealed
 * pages; a change writes new pages nobody sees, then one commit makes them
 * count and removes the old ones, so that a list is never half changed.
 *
 * @module
 */
import { seal, unseal } from "../crypto/seal.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import type {
  Contact,
  ContactList,
  StoredContactList,
} from "../schema/contact.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { type Call, once } from "./call.ts";
import { dataKey } from "./data_key.ts";
import { authorised } from "./directory.ts";

/** Lists one structure may have. */
export const LISTS_MAX = 100;
/** Contacts' bytes in one page, before they are sealed. */
const PAGE_BYTES = 40_000;
/** Pages written in one commit. */
const WRITTEN_MAX = 10;

/**
 * Makes an empty list.
 *
 * @throws {Problem} `not_found`, `forbidden`, `conflict` beyond
 *   {@linkcode LISTS_MAX}
 */
export async function createContactList(
  ports: Ports,
  call: Call,
  { structureId, name }: { structureId: string; name: string },
): Promise<ContactList> {
  await authorised(ports, call.actor, "message:send", structureId);
  if ((await storedLists(ports, structureId)).length >= LISTS_MAX) {
    throw new Problem("conflict", {
      detail: {
        fr: `${LISTS_MAX} listes au plus ; supprimez-en une d’abord.`,
        en: `At most ${LISTS_MAX} lists; delete one first.`,
      },
    });
  }
  const nowMs = ports.now();
  const stored: StoredContactList = {
    id: ports.newId("lst"),
    structureId,
    name,
    count: 0,
    version: 0,
    pages: 0,
    fields: [],
    atMs: nowMs,
    updatedMs: nowMs,
  };
  return await once(ports, call, {
    lane: stored.id,
    body: async (tx) => {
      tx.create(keys.contactList(structureId, stored.id), stored);
      await recordAudit(tx, ports, {
        call,
        structureId,
        action: "list.create",
        target: stored.id,
      });
      return listView(stored);
    },
  });
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function listContactLists(
  ports: Ports,
  actor: Actor,
  structureId: string,
): Promise<ContactList[]> {
  await authorised(ports, actor, "message:send", structureId);
  const found = await storedLists(ports, structureId);
  return found.map(listView).sort((a, b) => a.name.localeCompare(b.name, "fr"));
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function getContactList(
  ports: Ports,
  actor: Actor,
  { id, listId }: { id: string; listId: string },
): Promise<ContactList> {
  return listView(await storedList(ports, actor, { id, listId }));
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function renameContactList(
  ports: Ports,
  call: Call,
  { id, listId, name }: { id: string; listId: string; name: string },
): Promise<ContactList> {
  await authorised(ports, call.actor, "message:send", id);
  return await once(ports, call, {
    lane: listId,
    body: async (tx) => {
      const key = keys.contactList(id, listId);
      const before = await tx.get(key);
      if (before === null) throw new Problem("not_found");
      const after = { ...before, name, updatedMs: ports.now() };
      tx.put(key, after);
      return listView(after);
    },
  });
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function deleteContactList(
  ports: Ports,
  call: Call,
  { id, listId }: { id: string; listId: string },
): Promise<void> {
  await authorised(ports, call.actor, "message:send", id);
  const pages = await pagesOf(ports, listId);
  await once(ports, call, {
    lane: listId,
    body: async (tx) => {
      const key = keys.contactList(id, listId);
      if (await tx.get(key) === null) throw new Problem("not_found");
      tx.delete(key);
      for (const { version, page } of pages) {
        tx.delete(keys.contactPage(listId, version, page));
      }
      await recordAudit(tx, ports, {
        call,
        structureId: id,
        action: "list.delete",
        target: listId,
      });
      return null;
    },
  });
}

/** The contacts of a list, as they are stored. */
export async function openContacts(
  ports: Ports,
  { id, structureId, version, pages }: StoredContactList,
): Promise<Contact[]> {
  const { numbers } = await contactsKey(ports, structureId);
  const found = await ports.store.getMany(
    Array.from({ length: pages }, (_, i) => keys.contactPage(id, version, i)),
  );
  return found.flatMap((page, i) =>
    page === null || numbers === null
      ? []
      : JSON.parse(unseal(numbers, page.sealed, `${id}/${version}/${i}`))
  );
}

/**
 * Replaces the contacts of a list that `before` describes.
 *
 * @throws {Problem} `conflict` if somebody else changed it meanwhile
 */
export async function writeContacts(
  ports: Ports,
  call: Call,
  { before, contacts }: {
    before: StoredContactList;
    contacts: readonly Contact[];
  },
): Promise<StoredContactList> {
  const { id, structureId } = before;
  const { numbers } = await contactsKey(ports, structureId);
  const version = Math.max(before.version + 1, ports.now());
  const pages = cut(contacts).map((page, i) => ({
    sealed: seal(numbers!, JSON.stringify(page), `${id}/${version}/${i}`),
  }));
  const key = keys.contactList(structureId, id);
  for (let from = 0; from < pages.length; from += WRITTEN_MAX) {
    await ports.store.transact(id, async (tx) => {
      const list = await tx.get(key);
      if (list === null) throw new Problem("not_found");
      // Written with the list, as it is: pages have no guard of their own.
      tx.put(key, list);
      pages.slice(from, from + WRITTEN_MAX).forEach((page, i) =>
        tx.put(keys.contactPage(id, version, from + i), page)
      );
    });
  }
  const old = (await pagesOf(ports, id)).filter((one) =>
    one.version !== version
  );
  return await ports.store.transact(id, async (tx) => {
    const list = await tx.get(key);
    if (list?.version !== before.version) throw new Problem("conflict");
    for (const { version, page } of old) {
      tx.delete(keys.contactPage(id, version, page));
    }
    const after = {
      ...list,
      count: contacts.length,
      version,
      pages: pages.length,
      fields: fieldsOf(contacts),
      updatedMs: ports.now(),
    };
    tx.put(key, after);
    await recordAudit(tx, ports, {
      call,
      structureId,
      action: "list.change",
      target: id,
      detail: { count: contacts.length },
    });
    return after;
  });
}

/**
 * The list as it is stored.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function storedList(
  ports: Ports,
  actor: Actor,
  { id, listId }: { id: string; listId: string },
): Promise<StoredContactList> {
  await authorised(ports, actor, "message:send", id);
  const found = await ports.store.get(keys.contactList(id, listId));
  if (found === null) throw new Problem("not_found");
  return found;
}

/** Every list of a structure. */
export async function storedLists(
  ports: Ports,
  structureId: string,
): Promise<StoredContactList[]> {
  return await Array.fromAsync(
    ports.store.list(KINDS.contactList, { under: [structureId] }, {
      limit: LISTS_MAX,
    }),
    ({ value }) => value,
  );
}

/** The key contacts are sealed with: it lives as long as the structure. */
function contactsKey(ports: Ports, structureId: string) {
  return dataKey(ports, structureId, "contacts");
}

async function pagesOf(
  ports: Ports,
  listId: string,
): Promise<{ version: number; page: number }[]> {
  return await Array.fromAsync(
    ports.store.list(KINDS.contactPage, { under: [listId] }, { limit: 800 }),
    ({ parts }) => ({ version: parts[1] as number, page: parts[2] as number }),
  );
}

function cut(contacts: readonly Contact[]): Contact[][] {
  const pages: Contact[][] = [];
  let bytes = Infinity;
  for (const contact of contacts) {
    const size = 3 * JSON.stringify(contact).length;
    if (bytes + size > 3 * PAGE_BYTES / 2) {
      pages.push([]);
      bytes = 0;
    }
    pages.at(-1)!.push(contact);
    bytes += size;
  }
  return pages;
}

function fieldsOf(contacts: readonly Contact[]): string[] {
  const names = new Set<string>();
  for (const { fields } of contacts) {
    for (const name of Object.keys(fields)) names.add(name);
  }
  return [...names].slice(0, 20);
}

export function listView(stored: StoredContactList): ContactList {
  const { id, structureId, name, count, fields, atMs, updatedMs } = stored;
  return {
    id,
    structureId,
    name,
    count,
    fields,
    createdAt: instant(atMs),
    updatedAt: instant(updatedMs),
  };
}
