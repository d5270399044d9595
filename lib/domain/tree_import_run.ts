/**
 * Making the lines of an import, as many at a time as one commit holds: the
 * structures, their people, their SMS and how far the import is. A commit that
 * is not in has made nothing, one that is in is not made again.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import {
  IMPORT_CHUNK,
  type PlannedRow,
  type StoredTreeImport,
} from "../schema/tree_import.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import type { Call } from "./call.ts";
import { accountEmail } from "./member.ts";
import { addMember } from "./membership.ts";
import { allocateIn } from "./transfer.ts";

/** Mails of an import leave one after another, so that none else waits. */
const MAIL_MS = 250;
/** What a commit checks besides its lines: the import, the lease, who pays. */
const CHECKS_BESIDE = 6;
/** What a line checks, by what stands there already. */
const CHECKS = { newMember: 1, knownMember: 3, knownStructure: 2 };

/**
 * Makes the next lines of an import, and writes down how far it is; `guard`
 * goes into that commit. True once there is nothing left.
 */
export async function continueImport(
  ports: Ports,
  id: string,
  guard: (tx: Tx, isOver: boolean) => Promise<void>,
): Promise<boolean> {
  const job = await ports.store.get(keys.treeImport(id));
  const piece = job && await nextPiece(ports, job);
  const mails = piece?.rows.flatMap(emailKeyOf) ?? [];
  return await ports.store.transact(id, async (tx) => {
    const before = await tx.get(keys.treeImport(id));
    if (before === null || piece === null) {
      await guard(tx, true);
      return true;
    }
    // Another worker has made these lines: look again.
    if (before.done !== piece.from) return false;
    const done = before.done + piece.rows.length;
    const isOver = done >= before.lines;
    await guard(tx, isOver);
    const unpaid = await makeRows(tx, ports, { job: before, ...piece });
    if (piece.isEnd) {
      await tx.get(piece.key);
      tx.delete(piece.key);
    }
    tx.put(keys.treeImport(id), {
      ...before,
      done,
      nextChunk: before.nextChunk + (piece.isEnd ? 1 : 0),
      unpaid: [...before.unpaid, ...unpaid],
      finishedAtMs: isOver ? ports.now() : null,
    });
    return isOver;
  }, mails);
}

/** Lines that are made in one commit. */
interface Piece {
  readonly rows: readonly PlannedRow[];
  /** How many lines come before them. */
  readonly from: number;
  /** Whether they are the last ones of their chunk. */
  readonly isEnd: boolean;
  readonly key: ReturnType<typeof keys.treeImportRows>;
}

/** The lines that come next, as many as a commit can check; null for none. */
async function nextPiece(
  ports: Ports,
  { id, nextChunk, done }: StoredTreeImport,
): Promise<Piece | null> {
  const key = keys.treeImportRows(id, nextChunk);
  const sealed = await ports.store.get(key);
  if (sealed === null) return null;
  const chunk: PlannedRow[] = JSON.parse(ports.vault.unseal(sealed, key.id));
  const left = chunk.slice(done - nextChunk * IMPORT_CHUNK);
  const known = await knownEmails(ports, left);
  let checks = ports.store.options.envelope.checks - CHECKS_BESIDE;
  const rows = left.filter((row, i) => {
    checks -= checksOf(row, known);
    return i === 0 || checks >= 0;
  });
  return { rows, from: done, isEnd: rows.length === left.length, key };
}

function checksOf(
  { isNew, member }: PlannedRow,
  known: ReadonlySet<string>,
): number {
  const person = member === null
    ? 0
    : known.has(accountEmail(member.email))
    ? CHECKS.knownMember
    : CHECKS.newMember;
  return person + (isNew ? 0 : CHECKS.knownStructure);
}

/** Those of the lines' addresses that have an account already. */
async function knownEmails(
  ports: Ports,
  rows: readonly PlannedRow[],
): Promise<Set<string>> {
  const emails = rows.flatMap(({ member }) =>
    member === null ? [] : [accountEmail(member.email)]
  );
  const ids = await ports.store.getMany(emails.map(keys.memberByEmail));
  return new Set(emails.filter((_, i) => ids[i] !== null));
}

function emailKeyOf({ member }: PlannedRow) {
  return member === null
    ? []
    : [keys.memberByEmail(accountEmail(member.email))];
}

/** Makes lines inside `tx`; gives those whose SMS lacked. */
async function makeRows(
  tx: Tx,
  ports: Ports,
  { job, rows, from }: Pick<Piece, "rows" | "from"> & { job: StoredTreeImport },
): Promise<number[]> {
  const call: Call = {
    actor: actorOf(job.actorId),
    route: "POST /structures/{id}/imports",
    key: null,
    fingerprint: job.id,
    replayed: false,
  };
  if (rows.some(({ credits }) => credits > 0)) {
    await tx.get(keys.account(job.structureId));
  }
  const unpaid: number[] = [];
  for (const [i, row] of rows.entries()) {
    if (row.isNew) await makeStructure(tx, ports, call, row);
    if (row.member !== null) {
      const { member: input, id: structureId } = row;
      const delayMs = (from + i) * MAIL_MS;
      await addMember(tx, ports, { call, structureId, input, delayMs })
        .catch(ignore("conflict"));
    }
    if (!await pay(tx, ports, call, { row, fromId: job.structureId })) {
      unpaid.push(row.line);
    }
  }
  return unpaid;
}

/** Gives a line its SMS; false where they lack. */
async function pay(
  tx: Tx,
  ports: Ports,
  call: Call,
  { row: { id: toId, credits }, fromId }: { row: PlannedRow; fromId: string },
): Promise<boolean> {
  if (credits === 0) return true;
  // Read before anything is taken, so that the body need not run again.
  await tx.get(keys.account(toId));
  const paid = await allocateIn(tx, ports, call, { fromId, toId, credits })
    .catch(ignore("insufficient_credit"));
  return paid !== null;
}

async function makeStructure(
  tx: Tx,
  ports: Ports,
  call: Call,
  { id, name, path, siren, defaultSender }: PlannedRow,
): Promise<void> {
  for (
    const key of [keys.structure(id), keys.account(id), keys.auditHead(id)]
  ) {
    tx.presumeNew(key);
  }
  tx.create(keys.structure(id), {
    id,
    name,
    path,
    siren,
    defaultSender,
    senders: defaultSender === null ? [] : [defaultSender],
    suspended: false,
    createdAtMs: ports.now(),
  });
  tx.put(keys.child(path.at(-1)!, id), id);
  await recordAudit(tx, ports, {
    call,
    structureId: id,
    action: "structure.create",
    target: id,
    detail: { name, parentId: path.at(-1)! },
  });
}

/** Who began it; that they might was known then. */
function actorOf(id: string): Actor {
  return id === "operator" ? { kind: "operator", id } : {
    kind: "member",
    id,
    name: "",
    email: "",
    operator: false,
    roles: {},
  };
}

/** Null for a refusal that is no reason to stop. */
function ignore(code: Problem["code"]): (error: unknown) => null {
  return (error) => {
    if (error instanceof Problem && error.code === code) return null;
    throw error;
  };
}
