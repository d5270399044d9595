/**
 * How long texts and numbers are kept: as the installation says, or for less
 * where a structure, or one above it, wants it so.
 *
 * @module
 */
import type { Ports, RetentionDays } from "../ports.ts";
import {
  RETENTION_DAYS_MIN,
  type StoredStructure,
} from "../schema/structure.ts";
import type { Lineage } from "./directory.ts";
import { invalidField } from "./field.ts";

/** The days that hold in a structure; never fewer than an SMS may wait. */
export function retentionDays(
  { retentionDays: { text, number } }: Pick<Ports, "retentionDays">,
  at: Lineage | null,
): RetentionDays {
  const own = at === null ? [] : [...at.ancestors, at.structure]
    .flatMap(({ retention }) => retention ?? []);
  return {
    text: Math.max(
      RETENTION_DAYS_MIN,
      Math.min(text, ...own.map((one) => one.text)),
    ),
    number: Math.max(
      RETENTION_DAYS_MIN,
      Math.min(number, ...own.map((one) => one.number)),
    ),
  };
}

/**
 * The structure with another retention; null: the installation's.
 *
 * @throws {Problem} `invalid_request` for more days than the installation's
 */
export function withRetention(
  { retentionDays }: Pick<Ports, "retentionDays">,
  before: StoredStructure,
  wanted: RetentionDays | null | undefined,
): StoredStructure {
  if (wanted === undefined) return before;
  const { retention: _, ...rest } = before;
  if (wanted === null) return rest;
  for (const what of ["text", "number"] as const) {
    const most = retentionDays[what];
    if (wanted[what] <= most) continue;
    throw invalidField(`/retention/${what}`, {
      fr: `${most} jours au plus : c’est la durée de l’installation.`,
      en: `${most} days at most: that is the installation's.`,
    });
  }
  return { ...rest, retention: wanted };
}

/** A retention as the journal writes it, `30/90`. */
export function retentionWords(
  wanted: RetentionDays | null | undefined,
): string | null | undefined {
  return wanted ? `${wanted.text}/${wanted.number}` : wanted;
}
