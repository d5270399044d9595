/**
 * The numbers a structure is not to write to. Only a keyed hash of each is
 * kept, with its last two digits: a person may still recognise one, and nobody
 * can read the list.
 *
 * The structure's record says how many there are, so that a send of a
 * structure without any asks for nothing: see `opt_out_check.ts`.
 *
 * @module
 */
import { keyedHash } from "../crypto/seal.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import type { InvalidRecipient } from "../schema/message.ts";
import type {
  OptOut,
  OptOutImported,
  OptOutSource,
  StoredOptOut,
} from "../schema/opt_out.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { type Call, once, onceDone } from "./call.ts";
import { dataKey } from "./data_key.ts";
import { authorised } from "./directory.ts";
import { invalidField } from "./field.ts";
import { fromCursor, ID, type Page, pageOf, type PageRequest } from "./page.ts";
import { INVALID_NUMBERS, parseRecipient } from "./phone.ts";

/** Numbers one structure may have on its list. */
export const OPT_OUTS_MAX = 100_000;
/** Numbers added in one commit: two records each. */
const ADDED_MAX = 250;

/**
 * Puts a number on the list; one that is there stays as it is.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_recipient`
 */
export async function addOptOut(
  ports: Ports,
  call: Call,
  { id, recipient }: { id: string; recipient: string },
): Promise<OptOut> {
  await authorised(ports, call.actor, "message:send", id);
  const number = usable(recipient);
  const found = await foundAs(ports, id, [number], "manual");
  return await once(ports, call, {
    lane: id,
    body: async (tx) => {
      const added = await enlist(tx, id, found);
      const stored = (await tx.get(keys.optOut(id, found[0]!.hash)))!;
      if (added > 0) {
        const audited = { call, structureId: id, target: stored.id };
        await recordAudit(tx, ports, { ...audited, action: "optOut.add" });
      }
      return optOutView(stored);
    },
  });
}

/**
 * Takes numbers over from another list. Unusable ones are told and left out.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request` when the list
 *   would be too long
 */
export async function importOptOuts(
  ports: Ports,
  call: Call,
  { id, recipients }: { id: string; recipients: readonly string[] },
): Promise<OptOutImported> {
  await authorised(ports, call.actor, "structure:manage", id);
  return await onceDone(ports, call, async () => {
    const numbers = new Set<string>();
    const invalid: InvalidRecipient[] = [];
    recipients.forEach((to, index) => {
      const parsed = parseRecipient(to);
      if ("to" in parsed) numbers.add(parsed.to);
      else invalid.push({ index, to, code: parsed.code });
    });
    const found = await foundAs(ports, id, [...numbers], "import");
    let added = 0;
    for (let from = 0; from < found.length; from += ADDED_MAX) {
      const some = found.slice(from, from + ADDED_MAX);
      added += await ports.store.transact(id, (tx) => enlist(tx, id, some));
    }
    await ports.store.transact(id, (tx) =>
      recordAudit(tx, ports, {
        call,
        structureId: id,
        action: "optOut.import",
        detail: { added },
      }));
    return { added, known: numbers.size - added, invalid };
  });
}

/** Puts the number of a STOP reply on the list, in the reply's commit. */
export async function optOutByReply(
  ports: Ports,
  structureId: string,
  number: string,
): Promise<(tx: Tx) => Promise<number>> {
  const found = await foundAs(ports, structureId, [number], "stop");
  return (tx) => enlist(tx, structureId, found);
}

/**
 * The list, the newest first; with `recipient`, whether that number is on it.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`,
 *   `invalid_recipient`
 */
export async function listOptOuts(
  ports: Ports,
  actor: Actor,
  { id, recipient, limit, cursor }: PageRequest & {
    id: string;
    recipient?: string | undefined;
  },
): Promise<Page<OptOut>> {
  await authorised(ports, actor, "message:send", id);
  if (recipient !== undefined) {
    const hash = keyedHash(await optOutKey(ports, id), usable(recipient));
    const found = await ports.store.get(keys.optOut(id, hash));
    return {
      items: found === null ? [] : [optOutView(found)],
      nextCursor: null,
    };
  }
  const before = fromCursor(cursor, ID);
  const range = before === null
    ? { under: [id] }
    : { under: [id], end: [id, before] };
  const hashes = await Array.fromAsync(
    ports.store.list(KINDS.optOutById, range, {
      limit: limit + 1,
      reverse: true,
    }),
    ({ value }) => value,
  );
  const page = pageOf(
    (await ports.store.getMany(hashes.map((hash) => keys.optOut(id, hash))))
      .filter((one) => one !== null),
    limit,
    (last) => last.id,
  );
  return { ...page, items: page.items.map(optOutView) };
}

/** All of the list, for an export. */
export async function* exportOptOuts(
  ports: Ports,
  actor: Actor,
  id: string,
): AsyncIterable<OptOut> {
  let cursor: string | undefined;
  do {
    const request = { id, limit: 100, cursor };
    const page = await listOptOuts(ports, actor, request);
    yield* page.items;
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
}

/**
 * Takes a number off the list, because its owner asked for it.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function removeOptOut(
  ports: Ports,
  call: Call,
  { id, optOutId }: { id: string; optOutId: string },
): Promise<void> {
  await authorised(ports, call.actor, "structure:manage", id);
  await once(ports, call, {
    lane: id,
    body: async (tx) => {
      const structure = (await tx.get(keys.structure(id)))!;
      const byId = keys.optOutById(id, optOutId);
      const hash = await tx.get(byId);
      if (hash === null) throw new Problem("not_found");
      tx.delete(byId);
      tx.delete(keys.optOut(id, hash));
      const { optOuts, ...rest } = structure;
      const count = (optOuts?.count ?? 1) - 1;
      const version = (optOuts?.version ?? 0) + 1;
      tx.put(keys.structure(id), { ...rest, optOuts: { count, version } });
      await recordAudit(tx, ports, {
        call,
        structureId: id,
        action: "optOut.remove",
        target: optOutId,
      });
      return null;
    },
  });
}

/** The key a structure's list is hashed with; it does not change with time. */
export async function optOutKey(
  ports: Ports,
  structureId: string,
): Promise<Uint8Array> {
  const { numbers } = await dataKey(ports, structureId, "optouts");
  if (numbers === null) throw new Error("opt-out key destroyed");
  return numbers;
}

/** Adds those that are not there yet; how many that were. */
async function enlist(
  tx: Tx,
  structureId: string,
  found: readonly StoredOptOut[],
): Promise<number> {
  const structure = await tx.get(keys.structure(structureId));
  if (structure === null) throw new Problem("not_found");
  const known = await tx.getMany(
    found.map(({ hash }) => keys.optOut(structureId, hash)),
  );
  const fresh = found.filter((_, i) => known[i] === null);
  if (fresh.length === 0) return 0;
  const { count = 0, version = 0 } = structure.optOuts ?? {};
  if (count + fresh.length > OPT_OUTS_MAX) {
    throw invalidField("/recipients", {
      fr: `La liste tient ${OPT_OUTS_MAX} numéros au plus.`,
      en: `The list holds at most ${OPT_OUTS_MAX} numbers.`,
    });
  }
  for (const one of fresh) {
    tx.put(keys.optOut(structureId, one.hash), one);
    tx.put(keys.optOutById(structureId, one.id), one.hash);
  }
  tx.put(keys.structure(structureId), {
    ...structure,
    optOuts: { count: count + fresh.length, version: version + 1 },
  });
  return fresh.length;
}

async function foundAs(
  ports: Ports,
  structureId: string,
  numbers: readonly string[],
  source: OptOutSource,
): Promise<StoredOptOut[]> {
  const key = await optOutKey(ports, structureId);
  return numbers.map((number) => ({
    id: ports.newId("opt"),
    hash: keyedHash(key, number),
    tail: number.slice(-2),
    source,
    atMs: ports.now(),
  }));
}

function usable(recipient: string): string {
  const parsed = parseRecipient(recipient);
  if ("to" in parsed) return parsed.to;
  throw new Problem("invalid_recipient", {
    errors: [{
      pointer: "/recipient",
      detail: INVALID_NUMBERS[parsed.code].fr,
    }],
  });
}

function optOutView({ id, tail, source, atMs }: StoredOptOut): OptOut {
  const number = `•• •• •• •• ${tail}`;
  return { id, number, source, createdAt: instant(atMs) };
}
