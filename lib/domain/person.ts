/**
 * What is held about one person, known here by a mobile number: telling it,
 * and erasing it. Messages keep their place in the history and the accounts,
 * without number and text; what asks to be left alone stays, as a keyed hash,
 * since it could not be respected otherwise.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Batch } from "../schema/batch.ts";
import type { Message } from "../schema/message.ts";
import type { Erasure, Person } from "../schema/person.ts";
import type { Reply, StoredReply } from "../schema/reply.ts";
import type { StoredStructure } from "../schema/structure.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { openBatch } from "./batch.ts";
import { type Call, onceDone } from "./call.ts";
import { forgetContact } from "./contact.ts";
import { openContacts, storedLists } from "./contact_list.ts";
import { authorised } from "./directory.ts";
import { invalidField } from "./field.ts";
import { destroyExports } from "./history_export_run.ts";
import { eraseInBatch } from "./person_batch.ts";
import { batchIds } from "./batch_ids.ts";
import { messageViews } from "./message_view.ts";
import { batchesWithNumber } from "./number_index.ts";
import { optedOut } from "./opt_out_check.ts";
import { parseRecipient } from "./phone.ts";
import { eraseReply, replyView } from "./reply.ts";
import { subtree } from "./subtree.ts";

/** Batches read together. */
const READ_MAX = 10;

/**
 * All that is held about a number in a structure and below it.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request`
 */
export async function readPerson(
  ports: Ports,
  actor: Actor,
  { id, recipient }: { id: string; recipient: string },
): Promise<Person> {
  await authorised(ports, actor, "structure:manage", id);
  const number = numberOf(recipient);
  const messages: Message[] = [];
  const replies: Reply[] = [];
  const contacts: Person["contacts"] = [];
  const unwilling: Person["optedOut"] = [];
  let structures = 0;
  for await (const structure of subtree(ports, id)) {
    structures++;
    for await (const { batch, indexes } of placesOf(ports, structure, number)) {
      messages.push(...await messageViews(ports, batch, indexes));
    }
    for await (const reply of repliesOf(ports, structure, number)) {
      replies.push(await replyView(ports, reply));
    }
    contacts.push(...await contactsOf(ports, structure, number));
    if ((await optedOut(ports, structure, [number])).size > 0) {
      const { id: structureId, name: structureName } = structure;
      unwilling.push({ structureId, structureName });
    }
  }
  return {
    recipient: number,
    structures,
    messages,
    replies,
    contacts,
    optedOut: unwilling,
  };
}

/**
 * Erases a number, and what was written to it, in a structure and below it.
 * What has not left yet is cancelled first. May be asked again without harm.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request`
 */
export async function erasePerson(
  ports: Ports,
  call: Call,
  { id, recipient }: { id: string; recipient: string },
): Promise<Erasure> {
  await authorised(ports, call.actor, "structure:manage", id);
  const number = numberOf(recipient);
  return await onceDone(ports, call, async () => {
    const done = {
      structures: 0,
      messages: 0,
      cancelled: 0,
      leaving: 0,
      replies: 0,
      lists: 0,
    };
    for await (const structure of subtree(ports, id)) {
      done.structures++;
      for await (const { batch } of placesOf(ports, structure, number)) {
        const erased = await eraseInBatch(ports, batch, number);
        done.messages += erased.messages;
        done.cancelled += erased.cancelled;
        done.leaving += erased.leaving;
      }
      for await (const reply of repliesOf(ports, structure, number)) {
        if (await eraseReply(ports, reply)) done.replies++;
      }
      const structureId = structure.id;
      done.lists += await forgetContact(ports, call, { structureId, number });
      await destroyExports(ports, structureId);
    }
    await ports.store.transact(
      keys.auditHead(id).id,
      (tx) =>
        recordAudit(tx, ports, {
          call,
          structureId: id,
          action: "person.erase",
          detail: { ...done },
        }),
    );
    return done;
  });
}

/** Where a number stands in the batches of a structure. */
async function* placesOf(
  ports: Ports,
  { id }: StoredStructure,
  number: string,
): AsyncIterable<{ batch: Batch; indexes: number[] }> {
  const ids = await Array.fromAsync(batchesWithNumber(ports, id, number, {
    from: null,
    all: () => batchIds(ports, id, null),
  }));
  for (let i = 0; i < ids.length; i += READ_MAX) {
    const some = ids.slice(i, i + READ_MAX).map(keys.batch);
    for (const batch of await ports.store.getMany(some)) {
      if (batch?.structureId !== id) continue;
      const { numbers } = await openBatch(ports, batch);
      const indexes = batch.messages.keys()
        .filter((index) => numbers?.[index] === number).toArray();
      if (indexes.length > 0) yield { batch, indexes };
    }
  }
}

async function* repliesOf(
  ports: Ports,
  { id }: StoredStructure,
  number: string,
): AsyncIterable<StoredReply> {
  const found = ports.store.list(KINDS.reply, { under: [id] });
  for (const { value } of await Array.fromAsync(found)) {
    if ((await replyView(ports, value)).from === number) yield value;
  }
}

async function contactsOf(
  ports: Ports,
  { id: structureId }: StoredStructure,
  number: string,
): Promise<Person["contacts"]> {
  const lists = await storedLists(ports, structureId);
  const found = await Promise.all(lists.map(async (list) => {
    const contacts = await openContacts(ports, list);
    return contacts.filter(({ to }) => to === number).map(
      ({ name, fields }) => ({
        structureId,
        listName: list.name,
        name,
        fields,
      }),
    );
  }));
  return found.flat();
}

function numberOf(recipient: string): string {
  const parsed = parseRecipient(recipient);
  if ("to" in parsed) return parsed.to;
  throw invalidField("/recipient", {
    fr: "Ce n’est pas un numéro de mobile ; écrivez-le en entier.",
    en: "This is not a mobile number; write it in full.",
  });
}
