/**
 * Whom a send must leave out because they asked for it.
 *
 * The structure's record, which every send has in memory already, says whether
 * there is anyone at all and which version the list has; the list itself is
 * read once for each version. So a list changed here holds at once, and one
 * changed by another instance as soon as its record is seen.
 *
 * @module
 */
import { keyedHash } from "../crypto/seal.ts";
import { KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { InvalidRecipient, NewMessages } from "../schema/message.ts";
import type { StoredStructure } from "../schema/structure.ts";
import type { Draft } from "./draft.ts";
import { fieldError } from "./field.ts";
import { optOutKey } from "./opt_out.ts";

/** What the reason is called where reasons have codes. */
export const OPTED_OUT = "opted_out";

/** The reason in words. */
export const OPTED_OUT_TEXT = {
  fr: "Destinataire désabonné : retirez ce numéro de l’envoi.",
  en: "This recipient opted out: leave the number out.",
} as const;

const ERRORS_MAX = 100;

/** Hashes by the last two digits of their numbers: few need hashing. */
type List = ReadonlyMap<string, ReadonlySet<string>>;

const lists = new WeakMap<
  object,
  Map<string, { version: number; list: Promise<List> }>
>();

/** Structures whose lists are kept in memory. */
const LISTS_MAX = 1_000;

/** Those of these numbers that opted out. */
export async function optedOut(
  ports: Ports,
  structure: StoredStructure,
  numbers: Iterable<string>,
): Promise<Set<string>> {
  const found = new Set<string>();
  if (!structure.optOuts?.count) return found;
  const list = await listOf(ports, structure);
  const key = await optOutKey(ports, structure.id);
  for (const number of numbers) {
    const hashes = list.get(number.slice(-2));
    if (hashes?.has(keyedHash(key, number))) found.add(number);
  }
  return found;
}

/**
 * The draft as the opt-outs leave it, and the problem if the call does not
 * want anyone left out, or nobody remains.
 */
export async function heedOptOuts(
  ports: Ports,
  structure: StoredStructure,
  { input, draft }: { input: NewMessages; draft: Draft },
): Promise<{ draft: Draft; problem: Problem | null }> {
  const numbers = draft.messages.map(({ to }) => to);
  const out = await optedOut(ports, structure, numbers);
  if (out.size === 0) return { draft, problem: null };
  const places = placesOf(draft);
  const left: InvalidRecipient[] = [];
  draft.messages.forEach(({ to }, i) => {
    if (out.has(to)) left.push({ index: places[i]!, to, code: OPTED_OUT });
  });
  const messages = draft.messages.filter(({ to }) => !out.has(to));
  if (input.skipInvalid && messages.length > 0) {
    const segments = messages.reduce((sum, one) => sum + one.segments, 0);
    const invalid = [...draft.invalid, ...left]
      .sort((a, b) => a.index - b.index);
    return { draft: { ...draft, messages, segments, invalid }, problem: null };
  }
  return { draft, problem: refusal(input, left) };
}

/** Where each message stood in the call: unusable numbers left gaps. */
export function placesOf({ messages, invalid }: Draft): number[] {
  const gaps = new Set(invalid.map(({ index }) => index));
  const places: number[] = [];
  for (let index = 0; places.length < messages.length; index++) {
    if (!gaps.has(index)) places.push(index);
  }
  return places;
}

function refusal(
  input: NewMessages,
  left: readonly InvalidRecipient[],
): Problem {
  const pointer = "text" in input
    ? (index: number) => `/recipients/${index}`
    : (index: number) => `/messages/${index}/to`;
  return new Problem("invalid_recipient", {
    detail: {
      fr:
        "Destinataire désabonné : retirez les numéros listés dans « errors », ou envoyez « skipInvalid »: true.",
      en:
        'Recipient opted out: leave out the numbers listed in "errors", or send "skipInvalid": true.',
    },
    errors: left.slice(0, ERRORS_MAX).map(({ index }) =>
      fieldError(pointer(index), OPTED_OUT_TEXT)
    ),
    members: { invalidCount: left.length, optedOut: true },
  });
}

function listOf(
  ports: Ports,
  { id, optOuts }: StoredStructure,
): Promise<List> {
  const { version } = optOuts!;
  let known = lists.get(ports.store);
  if (known === undefined) lists.set(ports.store, known = new Map());
  const there = known.get(id);
  if (there?.version === version) return there.list;
  const list = load(ports, id);
  known.delete(id);
  known.set(id, { version, list });
  for (const oldest of known.keys()) {
    if (known.size <= LISTS_MAX) break;
    known.delete(oldest);
  }
  list.catch(() => known.delete(id));
  return list;
}

async function load(ports: Ports, structureId: string): Promise<List> {
  const list = new Map<string, Set<string>>();
  const found = ports.store.list(KINDS.optOut, { under: [structureId] });
  for await (const { value: { tail, hash } } of found) {
    const hashes = list.get(tail);
    if (hashes === undefined) list.set(tail, new Set([hash]));
    else hashes.add(hash);
  }
  return list;
}
