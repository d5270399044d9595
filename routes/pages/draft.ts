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
import { number } from "../../islands/words.ts";
import type { Errors } from "./forms.ts";
import type { Fields } from "./visit.ts";

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
export function readDraft(fields: Fields): Drafted {
  const { numbers, unusable, doubles } = readNumbers(
    fields["recipients"] ?? "",
  );
  const text = normaliseText((fields["text"] ?? "").trim());
  const measure = measureText(text);
  const skips = fields["sans"] === "oui" && numbers.length > 0;
  const errors = {
    ...recipientsError(numbers.length, skips ? 0 : unusable.length),
    ...textError(measure),
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

function readNumbers(text: string) {
  const { list, doubles } = readRecipients(text);
  const numbers = new Set<string>();
  const unusable: Unusable[] = [];
  let again = 0;
  for (const written of list) {
    const parsed = parseRecipient(written);
    if ("code" in parsed) {
      unusable.push({ written, why: INVALID_NUMBERS[parsed.code].fr });
    } else if (numbers.has(parsed.to)) again++;
    else numbers.add(parsed.to);
  }
  return { numbers: [...numbers], unusable, doubles: doubles + again };
}

function recipientsError(usable: number, unusable: number): Errors {
  if (unusable > 0) {
    return {
      recipients: unusable === 1
        ? "Un numéro est à corriger, voyez pourquoi plus haut."
        : `${
          number(unusable)
        } numéros sont à corriger, voyez pourquoi plus haut.`,
    };
  }
  if (usable === 0) {
    return {
      recipients:
        "Indiquez au moins un numéro de mobile, par exemple 06 12 34 56 78.",
    };
  }
  return usable > RECIPIENTS_MAX
    ? {
      recipients: `${
        number(RECIPIENTS_MAX)
      } destinataires au plus ; répartissez-les en plusieurs envois.`,
    }
    : {};
}

function textError({ segments }: Measure): Errors {
  if (segments === 0) return { text: "Écrivez le message à envoyer." };
  return segments > SEGMENTS_MAX
    ? {
      text:
        `Ce message ferait ${segments} SMS ; ${SEGMENTS_MAX} au plus. Raccourcissez-le.`,
    }
    : {};
}
