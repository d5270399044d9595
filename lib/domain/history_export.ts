/**
 * Exporting a history in the background: asked for, prepared while one does
 * something else (see `history_export_run.ts`), fetched through a link that
 * works once.
 *
 * It holds the messages that were there when it was asked for, as they were
 * when their page was read. What is prepared lies in the store, sealed under a
 * key of its own that is destroyed with it.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { sha256 } from "../crypto/seal.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import {
  EXPORT_MS,
  type ExportLink,
  EXPORTS_MAX,
  type HistoryExport,
  LINK_MS,
  type NewExport,
  type StoredExport,
} from "../schema/export.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { shardOf } from "./batch.ts";
import { type Call, once } from "./call.ts";
import { readAccount } from "./credit.ts";
import { authorised } from "./directory.ts";
import { fromCursor, ID, type Page, pageOf, type PageRequest } from "./page.ts";

const SECRET_BYTES = 32;

/** Names an export. */
export interface Named {
  readonly structureId: string;
  readonly exportId: string;
}

/**
 * Has a history exported in the background.
 *
 * @throws {Problem} `not_found`, `forbidden`, `conflict` while three are being
 *   prepared
 */
export async function startExport(
  ports: Ports,
  call: Call,
  { structureId, format, ...filter }: NewExport & { structureId: string },
): Promise<HistoryExport> {
  const at = await authorised(ports, call.actor, "message:read", structureId);
  const running = await countRunning(ports, structureId);
  if (running >= EXPORTS_MAX) throw tooMany();
  return await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      const nowMs = ports.now();
      const id = ports.newId("exp");
      const key = keys.export(structureId, id);
      const secret = Buffer.from(ports.randomBytes(32)).toString("base64");
      const { to = instant(nowMs), from } = filter;
      const newestMs = Math.min(Date.parse(to), nowMs);
      const bornMs = at.structure.createdAtMs;
      const stored: StoredExport = {
        id,
        structureId,
        format,
        filter: { ...filter, to: instant(newestMs) },
        key: ports.vault.seal(secret, key.id),
        cursor: null,
        rows: 0,
        parts: 0,
        reachedMs: newestMs,
        oldestMs: from === undefined ? bornMs : Date.parse(from),
        createdAtMs: nowMs,
        finishedAtMs: null,
        expiresAtMs: nowMs + EXPORT_MS,
        downloads: 0,
      };
      await readAccount(tx, structureId);
      tx.create(key, stored);
      tx.put(keys.due(shardOf(structureId), nowMs, id), {
        kind: "export",
        structureId,
      });
      await recordAudit(tx, ports, {
        call,
        structureId,
        action: "history-export.start",
        target: id,
        detail: { format, from: from ?? null, to: stored.filter.to! },
      });
      return exportView(stored, nowMs);
    },
  });
}

/**
 * Exports of a structure, the newest first.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`
 */
export async function listExports(
  ports: Ports,
  actor: Actor,
  { structureId, limit, cursor }: PageRequest & { structureId: string },
): Promise<Page<HistoryExport>> {
  await authorised(ports, actor, "message:read", structureId);
  const before = fromCursor(cursor, ID);
  const found = ports.store.list(KINDS.export, {
    under: [structureId],
    ...(before === null ? {} : { end: [structureId, before] }),
  }, { reverse: true, limit: limit + 1 });
  const nowMs = ports.now();
  const all = await Array.fromAsync(
    found,
    ({ value }) => exportView(value, nowMs),
  );
  return pageOf(all, limit, ({ id }) => id);
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function readExport(
  ports: Ports,
  actor: Actor,
  named: Named,
): Promise<HistoryExport> {
  return exportView(await exportOf(ports, actor, named), ports.now());
}

/**
 * A link to what was prepared: whoever has it fetches it, once.
 *
 * @throws {Problem} `not_found`, `forbidden`, `conflict` while it is being
 *   prepared, `already_final` once it was destroyed
 */
export async function linkExport(
  ports: Ports,
  call: Call,
  named: Named & { readonly path: string },
): Promise<ExportLink> {
  const found = await exportOf(ports, call.actor, named);
  const { status } = exportView(found, ports.now());
  if (status === "running") throw unready();
  if (status === "expired") throw gone();
  const { structureId, exportId } = named;
  return await once(ports, call, {
    lane: exportId,
    body: async (tx) => {
      const secret = Buffer.from(ports.randomBytes(SECRET_BYTES))
        .toString("base64url");
      const expiresAtMs = Math.min(ports.now() + LINK_MS, found.expiresAtMs);
      const { kind: actorKind, id: actorId } = call.actor;
      const hash = sha256(secret);
      const link = { structureId, exportId, actorKind, actorId, expiresAtMs };
      tx.create(keys.download(hash), link);
      await recordAudit(tx, ports, {
        call,
        structureId,
        action: "history-export.link",
        target: exportId,
      });
      return {
        url: `${ports.publicUrl}${named.path}/${secret}`,
        expiresAt: instant(expiresAtMs),
      };
    },
  });
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function exportOf(
  ports: Ports,
  actor: Actor,
  { structureId, exportId }: Named,
): Promise<StoredExport> {
  await authorised(ports, actor, "message:read", structureId);
  const found = await ports.store.get(keys.export(structureId, exportId));
  if (found === null) throw new Problem("not_found");
  return found;
}

/** The export as it is told. */
export function exportView(
  stored: StoredExport,
  nowMs: number,
): HistoryExport {
  const { id, structureId, format, filter, rows, downloads } = stored;
  const { finishedAtMs, expiresAtMs, createdAtMs } = stored;
  const isOver = stored.key === null || expiresAtMs <= nowMs;
  return {
    id,
    structureId,
    status: isOver ? "expired" : finishedAtMs === null ? "running" : "ready",
    format,
    filter,
    rows,
    percent: percentOf(stored),
    createdAt: instant(createdAtMs),
    finishedAt: finishedAtMs === null ? null : instant(finishedAtMs),
    expiresAt: instant(expiresAtMs),
    downloads,
  };
}

/** How much of the period is behind; all of it only at the end. */
function percentOf(stored: StoredExport): number {
  const { finishedAtMs, filter, reachedMs, oldestMs } = stored;
  if (finishedAtMs !== null) return 100;
  const newestMs = Date.parse(filter.to!);
  const whole = Math.max(1, newestMs - oldestMs);
  const part = Math.floor(100 * (newestMs - reachedMs) / whole);
  return Math.min(99, Math.max(0, part));
}

async function countRunning(
  ports: Ports,
  structureId: string,
): Promise<number> {
  const found = ports.store.list(KINDS.export, { under: [structureId] }, {
    reverse: true,
  });
  const nowMs = ports.now();
  let count = 0;
  for await (const { value } of found) {
    if (exportView(value, nowMs).status === "running") count++;
  }
  return count;
}

function tooMany(): Problem {
  return new Problem("conflict", {
    detail: {
      fr:
        `${EXPORTS_MAX} exports de cette structure sont déjà en préparation. Attendez que l’un d’eux soit prêt.`,
      en:
        `${EXPORTS_MAX} exports of this structure are being prepared already. Wait until one of them is ready.`,
    },
  });
}

function unready(): Problem {
  return new Problem("conflict", {
    detail: {
      fr:
        "Cet export est encore en préparation. Demandez son lien quand « status » vaut « ready ».",
      en:
        'This export is still being prepared. Ask for its link once "status" is "ready".',
    },
  });
}

function gone(): Problem {
  return new Problem("already_final", {
    detail: {
      fr:
        "Cet export a été détruit : son temps est passé, ou quelqu’un l’a supprimé. Demandez-en un nouveau.",
      en:
        "This export was destroyed: its time is over, or someone deleted it. Ask for a new one.",
    },
  });
}
