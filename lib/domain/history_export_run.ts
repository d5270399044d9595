/**
 * Preparing an export, some pages at a time, and destroying it. Each step
 * commits its rows together with the place where the next one goes on, so
 * that work that was interrupted is neither lost nor doubled.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { deflateRawSync } from "node:zlib";
import { sealBytes } from "../crypto/seal.ts";
import { timeOf } from "../kv/ids.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { StoredExport } from "../schema/export.ts";
import type { Message } from "../schema/message.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import type { Call } from "./call.ts";
import { exportOf, type Named } from "./history_export.ts";
import { listMessages } from "./history.ts";
import { fromCursor } from "./page.ts";

/** Rows of one step. */
const STEP_ROWS = 1_000;
/** Of a part before it is compressed: sealed, it is well within a value. */
const PART_CHARS = 24_000;
/** Parts deleted in one commit. */
const DROP_MAX = 500;

/** Who reads: whoever fetches the result is asked again whether they may. */
const SERVICE: Actor = { kind: "operator", id: "operator" };

/** Which of an export's due entries is worked on. */
export interface ExportStep {
  readonly structureId: string;
  readonly id: string;
  /** Goes into each commit, with when the export is to be looked at again. */
  readonly guard: (tx: Tx, nextMs: number | null) => Promise<void>;
}

/**
 * Does the next step of an export: prepares some of it, or destroys it once
 * its time is over. True if it is to be called again at once.
 */
export async function continueExport(
  ports: Ports,
  step: ExportStep,
): Promise<boolean> {
  const { structureId, id, guard } = step;
  const key = keys.export(structureId, id);
  const stored = await ports.store.get(key);
  if (stored === null || isToGo(ports, stored)) {
    await destroyExport(ports, { structureId, id });
    await ports.store.transact(id, (tx) => guard(tx, null));
    return false;
  }
  if (stored.finishedAtMs !== null) {
    await ports.store.transact(id, (tx) => guard(tx, stored.expiresAtMs));
    return false;
  }
  const page = await listMessages(ports, SERVICE, {
    ...stored.filter,
    structureId,
    limit: STEP_ROWS,
    cursor: stored.cursor ?? undefined,
  });
  const parts = sealed(ports, stored, page.items);
  const isOver = page.nextCursor === null;
  return await ports.store.transact(id, async (tx) => {
    const before = await tx.get(key);
    // Someone deleted it meanwhile, or did this very step.
    if (before === null || before.key === null) return false;
    if (before.cursor !== stored.cursor || before.parts !== stored.parts) {
      return true;
    }
    await guard(tx, isOver ? stored.expiresAtMs : ports.now());
    parts.forEach((part, i) =>
      tx.put(keys.exportPart(id, before.parts + i), part)
    );
    tx.put(key, {
      ...before,
      cursor: page.nextCursor,
      rows: before.rows + page.items.length,
      parts: before.parts + parts.length,
      reachedMs: page.nextCursor === null
        ? before.oldestMs
        : reached(page.nextCursor),
      finishedAtMs: isOver ? ports.now() : null,
    });
    return !isOver;
  });
}

/**
 * Destroys what was prepared before its time is over.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function deleteExport(
  ports: Ports,
  call: Call,
  named: Named,
): Promise<null> {
  const stored = await exportOf(ports, call.actor, named);
  await destroyExport(ports, stored, (tx) =>
    recordAudit(tx, ports, {
      call,
      structureId: named.structureId,
      action: "history-export.delete",
      target: named.exportId,
    }));
  return null;
}

/** Destroys all that a structure has prepared: someone in it was erased. */
export async function destroyExports(
  ports: Ports,
  structureId: string,
): Promise<void> {
  const found = ports.store.list(KINDS.export, { under: [structureId] });
  for (const { value } of await Array.fromAsync(found)) {
    if (value.key !== null) await destroyExport(ports, value);
  }
}

/** First the key, so that nothing is readable from there on; then the rows. */
async function destroyExport(
  ports: Ports,
  { structureId, id }: Pick<StoredExport, "structureId" | "id">,
  note: (tx: Tx) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const key = keys.export(structureId, id);
  await ports.store.transact(id, async (tx) => {
    const before = await tx.get(key);
    if (before !== null) tx.put(key, { ...before, key: null });
    await note(tx);
  });
  while (true) {
    const found = ports.store.list(KINDS.exportPart, { under: [id] }, {
      limit: DROP_MAX,
    });
    const parts = await Array.fromAsync(found, ({ parts }) => parts[1]);
    if (parts.length === 0) return;
    await ports.store.transact(id, async (tx) => {
      const owner = await tx.get(key);
      if (owner !== null) tx.put(key, owner);
      for (const part of parts) tx.delete(keys.exportPart(id, Number(part)));
    });
  }
}

function isToGo(ports: Ports, { key, expiresAtMs }: StoredExport): boolean {
  return key === null || expiresAtMs <= ports.now();
}

/** Messages as lines of JSON, compressed and sealed, some to a part. */
function sealed(
  ports: Ports,
  stored: StoredExport,
  messages: readonly Message[],
): Uint8Array<ArrayBuffer>[] {
  const secret = exportSecret(ports, stored);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let lines = "";
  const close = () => {
    const packed = deflateRawSync(lines, { level: 1 });
    const number = stored.parts + parts.length;
    parts.push(sealBytes(secret, packed, `${stored.id}/${number}`));
    lines = "";
  };
  for (const message of messages) {
    lines += JSON.stringify(message) + "\n";
    if (lines.length >= PART_CHARS) close();
  }
  if (lines !== "") close();
  return parts;
}

/** The key of an export's rows. */
export function exportSecret(
  { vault }: Ports,
  { structureId, id, key }: StoredExport,
): Uint8Array {
  const plain = vault.unseal(key!, keys.export(structureId, id).id);
  return Buffer.from(plain, "base64");
}

/** The instant of the batch that a page of the history goes on with. */
function reached(cursor: string): number {
  return timeOf(fromCursor(cursor, /^[0-9a-z]{18}\./)!.split(".")[0]!);
}
