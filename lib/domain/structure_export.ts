/**
 * Everything about a structure and all below it, as lines of JSON: to keep, to
 * hand over, or to import elsewhere. Keys and passwords are not in it.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Batch } from "../schema/batch.ts";
import { instant } from "../schema/common.ts";
import type { Entry } from "../schema/credit.ts";
import { ExportRecord } from "../schema/structure_export.ts";
import { recordAudit } from "./audit.ts";
import { openBatch } from "./batch.ts";
import type { Call } from "./call.ts";
import { EMPTY_ACCOUNT } from "./credit.ts";
import { authorised } from "./directory.ts";
import { batchIds } from "./batch_ids.ts";
import { subtree } from "./subtree.ts";

const READ_MAX = 10;

/**
 * Begins an export: it is in the journal before its first line is read.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function exportStructure(
  ports: Ports,
  call: Call,
  id: string,
): Promise<AsyncIterable<ExportRecord>> {
  await authorised(ports, call.actor, "structure:manage", id);
  await ports.store.transact(
    keys.auditHead(id).id,
    (tx) =>
      recordAudit(tx, ports, {
        call,
        structureId: id,
        action: "structure.export",
      }),
  );
  return records(ports, id);
}

async function* records(
  ports: Ports,
  id: string,
): AsyncIterable<ExportRecord> {
  yield {
    record: "export",
    version: 1,
    at: instant(ports.now()),
    structureId: id,
    schema: z.toJSONSchema(ExportRecord, { unrepresentable: "any" }),
  };
  for await (const structure of subtree(ports, id)) {
    const { optOuts: _, ...own } = structure;
    yield { record: "structure", ...own };
    yield* applicationsOf(ports, structure.id);
    yield* messagesOf(ports, structure.id);
    yield* ledgerOf(ports, structure.id);
  }
}

async function* applicationsOf(
  ports: Ports,
  structureId: string,
): AsyncIterable<ExportRecord> {
  const found = ports.store.list(KINDS.applicationOf, { under: [structureId] });
  for (const { value } of await Array.fromAsync(found)) {
    const stored = await ports.store.get(keys.application(value));
    if (stored === null) continue;
    const { id, name, mode, scopes, dailyCap, createdAtMs } = stored;
    const own = { id, structureId, name, mode, scopes, dailyCap, createdAtMs };
    yield { record: "application", ...own };
  }
}

async function* messagesOf(
  ports: Ports,
  structureId: string,
): AsyncIterable<ExportRecord> {
  for await (const { value } of ports.store.list(KINDS.bulk, {})) {
    if (value.structureId === structureId) yield { record: "bulk", ...value };
  }
  let waiting: string[] = [];
  for await (const id of batchIds(ports, structureId, null)) {
    waiting.push(id);
    if (waiting.length < READ_MAX) continue;
    yield* batchesOf(ports, waiting);
    waiting = [];
  }
  yield* batchesOf(ports, waiting);
}

async function* batchesOf(
  ports: Ports,
  ids: readonly string[],
): AsyncIterable<ExportRecord> {
  for (const batch of await ports.store.getMany(ids.map(keys.batch))) {
    if (batch !== null) yield await opened(ports, batch);
  }
}

async function opened(ports: Ports, batch: Batch): Promise<ExportRecord> {
  const { numbers, texts } = await openBatch(ports, batch);
  return {
    record: "batch",
    ...batch,
    numbers: numbers && [...numbers],
    texts: texts && [...texts],
  };
}

/** Entries in their order, then the account they come to. */
async function* ledgerOf(
  ports: Ports,
  structureId: string,
): AsyncIterable<ExportRecord> {
  const account = await ports.store.get(keys.account(structureId)) ??
    EMPTY_ACCOUNT;
  const { latestEntries, latestBatches: _, alerts: __, ...own } = account;
  const line = (entry: Entry): ExportRecord => ({
    record: "entry",
    structureId,
    ...entry,
  });
  const pages = ports.store.list(KINDS.ledger, { under: [structureId] });
  for await (const { value } of pages) {
    for (const entry of value) {
      if (entry.number <= account.entries) yield line(entry);
    }
  }
  for (const entry of latestEntries) yield line(entry);
  yield { record: "account", structureId, ...own };
}
