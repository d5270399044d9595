/**
 * What the address of the history says, and what it asks of the history.
 *
 * @module
 */
import { permits } from "../../lib/domain/actor.ts";
import { canMerge } from "../../lib/domain/batch_ids.ts";
import { lineage } from "../../lib/domain/directory.ts";
import type { HistoryQuery } from "../../lib/domain/history.ts";
import { parseRecipient } from "../../lib/domain/phone.ts";
import { Problem } from "../../lib/problem.ts";
import { instant } from "../../lib/schema/common.ts";
import type { Visit } from "./visit.ts";
import { startOfDay } from "./words.ts";

const NAMES = [
  "structure",
  "erreur",
  "cherche",
  "du",
  "au",
  "suite",
] as const;

/** What the address of the history says. */
export type Filters = Readonly<Partial<Record<typeof NAMES[number], string>>>;

/** A group's own messages, without those of the structures below it. */
export const ALONE = "seule";

const DAY_MS = 86_400_000;
const REFERENCE_MAX = 100;

/** Reads them; what is empty is not there. */
export function filtersOf(
  queryOf: (name: string) => string | undefined,
): Filters {
  const given = NAMES.map((name) => [name, queryOf(name)?.trim()]);
  return Object.fromEntries(given.filter(([, value]) => value));
}

/**
 * The same for the domain; a day that is none is left out. Of a group it is
 * the whole group unless a part of it is named.
 *
 * @throws {Problem} `not_found` for a structure that is not below this one
 */
export async function historyQuery(
  visit: Visit,
  filters: Filters,
): Promise<Omit<HistoryQuery, "limit">> {
  const { erreur, cherche, du, au, suite } = filters;
  const fromMs = startOfDay(du ?? "");
  const lastMs = startOfDay(au ?? "");
  return {
    ...await placeOf(visit, filters),
    ...(erreur === undefined ? {} : { failed: true }),
    ...(cherche === undefined ? {} : searchOf(cherche)),
    ...(fromMs === null ? {} : { from: instant(fromMs) }),
    ...(lastMs === null ? {} : { to: instant(lastMs + DAY_MS) }),
    ...(suite === undefined ? {} : { cursor: suite }),
  };
}

/** The messages of the structure that is open; of a group, of all of it. */
export async function wholeOf(
  { ports, here }: Visit,
): Promise<{ structureId: string; subtree?: true }> {
  const { id, children } = here!;
  return children.length > 0 && await canMerge(ports, id)
    ? { structureId: id, subtree: true }
    : { structureId: id };
}

async function placeOf(
  visit: Visit,
  { structure }: Filters,
): Promise<Pick<HistoryQuery, "structureId" | "subtree">> {
  const { ports, actor, here } = visit;
  const { id } = here!;
  if (structure === ALONE) return { structureId: id };
  if (structure === undefined || structure === id) return await wholeOf(visit);
  const found = await lineage(ports, structure);
  const isBelow = found?.structure.path.includes(id) &&
    permits(actor, "message:read", found.structure);
  if (!isBelow) throw new Problem("not_found");
  return { structureId: structure, subtree: true };
}

/** A number where it reads as one, else a reference. */
function searchOf(text: string): Partial<HistoryQuery> {
  return "to" in parseRecipient(text)
    ? { recipient: text }
    : { reference: text.slice(0, REFERENCE_MAX) };
}
