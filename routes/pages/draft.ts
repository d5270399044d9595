/**
 * What « Envoi simple » is about to send: its fields read, its numbers checked,
 * its cost known, before anything is accepted.
 *
 * @module
 */
import { readRecipients } from "../../islands/recipients.ts";
import { INVALID_NUMBERS, parseRecipient } from "../../lib/domain/phone.ts";
import { SEGMENTS_MAX } from "../../lib/domain/draft.ts";
import { RECIPIENTS_MAX } from "../../lib/schema/message.ts";
import {
  type Measure,
  measureText,
  normaliseText,
} from "../../lib/schema/segment.ts";
import type { Language } from "../../islands/language.ts";
import type { Errors } from "./forms.ts";
import type { Fields } from "./visit.ts";
import { SEND } from "./words/send.ts";

/** A number that cannot receive an SMS, and what to do about it. */
export interface Unusable {
  readonly written: string;
  readonly why: string;
}

/** A send that only waits to be confirmed. */
export interface Draft {
  readonly numbers: readonly string[];
  readonly text: string;
  readonly sender: string;
  readonly measure: Measure;
  readonly credits: number;
  /** Numbers left out because they stood there twice. */
  readonly doubles: number;
  /** Numbers left out as the writer wished. */
  readonly unusable: readonly Unusable[];
}

/** A draft, or what is wrong with it. */
export type Drafted =
  | { readonly draft: Draft }
  | { readonly errors: Errors; readonly unusable: readonly Unusable[] };

/** Reads what the form says. */
export function readDraft(fields: Fields, language: Language): Drafted {
  const { numbers, unusable, doubles } = readNumbers(
    fields["recipients"] ?? "",
    language,
  );
  const text = normaliseText((fields["text"] ?? "").trim());
  const measure = measureText(text);
  const skips = fields["sans"] === "oui" && numbers.length > 0;
  const errors = {
    ...recipientsError(numbers.length, skips ? 0 : unusable.length, language),
    ...textError(measure, language),
  };
  if (Object.keys(errors).length > 0) return { errors, unusable };
  return {
    draft: {
      numbers,
      text,
      sender: fields["sender"] ?? "",
      measure,
      credits: measure.segments * numbers.length,
      doubles,
      unusable,
    },
  };
}

function readNumbers(text: string, language: Language) {
  const { list, doubles } = readRecipients(text);
  const numbers = new Set<string>();
  const unusable: Unusable[] = [];
  let again = 0;
  for (const written of list) {
    const parsed = parseRecipient(written);
    if ("code" in parsed) {
      unusable.push({ written, why: INVALID_NUMBERS[parsed.code][language] });
    } else if (numbers.has(parsed.to)) again++;
    else numbers.add(parsed.to);
  }
  return { numbers: [...numbers], unusable, doubles: doubles + again };
}

function recipientsError(
  usable: number,
  unusable: number,
  language: Language,
): Errors {
  const words = SEND[language];
  if (unusable > 0) return { recipients: words.corrections(unusable) };
  if (usable === 0) return { recipients: words.noRecipient };
  return usable > RECIPIENTS_MAX
    ? { recipients: words.tooMany(RECIPIENTS_MAX) }
    : {};
}

function textError({ segments }: Measure, language: Language): Errors {
  const words = SEND[language];
  if (segments === 0) return { text: words.noText };
  return segments > SEGMENTS_MAX
    ? { text: words.tooLong(segments, SEGMENTS_MAX) }
    : {};
}
