/**
 * Forms: their fields against a schema, and refusals as words beside fields.
 *
 * @module
 */
import type { z } from "@hono/zod-openapi";
import type { Language } from "../../islands/language.ts";
import { fieldErrors, type LocalisedError } from "../../lib/domain/field.ts";
import { type FieldError, Problem, PROBLEMS } from "../../lib/problem.ts";

/** What is wrong, by field; under "" what concerns the whole form. */
export type Errors = Readonly<Record<string, string>>;

/** The fields in their schema's shape, or what is wrong with them. */
export type Checked<T> = { value: T } | { errors: Errors };

/** Reads fields with a schema; empty ones count as absent. */
export function check<T>(
  schema: z.ZodType<T>,
  fields: Readonly<Record<string, unknown>>,
  language: Language,
): Checked<T> {
  const given = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== ""),
  );
  const parsed = schema.safeParse(given);
  if (parsed.success) return { value: parsed.data };
  const errors: Record<string, string> = {};
  for (const error of fieldErrors(schema, given)) {
    errors[error.pointer.split("/")[1] ?? ""] ??= sentence(error, language);
  }
  return { errors };
}

/**
 * What a refusal says about the fields of a form.
 *
 * @throws what is no refusal, or is about something else than the form
 */
export function errorsOf(error: unknown, language: Language): Errors {
  if (!(error instanceof Problem) || error.code === "not_found") throw error;
  const { errors, detail } = error.options;
  if (errors === undefined || errors.length === 0) {
    return { "": (detail ?? PROBLEMS[error.code].detail)[language] };
  }
  return Object.fromEntries(
    errors.toReversed().map((error) => [
      error.pointer.split("/")[1] ?? "",
      sentence(error, language),
    ]),
  );
}

/** What a refusal says, in one sentence. */
export function refusal(
  { code, options }: Problem,
  language: Language,
): string {
  const { errors, detail } = options;
  const [first] = errors ?? [];
  return detail === undefined && first !== undefined
    ? sentence(first, language)
    : (detail ?? PROBLEMS[code].detail)[language];
}

/** What is wrong with a field, in the reader's language where it was said so. */
export function sentence(error: FieldError, language: Language): string {
  const { detail, en } = error as FieldError & Partial<LocalisedError>;
  return language === "en" ? en ?? detail : detail;
}

/** What a script of ours put into a field; null for what it did not. */
export function readJson(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return null;
  }
}

/** A number of SMS as people type it: `1 000`. */
export function typedCount(text: string | undefined): number | string {
  const digits = (text ?? "").replace(/[\s\u00a0\u202f.]/g, "");
  return /^\d{1,12}$/.test(digits) ? Number(digits) : digits;
}
