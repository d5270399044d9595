/**
 * Importing structures with their people and first SMS. The whole table is
 * checked before anything is written; then its lines are made in the
 * background, each under the id it was planned with, so that work that was
 * interrupted goes on where it was.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import {
  IMPORT_CHUNK,
  type PlannedRow,
  type StoredTreeImport,
  type TreeImport,
  type TreeImportPreview,
} from "../schema/tree_import.ts";
import type { Actor } from "./actor.ts";
import { readBalance } from "./account.ts";
import { recordAudit } from "./audit.ts";
import { shardOf } from "./batch.ts";
import { type Call, onceDone } from "./call.ts";
import { authorised } from "./directory.ts";
import { fieldError } from "./field.ts";
import { alike, type Plan, planImport } from "./tree_csv.ts";

const ERRORS_MAX = 100;

/** A table, and the structure below which it is to stand. */
interface Wanted {
  readonly structureId: string;
  readonly csv: string;
}

/**
 * What a table would do, and what is wrong with it; nothing is written.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function previewImport(
  ports: Ports,
  actor: Actor,
  wanted: Wanted,
  language: "fr" | "en" = "fr",
): Promise<TreeImportPreview> {
  const { rows, errors } = await plan(ports, actor, wanted);
  return {
    ...countsOf(rows),
    errors: errors.slice(0, ERRORS_MAX).map(({ line, column, text }) => ({
      line,
      column,
      detail: text[language],
    })),
  };
}

/**
 * Begins an import: all of the table, or nothing.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request` with a pointer
 *   `/csv/LINE/COLUMN` for each wrong cell
 */
export async function startImport(
  ports: Ports,
  call: Call,
  wanted: Wanted,
): Promise<TreeImport> {
  const { rows, errors } = await plan(ports, call.actor, wanted);
  if (errors.length > 0) {
    throw new Problem("invalid_request", {
      errors: errors.slice(0, ERRORS_MAX).map(({ line, column, text }) =>
        fieldError(`/csv/${line}/${column}`, text)
      ),
    });
  }
  return await onceDone(ports, call, async () => {
    const id = ports.newId("imp");
    const chunks = Math.ceil(rows.length / IMPORT_CHUNK);
    await Promise.all(
      Array.from({ length: chunks }, (_, i) => {
        const key = keys.treeImportRows(id, i);
        const some = rows.slice(i * IMPORT_CHUNK, (i + 1) * IMPORT_CHUNK);
        const sealed = ports.vault.seal(JSON.stringify(some), key.id);
        return ports.store.transact(key.id, (tx) => tx.create(key, sealed));
      }),
    );
    return await begin(ports, call, wanted.structureId, {
      id,
      chunks,
      lines: rows.length,
      ...countsOf(rows),
    });
  });
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function readImport(
  ports: Ports,
  actor: Actor,
  { structureId, importId }: { structureId: string; importId: string },
): Promise<TreeImport> {
  await authorised(ports, actor, "structure:manage", structureId);
  const found = await ports.store.get(keys.treeImport(importId));
  if (found === null || found.structureId !== structureId) {
    throw new Problem("not_found");
  }
  return importView(found);
}

async function begin(
  ports: Ports,
  call: Call,
  structureId: string,
  { id, ...counts }: Pick<
    StoredTreeImport,
    "id" | "chunks" | "lines" | "structures" | "members" | "credits"
  >,
): Promise<TreeImport> {
  const nowMs = ports.now();
  const stored: StoredTreeImport = {
    id,
    structureId,
    actorId: call.actor.id,
    ...counts,
    done: 0,
    nextChunk: 0,
    unpaid: [],
    createdAtMs: nowMs,
    finishedAtMs: null,
  };
  return await ports.store.transact(structureId, async (tx) => {
    tx.create(keys.treeImport(id), stored);
    tx.put(keys.due(shardOf(structureId), nowMs, id), {
      kind: "treeImport",
      structureId,
    });
    const { structures, members, credits } = stored;
    await recordAudit(tx, ports, {
      call,
      structureId,
      action: "import.start",
      target: id,
      detail: { structures, members, credits },
    });
    return importView(stored);
  });
}

async function plan(
  ports: Ports,
  actor: Actor,
  { structureId, csv }: Wanted,
): Promise<Plan> {
  const { structure } = await authorised(
    ports,
    actor,
    "structure:manage",
    structureId,
  );
  const { id, name, path } = structure;
  const planned = planImport(csv, {
    id,
    name,
    path,
    taken: await namesBelow(ports, id),
    newId: () => ports.newId("str"),
  });
  const { credits } = countsOf(planned.rows);
  const { available } = await readBalance(ports, actor, id);
  if (credits > available) {
    planned.errors.push({
      line: 1,
      column: "credits",
      text: {
        fr:
          `Le fichier donne ${credits} SMS, « ${name} » n’en a que ${available}.`,
        en: `The file gives ${credits} SMS, "${name}" has only ${available}.`,
      },
    });
  }
  return planned;
}

async function namesBelow(ports: Ports, id: string): Promise<Set<string>> {
  const children = ports.store.list(KINDS.child, { under: [id] });
  const ids = await Array.fromAsync(children, ({ value }) => value);
  const found = await ports.store.getMany(ids.map(keys.structure));
  return new Set(found.flatMap((one) => one === null ? [] : [alike(one.name)]));
}

function countsOf(rows: readonly PlannedRow[]) {
  return {
    structures: rows.filter(({ isNew }) => isNew).length,
    members: rows.filter(({ member }) => member !== null).length,
    credits: rows.reduce((sum, { credits }) => sum + credits, 0),
  };
}

function importView(stored: StoredTreeImport): TreeImport {
  const { id, structureId, structures, members, credits, lines, done } = stored;
  const { finishedAtMs } = stored;
  return {
    id,
    structureId,
    status: finishedAtMs === null ? "running" : "done",
    structures,
    members,
    credits,
    lines,
    done,
    unpaidLines: stored.unpaid,
    createdAt: instant(stored.createdAtMs),
    finishedAt: finishedAtMs === null ? null : instant(finishedAtMs),
  };
}
