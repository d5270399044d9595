/**
 * Reading journals: listed with filters, exported whole, and verified line by
 * line.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type {
  AuditCheck,
  AuditEntry,
  AuditQuery,
  StoredAuditEntry,
} from "../schema/audit.ts";
import { instant } from "../schema/common.ts";
import { type Actor, isOperator } from "./actor.ts";
import { chainHash, INSTALLATION, NO_HASH } from "./audit.ts";
import { authorised, lookUp } from "./directory.ts";
import { memberNames } from "./member.ts";
import { fromCursor, type Page, toCursor } from "./page.ts";

/** Lines looked at for one page of a filtered list. */
const SCANNED_MAX = 5_000;
const NUMBER = /^[1-9]\d{0,14}$/;

/** Which journal is wanted, and what of it; `id` null for the installation's. */
export type JournalQuery = AuditQuery & { readonly id: string | null };

/**
 * A journal's lines, the newest first.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`
 */
export async function listAudit(
  ports: Ports,
  actor: Actor,
  query: JournalQuery,
): Promise<Page<AuditEntry>> {
  const journal = await readable(ports, actor, query.id);
  const place = fromCursor(query.cursor, NUMBER);
  const found: StoredAuditEntry[] = [];
  let scanned = 0;
  let last = 0;
  const below = place === null ? null : Number(place);
  for await (const line of linesDown(ports, journal, below)) {
    const isFull = found.length === query.limit || scanned === SCANNED_MAX;
    if (isFull) {
      const items = await views(ports, found);
      return { items, nextCursor: toCursor(String(last)) };
    }
    scanned++;
    last = line.number;
    if (matches(line, query)) found.push(line);
    if (query.from && line.atMs < Date.parse(query.from)) break;
  }
  return { items: await views(ports, found), nextCursor: null };
}

/** Lines named at a time, for an export. */
const EXPORT_CHUNK = 100;

/**
 * All lines that a query asks for, the oldest first, so that the chain can be
 * followed.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function exportAudit(
  ports: Ports,
  actor: Actor,
  query: JournalQuery,
): Promise<AsyncIterable<AuditEntry>> {
  const journal = await readable(ports, actor, query.id);
  return chunks();

  async function* chunks() {
    let waiting: StoredAuditEntry[] = [];
    for await (const line of linesUp(ports, journal)) {
      if (!matches(line, query)) continue;
      waiting.push(line);
      if (waiting.length < EXPORT_CHUNK) continue;
      yield* await views(ports, waiting);
      waiting = [];
    }
    yield* await views(ports, waiting);
  }
}

/**
 * Whether a journal is what was written, line by line.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function checkAudit(
  ports: Ports,
  actor: Actor,
  id: string | null,
): Promise<AuditCheck> {
  return await checkJournal(ports, await readable(ports, actor, id));
}

/** What is wrong with the journals of the installation, one sentence each. */
export async function brokenJournals(
  ports: Ports,
): Promise<{ journals: number; lines: number; broken: string[] }> {
  const ids = new Set<string>();
  for await (const { parts } of ports.store.list(KINDS.auditHead, {})) {
    ids.add(parts[0] as string);
  }
  // Lines whose head is gone belong to a journal all the same.
  for await (const { parts } of ports.store.list(KINDS.audit, {})) {
    ids.add(parts[0] as string);
  }
  let lines = 0;
  const broken: string[] = [];
  for (const id of ids) {
    const { entries, intact, brokenAt } = await checkJournal(ports, id);
    lines += entries;
    if (!intact) broken.push(`${id}: journal: broken at line ${brokenAt}`);
  }
  return { journals: ids.size, lines, broken };
}

async function checkJournal(ports: Ports, id: string): Promise<AuditCheck> {
  // The head first: lines written meanwhile come after it.
  const head = await ports.store.get(keys.auditHead(id)) ??
    { entries: 0, hash: NO_HASH };
  const lastHash = head.entries === 0 ? null : head.hash;
  const state = { entries: head.entries, lastHash };
  let before = NO_HASH;
  let number = 0;
  for await (const { hash, ...line } of linesUp(ports, id)) {
    if (number === head.entries && head.entries > 0) break;
    number++;
    const isSound = line.number === number && chainHash(before, line) === hash;
    if (!isSound) return { ...state, intact: false, brokenAt: number };
    before = hash;
  }
  const ends = number === head.entries && before === head.hash;
  return { ...state, intact: ends, brokenAt: ends ? null : number + 1 };
}

async function readable(
  ports: Ports,
  actor: Actor,
  id: string | null,
): Promise<string> {
  if (id !== null) {
    await authorised(ports, actor, "audit:read", id);
    return id;
  }
  if (!isOperator(actor)) throw new Problem("forbidden");
  return INSTALLATION;
}

async function* linesDown(
  ports: Ports,
  journal: string,
  below: number | null,
): AsyncIterable<StoredAuditEntry> {
  const range = below === null
    ? { under: [journal] }
    : { under: [journal], end: [journal, below] };
  const lines = ports.store.list(KINDS.audit, range, { reverse: true });
  for await (const { value } of lines) yield value;
}

async function* linesUp(
  ports: Ports,
  journal: string,
): AsyncIterable<StoredAuditEntry> {
  const lines = ports.store.list(KINDS.audit, { under: [journal] });
  for await (const { value } of lines) yield value;
}

function matches(
  line: StoredAuditEntry,
  { action, actor, result, from, to }: JournalQuery,
): boolean {
  return (action === undefined || line.action === action ||
    line.action.startsWith(`${action}.`)) &&
    (actor === undefined || line.actorId === actor) &&
    (result === undefined || line.result === result) &&
    (from === undefined || line.atMs >= Date.parse(from)) &&
    (to === undefined || line.atMs < Date.parse(to));
}

/** Lines as they are told, each with the name of who acted. */
async function views(
  ports: Ports,
  lines: readonly StoredAuditEntry[],
): Promise<AuditEntry[]> {
  const ids = (kind: string) =>
    lines.filter(({ actorKind }) => actorKind === kind)
      .map(({ actorId }) => actorId);
  const names = await memberNames(ports, ids("member"));
  for (const id of new Set(ids("application"))) {
    const application = await lookUp(ports, keys.application(id));
    if (application !== null) names.set(id, application.name);
  }
  return lines.map((line) => ({
    number: line.number,
    at: instant(line.atMs),
    actor: {
      kind: line.actorKind,
      id: line.actorId,
      name: names.get(line.actorId) ?? null,
    },
    from: { via: line.via, address: line.address },
    action: line.action,
    target: line.target,
    result: line.result,
    detail: line.detail,
    hash: line.hash,
  }));
}
