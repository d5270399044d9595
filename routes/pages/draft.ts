/**
 * What « Envoi simple » is about to send: its fields read, its numbers checked,
 * its cost known, before anything is accepted.
 *
 * @module
 */
import type { Language } from "../../islands/language.ts";
import { readRecipients } from "../../islands/recipients.ts";
import { addresseesOf } from "../../lib/domain/composed.ts";
import { SEGMENTS_MAX } from "../../lib/domain/draft.ts";
import { optedOut } from "../../lib/domain/opt_out_check.ts";
import {
  INVALID_NUMBERS,
  parseRecipient,
  proposeNumber,
} from "../../lib/domain/phone.ts";
import { previewOf } from "../../lib/domain/template_preview.ts";
import { RECIPIENTS_MAX } from "../../lib/schema/message.ts";
import { placesIn, placesProblem } from "../../lib/schema/placeholders.ts";
import {
  type Measure,
  measureText,
  normaliseText,
} from "../../lib/schema/segment.ts";
import type { Errors } from "./forms.ts";
import type { Fields, Visit } from "./visit.ts";
import { instantIn } from "./words.ts";
import { SEND } from "./words/send.ts";

/** A number that cannot receive an SMS, and what to do about it. */
export interface Unusable {
  readonly written: string;
  readonly why: string;
  /** What was most likely meant, in E.164. */
  readonly proposal: string | null;
}

/** A send that only waits to be confirmed. */
export interface Draft {
  /** Numbers that were written, usable ones. */
  readonly numbers: readonly string[];
  readonly listIds: readonly string[];
  /** Values for all recipients, by place. */
  readonly variables: Readonly<Record<string, string>>;
  /** Everybody it goes to. */
  readonly people: number;
  readonly text: string;
  /** The longest and the shortest text, where they differ. */
  readonly examples: readonly string[];
  readonly sender: string;
  readonly measure: Measure;
  readonly credits: number;
  readonly sendAtMs: number | null;
  readonly urgent: boolean;
  /** Numbers left out because they stood there twice. */
  readonly doubles: number;
  /** Those left out because they opted out. */
  readonly optedOut: readonly string[];
  /** Numbers left out as the writer wished. */
  readonly unusable: readonly Unusable[];
}

/** What is wrong with a draft, and what would mend it. */
export interface Wrong {
  readonly errors: Errors;
  readonly unusable: readonly Unusable[];
  /** Places of the text that nothing fills for somebody. */
  readonly missing: readonly string[];
}

/** What the fields of a form are called. */
export const LIST_FIELD = "liste.";
export const VALUE_FIELD = "valeur.";

/** Reads what the form says. */
export async function readDraft(
  visit: Visit,
  fields: Fields,
): Promise<{ draft: Draft } | Wrong> {
  const { ports, actor, language, here } = visit;
  const written = readNumbers(fields["recipients"] ?? "", language);
  const { numbers, unusable, doubles } = written;
  const listIds = named(fields, LIST_FIELD).map(([id]) => id);
  const variables = Object.fromEntries(named(fields, VALUE_FIELD));
  const text = normaliseText((fields["text"] ?? "").trim());
  const addressees = await addresseesOf(ports, { actor, at: here! }, {
    variables,
    recipients: [...numbers],
    listIds: [...listIds],
  });
  const out = await optedOut(
    ports,
    here!.structure,
    addressees.map(({ to }) => to),
  );
  const people = addressees.filter(({ to }) => !out.has(to));
  const preview = previewOf(text, people.map(({ variables }) => variables));
  const missing = [...new Set(preview.missing.flatMap((one) => one.variables))];
  const longest = preview.longest?.text ?? text;
  const measure = measureText(longest);
  const at = sendAt(fields["date"] ?? "", visit);
  const skips = fields["sans"] === "oui" && people.length > 0;
  const errors = {
    ...recipientsError(
      { usable: people.length, unusable: skips ? 0 : unusable.length },
      { optedOut: out.size, language },
    ),
    ...textError(text, { measure, missing, language }),
    ...(at === undefined ? { date: SEND[language].wrongDate } : {}),
  };
  if (Object.keys(errors).length > 0) return { errors, unusable, missing };
  return {
    draft: {
      numbers: numbers.filter((to) => !out.has(to)),
      listIds,
      variables,
      people: people.length,
      text,
      examples: examplesOf(text, [longest, preview.shortest?.text ?? longest]),
      sender: fields["sender"] ?? "",
      measure,
      credits: preview.credits,
      sendAtMs: at ?? null,
      urgent: fields["urgent"] === "oui",
      doubles,
      optedOut: [...out],
      unusable,
    },
  };
}

/** What travels on from a form: the lists and values it names. */
export function carried(draft: Draft): Record<string, string> {
  return Object.fromEntries([
    ...draft.listIds.map((id) => [LIST_FIELD + id, "oui"]),
    ...Object.entries(draft.variables).map(([name, value]) => [
      VALUE_FIELD + name,
      value,
    ]),
  ]);
}

/** The fields with each wrong number replaced by what was likely meant. */
export function corrected(fields: Fields, language: Language): Fields {
  let recipients = fields["recipients"] ?? "";
  const { unusable } = readNumbers(recipients, language);
  for (const { written, proposal } of unusable) {
    if (proposal !== null) recipients = recipients.replace(written, proposal);
  }
  return { ...fields, recipients };
}

/** The fields whose names begin so, without the empty ones. */
export function named(
  fields: Fields,
  prefix: string,
): [name: string, value: string][] {
  return Object.entries(fields)
    .filter(([name, value]) => name.startsWith(prefix) && value.trim() !== "")
    .map(([name, value]) => [name.slice(prefix.length), value]);
}

function readNumbers(text: string, language: Language) {
  const { list, doubles } = readRecipients(text);
  const numbers = new Set<string>();
  const unusable: Unusable[] = [];
  let again = 0;
  for (const written of list) {
    const parsed = parseRecipient(written);
    if ("code" in parsed) {
      const why = INVALID_NUMBERS[parsed.code][language];
      unusable.push({ written, why, proposal: proposeNumber(written) });
    } else if (numbers.has(parsed.to)) again++;
    else numbers.add(parsed.to);
  }
  return { numbers: [...numbers], unusable, doubles: doubles + again };
}

function examplesOf(text: string, found: readonly string[]): string[] {
  return placesIn(text).length === 0 ? [text] : [...new Set(found)];
}

/** The instant a send is put off to; null for now, undefined for no instant. */
function sendAt(date: string, { nowMs }: Visit): number | null | undefined {
  if (date === "") return null;
  const atMs = instantIn(date);
  return atMs === null || atMs < nowMs - 60_000 ? undefined : atMs;
}

function recipientsError(
  { usable, unusable }: { usable: number; unusable: number },
  { optedOut, language }: { optedOut: number; language: Language },
): Errors {
  const words = SEND[language];
  if (unusable > 0) return { recipients: words.corrections(unusable) };
  if (usable === 0) {
    return {
      recipients: optedOut > 0 ? words.allOptedOut : words.noRecipient,
    };
  }
  return usable > RECIPIENTS_MAX
    ? { recipients: words.tooMany(RECIPIENTS_MAX) }
    : {};
}

function textError(
  text: string,
  { measure, missing, language }: {
    measure: Measure;
    missing: readonly string[];
    language: Language;
  },
): Errors {
  const words = SEND[language];
  const problem = placesProblem(text);
  if (text === "") return { text: words.noText };
  if (problem !== null) return { text: problem[language] };
  if (missing.length > 0) return { text: words.missingValues(missing) };
  return measure.segments > SEGMENTS_MAX
    ? { text: words.tooLong(measure.segments, SEGMENTS_MAX) }
    : {};
}
