/**
 * The monthly statement of a structure: its ledger of one month, summed. Every
 * figure is a sum of entries, so that they agree with the ledger by making.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Entry, LedgerEntry } from "../schema/credit.ts";
import type { Statement, StatementLine } from "../schema/statement.ts";
import { entriesDown, entryView } from "./account.ts";
import type { Actor } from "./actor.ts";
import { placeOf } from "./batch.ts";
import { civilMonth } from "./calendar.ts";
import { authorised } from "./directory.ts";

/** Submissions looked up together. */
const READ_MAX = 10;

/**
 * The statement of a month (`2026-11`, in France).
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function readStatement(
  ports: Ports,
  actor: Actor,
  { id, month }: { id: string; month: string },
): Promise<Statement> {
  const { structure } = await authorised(ports, actor, "credit:read", id);
  const lines = new Map<string, StatementLine>();
  const spentBy = new Map<string, number>();
  const account = await ports.store.get(keys.account(id));
  let closing: number | null = null;
  let opening = 0;
  let first: number | null = null;
  let last: number | null = null;
  for await (const entry of entriesDown(ports, id, Infinity)) {
    const at = civilMonth(entry.atMs);
    if (at > month) continue;
    closing ??= entry.availableAfter;
    if (at < month) {
      opening = entry.availableAfter;
      break;
    }
    first = entry.number;
    last ??= entry.number;
    addTo(lines, entry);
    if (entry.kind !== "settle") continue;
    spentBy.set(entry.cause, (spentBy.get(entry.cause) ?? 0) + entry.amount);
  }
  const spent = spentBy.values().reduce((sum, amount) => sum + amount, 0);
  return {
    structureId: id,
    structureName: structure.name,
    month,
    opening,
    closing: account === null ? 0 : closing ?? 0,
    spent,
    lines: [...lines.values()].sort(inOrder),
    applications: await byApplication(ports, spentBy),
    firstEntry: first,
    lastEntry: last,
  };
}

/**
 * The ledger of a month, the newest entry first.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function* monthEntries(
  ports: Ports,
  actor: Actor,
  { id, month }: { id: string; month: string },
): AsyncIterable<LedgerEntry> {
  await authorised(ports, actor, "credit:read", id);
  for await (const entry of entriesDown(ports, id, Infinity)) {
    const at = civilMonth(entry.atMs);
    if (at < month) return;
    if (at === month) yield entryView(entry);
  }
}

const ORDER = [
  "grant",
  "allocate",
  "reclaim",
  "adjust",
  "reserve",
  "release",
  "settle",
];

function inOrder(a: StatementLine, b: StatementLine): number {
  return ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) ||
    Number(a.gave) - Number(b.gave);
}

function addTo(lines: Map<string, StatementLine>, { kind, amount }: Entry) {
  const gave = amount < 0;
  const key = `${kind} ${gave}`;
  const line = lines.get(key) ?? { kind, gave, entries: 0, amount: 0 };
  line.entries++;
  line.amount += amount;
  lines.set(key, line);
}

/** What was spent, by the application that sent it. */
async function byApplication(
  ports: Ports,
  spentBy: ReadonlyMap<string, number>,
): Promise<Statement["applications"]> {
  const sums = new Map<string | null, number>();
  const causes = [...spentBy.keys()];
  for (let i = 0; i < causes.length; i += READ_MAX) {
    const some = causes.slice(i, i + READ_MAX);
    const senders = await Promise.all(
      some.map((cause) => applicationOf(ports, cause)),
    );
    senders.forEach((application, k) => {
      const amount = spentBy.get(some[k]!)!;
      sums.set(application, (sums.get(application) ?? 0) + amount);
    });
  }
  const found = await Promise.all(
    [...sums].map(async ([application, spent]) => ({
      application,
      name: application === null
        ? "Envoi simple"
        : (await ports.store.get(keys.application(application)))?.name ??
          application,
      spent,
    })),
  );
  return found.sort((a, b) => b.spent - a.spent);
}

/** Who made a submission; null for a person. */
async function applicationOf(
  ports: Ports,
  submissionId: string,
): Promise<string | null> {
  const place = placeOf(submissionId, "sub");
  if (place === null) {
    const bulk = await ports.store.get(keys.bulk(submissionId));
    return bulk?.submission.application ?? null;
  }
  const batch = await ports.store.get(keys.batch(place.batchId));
  return batch?.submissions[place.index]?.application ?? null;
}
