/**
 * The contacts of a list: put in one by one or from a table, each number once.
 *
 * @module
 */
import { keyedHash } from "../crypto/seal.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import {
  type Contact,
  type ContactRow,
  CONTACTS_MAX,
  type ContactsPut,
  FIELDS_MAX,
  type PutContacts,
  type RowError,
} from "../schema/contact.ts";
import type { Actor } from "./actor.ts";
import { type Call, onceDone } from "./call.ts";
import { readContactTable } from "./contact_csv.ts";
import {
  openContacts,
  storedList,
  storedLists,
  writeContacts,
} from "./contact_list.ts";
import { indexKey } from "./data_key.ts";
import { invalidField } from "./field.ts";
import { fromCursor, type Page, type PageRequest, toCursor } from "./page.ts";
import { INVALID_NUMBERS, parseRecipient, proposeNumber } from "./phone.ts";

/** Wrong rows told of one import. */
const ERRORS_MAX = 200;

/**
 * Puts contacts into a list, from objects or from a CSV table. A number that
 * is there is updated; unusable rows are told, with their line, and left out.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request`, `conflict`
 */
export async function putContacts(
  ports: Ports,
  call: Call,
  { id, listId, input }: { id: string; listId: string; input: PutContacts },
): Promise<ContactsPut> {
  const before = await storedList(ports, call.actor, { id, listId });
  const rows = rowsOf(input);
  return await onceDone(ports, call, async () => {
    const secret = await indexKey(ports, id);
    const known = new Map<string, Contact>();
    const present = input.replace ? [] : await openContacts(ports, before);
    for (const contact of present) known.set(contact.to, contact);
    const put = { added: 0, updated: 0, unchanged: 0 };
    const invalid: RowError[] = [];
    for (const { line, row } of rows) {
      const parsed = parseRecipient(row.to);
      if ("code" in parsed) {
        invalid.push(rowError(line, row.to, parsed.code));
        continue;
      }
      put[merge(known, parsed.to, row, secret)]++;
    }
    if (known.size > CONTACTS_MAX) {
      throw invalidField("/contacts", {
        fr: `Une liste tient ${CONTACTS_MAX} contacts au plus.`,
        en: `A list holds at most ${CONTACTS_MAX} contacts.`,
      });
    }
    const changes = input.replace || put.added + put.updated > 0;
    const contacts = [...known.values()].sort(byName);
    if (changes) await writeContacts(ports, call, { before, contacts });
    return {
      ...put,
      invalid: invalid.slice(0, ERRORS_MAX),
      count: known.size,
    };
  });
}

/**
 * The contacts of a list, by name.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`
 */
export async function listContacts(
  ports: Ports,
  actor: Actor,
  { id, listId, limit, cursor }: PageRequest & { id: string; listId: string },
): Promise<Page<Contact>> {
  const from = Number(fromCursor(cursor, /^\d{1,6}$/) ?? 0);
  const all = await allContacts(ports, actor, { id, listId });
  const items = all.slice(from, from + limit);
  const next = from + limit;
  return { items, nextCursor: next < all.length ? toCursor(`${next}`) : null };
}

/** All contacts of a list, by name. */
export async function allContacts(
  ports: Ports,
  actor: Actor,
  at: { id: string; listId: string },
): Promise<Contact[]> {
  return await openContacts(ports, await storedList(ports, actor, at));
}

/** @throws {Problem} `not_found`, `forbidden`, `conflict` */
export async function removeContact(
  ports: Ports,
  call: Call,
  { id, listId, contactId }: { id: string; listId: string; contactId: string },
): Promise<void> {
  const before = await storedList(ports, call.actor, { id, listId });
  await onceDone(ports, call, async () => {
    const all = await openContacts(ports, before);
    const contacts = all.filter((one) => one.id !== contactId);
    if (contacts.length === all.length) throw new Problem("not_found");
    await writeContacts(ports, call, { before, contacts });
    return null;
  });
}

/** Takes a number out of every list of a structure; how many held it. */
export async function forgetContact(
  ports: Ports,
  call: Call,
  { structureId, number }: { structureId: string; number: string },
): Promise<number> {
  let held = 0;
  for (const before of await storedLists(ports, structureId)) {
    const all = await openContacts(ports, before);
    const contacts = all.filter(({ to }) => to !== number);
    if (contacts.length === all.length) continue;
    await writeContacts(ports, call, { before, contacts });
    held++;
  }
  return held;
}

/** @throws {Problem} `invalid_request` for what is no table, or nothing */
function rowsOf(input: PutContacts): { line: number; row: ContactRow }[] {
  if ((input.contacts === undefined) === (input.csv === undefined)) {
    throw invalidField("", {
      fr: "Envoyez « contacts » ou « csv », l’un des deux.",
      en: 'Send "contacts" or "csv", one of them.',
    });
  }
  if (input.contacts !== undefined) {
    return input.contacts.map((row, i) => ({ line: i + 1, row }));
  }
  const { rows, problem } = readContactTable(input.csv!);
  if (problem !== null) throw invalidField("/csv", problem);
  return [...rows];
}

function merge(
  known: Map<string, Contact>,
  to: string,
  row: ContactRow,
  secret: Uint8Array,
): "added" | "updated" | "unchanged" {
  const before = known.get(to);
  const given = Object.entries(row.fields ?? {}).slice(0, FIELDS_MAX);
  const after: Contact = {
    id: `con_${keyedHash(secret, to).slice(0, 20)}`,
    to,
    name: row.name || before?.name || "",
    fields: { ...before?.fields, ...Object.fromEntries(given) },
  };
  known.set(to, after);
  if (before === undefined) return "added";
  return JSON.stringify(before) === JSON.stringify(after)
    ? "unchanged"
    : "updated";
}

function rowError(
  line: number,
  to: string,
  code: keyof typeof INVALID_NUMBERS,
): RowError {
  const detail = INVALID_NUMBERS[code].fr;
  return { line, to, code, detail, proposal: proposeNumber(to) };
}

function byName(a: Contact, b: Contact): number {
  return a.name.localeCompare(b.name, "fr") || (a.to < b.to ? -1 : 1);
}
