/**
 * Fetching an export through its link, which ends with that.
 *
 * @module
 */
import { inflateRawSync } from "node:zlib";
import { sha256, unsealBytes } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { ExportFormat, StoredExport } from "../schema/export.ts";
import type { Message } from "../schema/message.ts";
import { recordAudit } from "./audit.ts";
import type { Origin } from "./call.ts";
import { exportSecret } from "./history_export_run.ts";

/** What the secret of a link looks like. */
export const LINK_SECRET = /^[A-Za-z0-9_-]{43}$/;

const decoder = new TextDecoder();

/** What a link leads to. */
export interface Download {
  readonly format: ExportFormat;
  /** When it was asked for. */
  readonly createdAtMs: number;
  readonly messages: AsyncIterable<Message>;
}

/**
 * Takes a link, and begins to read what it leads to.
 *
 * @throws {Problem} `not_found` for one that was used, is over or never was
 */
export async function openDownload(
  ports: Ports,
  secret: string,
  origin: Origin | undefined,
): Promise<Download> {
  const stored = await useLink(ports, secret, origin);
  const { format, createdAtMs } = stored;
  return { format, createdAtMs, messages: messagesOf(ports, stored) };
}

async function useLink(
  ports: Ports,
  secret: string,
  origin: Origin | undefined,
): Promise<StoredExport> {
  const key = keys.download(sha256(secret));
  return await ports.store.transact(key.id, async (tx) => {
    const link = await tx.get(key);
    const nowMs = ports.now();
    if (link === null || link.expiresAtMs <= nowMs) throw spentLink();
    const { structureId, exportId, actorKind, actorId } = link;
    const exportKey = keys.export(structureId, exportId);
    const stored = await tx.get(exportKey);
    if (stored === null || stored.key === null) throw spentLink();
    tx.delete(key);
    tx.put(exportKey, { ...stored, downloads: stored.downloads + 1 });
    await recordAudit(tx, ports, {
      call: { actor: { kind: actorKind, id: actorId }, origin },
      structureId,
      action: "history-export.download",
      target: exportId,
      detail: { rows: stored.rows },
    });
    return stored;
  });
}

/** One part in memory at a time. */
async function* messagesOf(
  ports: Ports,
  stored: StoredExport,
): AsyncIterable<Message> {
  const secret = exportSecret(ports, stored);
  for (let number = 0; number < stored.parts; number++) {
    const part = await ports.store.get(keys.exportPart(stored.id, number));
    // Cut off rather than given as if it were all.
    if (part === null) throw new Error("the export was destroyed meanwhile");
    const packed = unsealBytes(secret, part, `${stored.id}/${number}`);
    const lines = decoder.decode(inflateRawSync(packed)).split("\n");
    for (const line of lines) if (line !== "") yield JSON.parse(line);
  }
}

function spentLink(): Problem {
  return new Problem("not_found", {
    detail: {
      fr:
        "Ce lien a déjà servi, ou son temps est passé. Demandez-en un autre depuis la page de l’export.",
      en:
        "This link was used already, or its time is over. Ask for another one on the export's page.",
    },
  });
}
