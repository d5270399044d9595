/**
 * From what a caller sends to what would be stored: numbers normalised, texts
 * measured, senders checked. Pure, so that the preview and the acceptance
 * cannot disagree.
 *
 * @module
 */
import { type FieldError, Problem } from "../problem.ts";
import type { Encoding, InvalidRecipient } from "../schema/message.ts";
import { type NewMessages, RECIPIENTS_MAX } from "../schema/message.ts";
import { type Measure, measureText, normaliseText } from "../schema/segment.ts";
import { INVALID_NUMBERS, parseRecipient } from "./phone.ts";

/** More segments than networks carry in one message. */
export const SEGMENTS_MAX = 10;
/** Field errors listed in one answer, at the most. */
const ERRORS_MAX = 100;

/** One message to be, its text by index. */
export interface DraftMessage {
  readonly to: string;
  readonly text: number;
  readonly segments: number;
  readonly encoding: Encoding;
  readonly sender: string | undefined;
  readonly reference: string | undefined;
}

/** What a call asks for, in the form that is stored. */
export interface Draft {
  readonly texts: string[];
  readonly messages: DraftMessage[];
  readonly segments: number;
  readonly invalid: InvalidRecipient[];
  /** Senders the call names, to be checked against the structure's. */
  readonly senders: ReadonlyMap<string, string>;
}

/**
 * Reads a call's recipients and texts.
 *
 * @throws {Problem} `too_large`, `invalid_request` for an unusable text,
 *   `invalid_recipient` unless the call skips invalid ones and leaves some
 */
export function draft(input: NewMessages): Draft {
  return "text" in input ? draftSameText(input) : draftOwnTexts(input);
}

function draftSameText(
  input: Extract<NewMessages, { text: string }>,
): Draft {
  assertCount(input.recipients.length);
  const text = normaliseText(input.text);
  const { segments, encoding } = measured(text, "/text");
  const messages: DraftMessage[] = [];
  const invalid: InvalidRecipient[] = [];
  for (let index = 0; index < input.recipients.length; index++) {
    const parsed = parseRecipient(input.recipients[index]!);
    if ("code" in parsed) {
      invalid.push({ index, to: input.recipients[index]!, code: parsed.code });
    } else {
      messages.push({
        to: parsed.to,
        text: 0,
        segments,
        encoding,
        sender: undefined,
        reference: undefined,
      });
    }
  }
  assertRecipients(input, messages, invalid, (i) => `/recipients/${i}`);
  return {
    texts: [text],
    messages,
    segments: segments * messages.length,
    invalid,
    senders: new Map(input.sender ? [[input.sender, "/sender"]] : []),
  };
}

function draftOwnTexts(
  input: Extract<NewMessages, { messages: unknown }>,
): Draft {
  assertCount(input.messages.length);
  const texts = new Map<string, { index: number; measure: Measure }>();
  const messages: DraftMessage[] = [];
  const invalid: InvalidRecipient[] = [];
  const senders = new Map<string, string>();
  if (input.sender) senders.set(input.sender, "/sender");
  let segments = 0;
  input.messages.forEach((message, index) => {
    const parsed = parseRecipient(message.to);
    if ("code" in parsed) {
      invalid.push({ index, to: message.to, code: parsed.code });
      return;
    }
    const normal = normaliseText(message.text);
    let text = texts.get(normal);
    if (text === undefined) {
      const measure = measured(normal, `/messages/${index}/text`);
      texts.set(normal, text = { index: texts.size, measure });
    }
    const { sender, reference } = message;
    if (sender && !senders.has(sender)) {
      senders.set(sender, `/messages/${index}/sender`);
    }
    segments += text.measure.segments;
    messages.push({
      to: parsed.to,
      text: text.index,
      segments: text.measure.segments,
      encoding: text.measure.encoding,
      sender,
      reference,
    });
  });
  assertRecipients(input, messages, invalid, (i) => `/messages/${i}/to`);
  return { texts: [...texts.keys()], messages, segments, invalid, senders };
}

function assertCount(count: number): void {
  if (count > RECIPIENTS_MAX) throw new Problem("too_large");
}

function measured(text: string, pointer: string): Measure {
  const measure = measureText(text);
  if (measure.segments >= 1 && measure.segments <= SEGMENTS_MAX) return measure;
  const detail = measure.segments === 0
    ? "Le texte est vide."
    : `Le texte fait ${measure.segments} SMS ; ${SEGMENTS_MAX} au plus.`;
  throw new Problem("invalid_request", { errors: [{ pointer, detail }] });
}

function assertRecipients(
  input: NewMessages,
  messages: readonly DraftMessage[],
  invalid: readonly InvalidRecipient[],
  pointerOf: (index: number) => string,
): void {
  if (invalid.length === 0) return;
  if (input.skipInvalid && messages.length > 0) return;
  const errors: FieldError[] = invalid.slice(0, ERRORS_MAX).map((
    { index, code },
  ) => ({
    pointer: pointerOf(index),
    detail: INVALID_NUMBERS[code as keyof typeof INVALID_NUMBERS].fr,
  }));
  throw new Problem("invalid_recipient", {
    errors,
    members: { invalidCount: invalid.length },
  });
}
