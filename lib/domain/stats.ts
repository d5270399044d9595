/**
 * Statistics of a structure, or of it and all below it: what was counted of
 * its SMS, by day, application, structure and status. They outlive the numbers
 * and texts, and what they say was charged is what the ledger says was spent.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type {
  StatFigures,
  StatGroup,
  StatItem,
  StatRow,
  Stats,
  StatsQuery,
} from "../schema/stats.ts";
import type { Actor } from "./actor.ts";
import { civilDate } from "./calendar.ts";
import { authorised } from "./directory.ts";
import { invalidField } from "./field.ts";
import { isFailed } from "./message_view.ts";
import { subtree } from "./subtree.ts";

const DAY_MS = 86_400_000;
const DAYS_DEFAULT = 30;
const DAYS_MAX = 732;

/** A counted row, and what it is about. */
interface Fact extends StatRow {
  readonly day: string;
  readonly structureId: string;
  readonly structureName: string;
}

/**
 * What was counted between two days, both included.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request` for days that
 *   are none, are in the wrong order or too far apart
 */
export async function readStats(
  ports: Ports,
  actor: Actor,
  { id, ...query }: StatsQuery & { id: string },
): Promise<Stats> {
  const at = await authorised(ports, actor, "message:read", id);
  const { from, to } = daysOf(query, ports.now());
  const { groupBy } = query;
  const deep = query.subtree === "true" ||
    (query.subtree === undefined && groupBy.includes("structure"));
  const groups = new Map<string, StatItem>();
  const total = { ...NONE };
  const names = new Map<string, string>();
  const structures = deep ? subtree(ports, id) : [at.structure];
  for await (const structure of structures) {
    for await (const fact of factsOf(ports, structure, { from, to })) {
      const key = groupBy.map((what) => String(fact[GROUPS[what]])).join("\0");
      const item = groups.get(key) ??
        { ...await named(ports, fact, groupBy, names), ...NONE };
      add(item, fact);
      add(total, fact);
      groups.set(key, item);
    }
  }
  const items = [...groups].sort(([a], [b]) => a < b ? -1 : 1)
    .map(([, item]) => item);
  return { structureId: id, from, to, groupBy, items, total };
}

const NONE: StatFigures = { messages: 0, segments: 0, failures: 0, cost: 0 };

const GROUPS = {
  day: "day",
  application: "application",
  structure: "structureId",
  status: "status",
} as const satisfies Record<StatGroup, keyof Fact>;

async function* factsOf(
  ports: Ports,
  { id, name }: { id: string; name: string },
  { from, to }: { from: string; to: string },
): AsyncIterable<Fact> {
  const days = ports.store.list(KINDS.statDay, {
    start: [id, from],
    end: [id, `${to}~`],
  });
  for await (const { parts, value } of days) {
    const day = parts[1] as string;
    for (const row of value) {
      yield { ...row, day, structureId: id, structureName: name };
    }
  }
}

function add(sums: StatFigures, { messages, segments, cost, status }: Fact) {
  sums.messages += messages;
  sums.segments += segments;
  sums.cost += cost;
  if (isFailed(status)) sums.failures += messages;
}

/** What a group is about, with the names people know. */
async function named(
  ports: Ports,
  fact: Fact,
  groupBy: readonly StatGroup[],
  names: Map<string, string>,
): Promise<Omit<StatItem, keyof StatFigures>> {
  const has = (what: StatGroup) => groupBy.includes(what);
  const { day, application, structureId, structureName, status } = fact;
  return {
    ...(has("day") ? { day } : {}),
    ...(has("application")
      ? {
        application,
        applicationName: await applicationName(ports, application, names),
      }
      : {}),
    ...(has("structure") ? { structureId, structureName } : {}),
    ...(has("status") ? { status } : {}),
  };
}

async function applicationName(
  ports: Ports,
  id: string | null,
  names: Map<string, string>,
): Promise<string> {
  if (id === null) return "Envoi simple";
  const known = names.get(id);
  if (known !== undefined) return known;
  const stored = await ports.store.get(keys.application(id));
  const name = stored?.name ?? id;
  names.set(id, name);
  return name;
}

function daysOf(
  query: Pick<StatsQuery, "from" | "to">,
  nowMs: number,
): { from: string; to: string } {
  const to = query.to ?? civilDate(nowMs);
  const from = query.from ??
    dayAt(msOf("to", to) - (DAYS_DEFAULT - 1) * DAY_MS);
  const days = (msOf("to", to) - msOf("from", from)) / DAY_MS;
  if (days >= 0 && days < DAYS_MAX) return { from, to };
  throw invalidField("/from", {
    fr: days < 0
      ? "Le premier jour vient avant le dernier."
      : "Deux ans au plus ; demandez une période plus courte.",
    en: days < 0
      ? "The first day comes before the last."
      : "Two years at most; ask for a shorter period.",
  });
}

function msOf(name: string, day: string): number {
  const ms = Date.parse(`${day}T00:00:00Z`);
  if (!Number.isNaN(ms) && dayAt(ms) === day) return ms;
  throw invalidField(`/${name}`, {
    fr: `« ${day} » n’est pas un jour du calendrier.`,
    en: `"${day}" is not a day of the calendar.`,
  });
}

function dayAt(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
