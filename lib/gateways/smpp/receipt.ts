/**
 * Receipts in a deliver_sm: optional parameters where the centre sends them,
 * else the text of SMPP v3.4 Appendix B, which every vendor writes a little
 * differently.
 *
 * @module
 */
import type { Receipt } from "../gateway.ts";
import { type Deliver, latin1, Tag } from "./pdu.ts";

/**
 * How a centre writes message ids. Some answer in hexadecimal and write
 * receipts in decimal, or the other way round. It has to be told: the digits
 * alone do not show it, and a guess would meet another message's id.
 */
export const ID_FORMS = [
  "asIs",
  "decimal",
  "hexadecimal",
  "hexadecimalThenDecimal",
  "decimalThenHexadecimal",
] as const;
export type IdForm = typeof ID_FORMS[number];

const MESSAGE_TYPE = 0x3c;
const DELIVERY_RECEIPT = 0x04;
const INTERMEDIATE_NOTIFICATION = 0x20;
const UCS2 = 8;

/** §5.2.28 and Appendix B; null says nothing that could be told. */
const STATES: Readonly<Record<string, Receipt["status"] | null>> = {
  SCHEDULED: "sent",
  ENROUTE: "sent",
  ACCEPTD: "sent",
  ACCEPTED: "sent",
  DELIVRD: "delivered",
  DELIVERED: "delivered",
  EXPIRED: "expired",
  DELETED: "failed",
  UNDELIV: "failed",
  UNDELIVERABLE: "failed",
  REJECTD: "failed",
  REJECTED: "failed",
  SKIPPED: "failed",
  UNKNOWN: null,
};

/** By the value of message_state, from 0. */
const STATE_NAMES = [
  ...["SCHEDULED", "ENROUTE", "DELIVRD", "EXPIRED", "DELETED", "UNDELIV"],
  ...["ACCEPTD", "UNKNOWN", "REJECTD", "SKIPPED"],
];

/** What a state's name says; null where it is unknown or says nothing. */
export function statusOf(state: string): Receipt["status"] | null {
  return Object.hasOwn(STATES, state) ? STATES[state]! : null;
}

/** Whether a deliver_sm is a receipt, which nobody can send from a phone. */
export function isReceipt({ esmClass, tlvs }: Deliver): boolean {
  const type = esmClass & MESSAGE_TYPE;
  return type === DELIVERY_RECEIPT || type === INTERMEDIATE_NOTIFICATION ||
    tlvs.has(Tag.receiptedMessageId) && tlvs.has(Tag.messageState);
}

/** What a receipt says; null where it names no message or no known state. */
export function receiptOf(
  deliver: Deliver,
  ids: IdForm,
): Receipt & { readonly providerId: string } | null {
  const { tlvs } = deliver;
  const text = ownWords(textOf(deliver));
  const named = cString(tlvs.get(Tag.receiptedMessageId));
  const written = field(text, /\bid:\s*([^\s]{1,65})/i);
  // The parameter repeats the id as submit_sm_resp gave it.
  const providerId = named === ""
    ? receiptId(written ?? "", ids)
    : responseId(named, ids);
  const state = STATE_NAMES[tlvs.get(Tag.messageState)?.[0] ?? -1] ??
    field(text, /\bstat:\s*([a-z]{1,13})/i)?.toUpperCase() ?? "";
  const status = statusOf(state);
  if (providerId === "" || status === null) return null;

  const error = field(text, /\berr:\s*([0-9a-z]{1,8})\b/i) ??
    networkError(tlvs);
  const detail = error === null || /^0*$/.test(error)
    ? state
    : `${state} err ${error}`;
  return { messageId: null, providerId, status, detail };
}

/** An id of a submit_sm_resp, in the form ids are compared in. */
export function responseId(id: string, form: IdForm): string {
  return number(id, form.startsWith("hexadecimal") ? 16 : 10, form);
}

/** An id of a receipt's text, in the form ids are compared in. */
export function receiptId(id: string, form: IdForm): string {
  return number(id, /hexadecimal$/i.test(form) ? 16 : 10, form);
}

/** Decimal without leading zeros; an id that is no number stays as it is. */
function number(id: string, base: 10 | 16, form: IdForm): string {
  if (form === "asIs") return id;
  if (base === 10 && /^\d+$/.test(id)) return BigInt(id).toString();
  // Centres that write decimal do not use letters; Kannel reads it so too.
  return /^[0-9a-f]+$/i.test(id) ? BigInt(`0x${id}`).toString() : id;
}

/** The field of a receipt's text that `pattern` describes, or null. */
function field(text: string, pattern: RegExp): string | null {
  return pattern.exec(text)?.[1] ?? null;
}

/**
 * What is the centre's own: behind `text:` stands the beginning of the SMS,
 * which could say anything, so that is left out unless the fields follow it.
 */
function ownWords(text: string): string {
  const end = text.search(/\btext:/i);
  const head = end === -1 ? text : text.slice(0, end);
  return /\bid:/i.test(head) ? head : text;
}

function textOf({ message, dataCoding }: Deliver): string {
  return dataCoding === UCS2
    ? new TextDecoder("utf-16be").decode(message)
    : latin1(message);
}

function cString(octets: Uint8Array | undefined): string {
  return latin1(octets ?? new Uint8Array()).split("\0")[0]!.trim();
}

/** Three octets: the kind of network, and its error. */
function networkError(tlvs: Deliver["tlvs"]): string | null {
  const octets = tlvs.get(Tag.networkErrorCode);
  if (octets === undefined || octets.length < 3) return null;
  return String(octets[1]! << 8 | octets[2]!);
}
