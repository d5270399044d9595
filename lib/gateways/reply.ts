/**
 * Replies of people, as networks post them: from whom, and what. Services name
 * these fields differently and few document them well, so each has a list of
 * names, the documented one first.
 *
 * @module
 */
import type { ReceiptRequest, Reply } from "./gateway.ts";
import {
  contentOf,
  idOf,
  type Json,
  objectOf,
  objectsOf,
  ourId,
} from "./rest.ts";

/** Texts longer than ten parts of GSM-7 are no SMS. */
const TEXT_MAX = 1_600;
const PARTS_MAX = 16;

/** Where a service puts what a reply says; a dot leads into an object. */
export interface ReplyFields {
  readonly from: readonly string[];
  readonly text: readonly string[];
  /** The service's id of the reply. */
  readonly id?: readonly string[];
  /** Our own id of the message it answers, or the service's. */
  readonly answers?: readonly string[];
  /** Reads which part of a longer reply it is. */
  readonly part?: (content: Json) => Reply["part"];
  /** Tells a reply from other events. */
  readonly is?: (content: Json) => boolean;
}

/** Reads requests that hold one reply. */
export function repliesBy(
  fields: ReplyFields,
): (settings: unknown, request: ReceiptRequest) => readonly Reply[] {
  return (_settings, request) => {
    const content = contentOf(request);
    const reply = fields.is?.(content) === false
      ? null
      : replyOf(content, fields);
    return reply === null ? [] : [reply];
  };
}

/** Reads requests that hold several replies in `results`. */
export function repliesInResults(
  fields: ReplyFields,
): (settings: unknown, request: ReceiptRequest) => readonly Reply[] {
  return (_settings, request) =>
    objectsOf(contentOf(request).results)
      .map((result) => replyOf(result, fields))
      .filter((reply) => reply !== null);
}

/** The reply in `content`, or null where it is none. */
export function replyOf(content: Json, fields: ReplyFields): Reply | null {
  const from = wordAt(content, fields.from);
  const text = wordAt(content, fields.text)?.slice(0, TEXT_MAX);
  if (from === null || !/^\+?[\d ().-]{4,20}$/.test(from)) return null;
  if (text === undefined || text.trim() === "") return null;
  const answered = wordAt(content, fields.answers ?? []);
  const messageId = ourId(answered);
  const part = fields.part?.(content);
  return {
    from,
    text,
    id: idOf(wordAt(content, fields.id ?? [])),
    messageId,
    providerId: messageId === null ? idOf(answered) : null,
    ...part === undefined ? {} : { part },
  };
}

/** A part's place, where it says that it is one of several. */
export function partOf(
  reference: unknown,
  index: unknown,
  count: unknown,
): Reply["part"] {
  const place = { index: Number(index), count: Number(count) };
  const isPlace = Number.isInteger(place.index) && place.index >= 1 &&
    Number.isInteger(place.count) && place.count > 1 &&
    place.index <= place.count && place.count <= PARTS_MAX;
  return isPlace
    ? { reference: String(reference).slice(0, 20), ...place }
    : undefined;
}

/** The first of these names that holds a text or a number. */
function wordAt(content: Json, names: readonly string[]): string | null {
  for (const name of names) {
    const value = name.split(".").reduce<unknown>(
      (at, step) => objectOf(at)?.[step],
      content,
    );
    if (typeof value === "string" && value !== "") return value;
    if (typeof value === "number") return String(value);
  }
  return null;
}
