/**
 * Making the lines of an import, some at a time. Each line is made under the id
 * it was planned with and under a key of its own, so it is made once however
 * often it is begun.
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
import { memberActor } from "./member.ts";
import { addMember } from "./membership.ts";
import { transferCredits } from "./transfer.ts";

/** Mails of an import leave one after another, so that none else waits. */
const MAIL_MS = 250;

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
  const key = keys.treeImportRows(id, job?.nextChunk ?? 0);
  const sealed = job && await ports.store.get(key);
  const rows: PlannedRow[] = sealed
    ? JSON.parse(ports.vault.unseal(sealed, key.id))
    : [];
  const actor = job && await actorOf(ports, job.actorId);
  const paid = job === null || actor === null ? [] : await Promise.all(
    rows.map((row, i) => makeRow(ports, { job, actor, row, at: i })),
  );
  return await ports.store.transact(id, async (tx) => {
    const before = await tx.get(keys.treeImport(id));
    const isOver = before === null || before.nextChunk + 1 >= before.chunks;
    await guard(tx, isOver);
    if (before === null) return true;
    await tx.get(key);
    tx.delete(key);
    tx.put(keys.treeImport(id), {
      ...before,
      done: before.done + rows.length,
      nextChunk: before.nextChunk + 1,
      unpaid: [
        ...before.unpaid,
        ...rows.filter((_, i) => paid[i] === false).map(({ line }) => line),
      ],
      finishedAtMs: isOver ? ports.now() : null,
    });
    return isOver;
  });
}

/** Makes one line: what is there already is left. False if its SMS lacked. */
async function makeRow(
  ports: Ports,
  { job, actor, row, at }: {
    job: StoredTreeImport;
    actor: Actor;
    row: PlannedRow;
    at: number;
  },
): Promise<boolean> {
  const call: Call = {
    actor,
    route: "POST /structures/{id}/imports",
    key: `${job.id}-${row.line}`,
    fingerprint: `${job.id}-${row.line}`,
    replayed: false,
  };
  if (row.isNew) await makeStructure(ports, call, row);
  if (row.member !== null) {
    const { member } = row;
    const delayMs = (job.nextChunk * IMPORT_CHUNK + at) * MAIL_MS;
    const event = { call, structureId: row.id, input: member, delayMs };
    await ports.store.transact(row.id, (tx) => addMember(tx, ports, event))
      .catch(ignore("conflict"));
  }
  if (row.credits === 0) return true;
  const moved = await transferCredits(ports, call, {
    fromId: job.structureId,
    toId: row.id,
    credits: row.credits,
  }).catch(ignore("insufficient_credit"));
  return moved !== null;
}

async function makeStructure(
  ports: Ports,
  call: Call,
  { id, name, path, siren, defaultSender }: PlannedRow,
): Promise<void> {
  await ports.store.transact(id, async (tx) => {
    if (await tx.get(keys.structure(id)) !== null) return;
    tx.put(keys.structure(id), {
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
  });
}

async function actorOf(ports: Ports, id: string): Promise<Actor | null> {
  if (id === "operator") return { kind: "operator", id };
  const member = await ports.store.get(keys.member(id));
  return member === null ? null : memberActor(member);
}

function ignore(code: Problem["code"]): (error: unknown) => null {
  return (error) => {
    if (error instanceof Problem && error.code === code) return null;
    throw error;
  };
}
