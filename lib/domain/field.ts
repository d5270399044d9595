/**
 * What is wrong with a field, said in the two languages of the service.
 *
 * @module
 */
import type { z } from "@hono/zod-openapi";
import { type FieldError, Problem, type Text } from "../problem.ts";

/** A field error whose `detail` is French, with its English twin. */
export interface LocalisedError extends FieldError {
  readonly en: string;
}

/** Errors told of one answer, at the most. */
const ERRORS_MAX = 100;

/** One wrong field. */
export function fieldError(pointer: string, text: Text): LocalisedError {
  return { pointer, detail: text.fr, en: text.en };
}

/** The problem of one wrong field. */
export function invalidField(pointer: string, text: Text): Problem {
  return new Problem("invalid_request", {
    errors: [fieldError(pointer, text)],
  });
}

/**
 * The value in its schema's shape.
 *
 * @throws {Problem} `invalid_request` with a pointer below `under` for each
 *   wrong field
 */
export function parseFields<T>(
  schema: z.ZodType<T>,
  value: unknown,
  under = "",
): T {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new Problem("invalid_request", {
    errors: fieldErrors(schema, value, under),
  });
}

/** One error for each wrong field of a value that its schema refuses. */
export function fieldErrors(
  schema: z.ZodType,
  value: unknown,
  under = "",
): LocalisedError[] {
  // An empty message marks what the schema has no sentence of its own for.
  const told = schema.safeParse(value, { error: () => "", reportInput: true });
  const issues = told.error?.issues ?? [];
  return issues
    .flatMap((issue) => errorsOf(issue as Issue, under))
    .slice(0, ERRORS_MAX);
}

/** A path as a JSON pointer (RFC 6901). */
export function pointerTo(path: readonly PropertyKey[], under = ""): string {
  const steps = path.map((step) =>
    `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`
  );
  return under + steps.join("");
}

type Issue = z.core.$ZodIssue;

function errorsOf(issue: Issue, under: string): LocalisedError[] {
  if (issue.code === "unrecognized_keys") {
    return issue.keys.map((key) =>
      fieldError(pointerTo([...issue.path, key], under), {
        fr: "Champ inconnu ; retirez-le.",
        en: "Unknown field; remove it.",
      })
    );
  }
  return [fieldError(pointerTo(issue.path, under), sentenceOf(issue))];
}

function sentenceOf(issue: Issue): Text {
  if (issue.input === undefined && issue.code !== "custom") {
    return { fr: "Champ obligatoire.", en: "This field is required." };
  }
  const general = GENERAL[issue.code]?.(issue as never) ?? {
    fr: "Valeur incorrecte.",
    en: "This value is not correct.",
  };
  if (issue.message === "") return general;
  // The schema's own sentence is French; English falls back on the rule.
  return {
    fr: `${capital(issue.message)}.`,
    en: issue.code === "custom" ? `${capital(issue.message)}.` : general.en,
  };
}

type Sentences = {
  [Code in Issue["code"]]?: (issue: Extract<Issue, { code: Code }>) => Text;
};

const TYPES: Readonly<Record<string, Text>> = {
  string: { fr: "un texte", en: "a string" },
  number: { fr: "un nombre", en: "a number" },
  int: { fr: "un nombre entier", en: "a whole number" },
  boolean: { fr: "true ou false", en: "true or false" },
  array: { fr: "une liste", en: "a list" },
  object: { fr: "un objet", en: "an object" },
  record: { fr: "un objet", en: "an object" },
};

const UNITS: Readonly<Record<string, Text>> = {
  string: { fr: " caractères", en: " characters" },
  array: { fr: " éléments", en: " items" },
};

const FORMATS: Readonly<Record<string, Text>> = {
  datetime: {
    fr: "Un instant UTC est attendu, par exemple 2026-12-01T08:00:00Z.",
    en: "A UTC instant is expected, e.g. 2026-12-01T08:00:00Z.",
  },
  email: {
    fr: "Une adresse électronique est attendue.",
    en: "An e-mail address is expected.",
  },
  url: { fr: "Une adresse est attendue.", en: "A URL is expected." },
};

const GENERAL: Sentences = {
  invalid_type({ expected }) {
    const type = TYPES[expected] ?? { fr: expected, en: expected };
    return { fr: `Attendu : ${type.fr}.`, en: `Expected: ${type.en}.` };
  },
  too_small({ origin, minimum }) {
    const unit = UNITS[origin] ?? { fr: "", en: "" };
    if (Number(minimum) === 1 && origin in UNITS) {
      return { fr: "Ne peut pas être vide.", en: "Must not be empty." };
    }
    return {
      fr: `Au moins ${minimum}${unit.fr}.`,
      en: `At least ${minimum}${unit.en}.`,
    };
  },
  too_big({ origin, maximum }) {
    const unit = UNITS[origin] ?? { fr: "", en: "" };
    return {
      fr: `Au plus ${maximum}${unit.fr}.`,
      en: `At most ${maximum}${unit.en}.`,
    };
  },
  invalid_format({ format, pattern }) {
    return FORMATS[format] ?? {
      fr: `Format incorrect${pattern ? ` ; attendu : ${pattern}` : ""}.`,
      en: `Wrong format${pattern ? `; expected: ${pattern}` : ""}.`,
    };
  },
  invalid_value({ values }) {
    const all = values.map(String).join(", ");
    return { fr: `Au choix : ${all}.`, en: `One of: ${all}.` };
  },
  invalid_key() {
    return {
      fr: "Ce nom n'est pas permis ici.",
      en: "This name is not allowed here.",
    };
  },
};

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
