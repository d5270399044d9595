/**
 * The part of the key table that is about histories exported in the
 * background. See `keys.ts`.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { StoredDownload, StoredExport } from "../schema/export.ts";
import { keyOf, kind } from "./kind.ts";

/** How long it is told that an export was made. */
const TOLD_MS = 30 * 86_400_000;

const Bytes = z.instanceof(Uint8Array) as z.ZodType<Uint8Array<ArrayBuffer>>;

export const EXPORT_KINDS = {
  export: kind("export", StoredExport, {
    expiresAtMs: ({ expiresAtMs }) => expiresAtMs + TOLD_MS,
  }),
  exportPart: kind("exportPart", Bytes, {
    guard: "owner",
    encode: (bytes) => bytes,
    decode: (bytes) => bytes as Uint8Array<ArrayBuffer>,
  }),
  download: kind("download", StoredDownload, {
    expiresAtMs: ({ expiresAtMs }) => expiresAtMs,
  }),
};

export const exportKeys = {
  export: (structureId: string, id: string) =>
    keyOf(EXPORT_KINDS.export, structureId, id),
  /** Rows of an export, compressed and sealed. */
  exportPart: (id: string, part: number) =>
    keyOf(EXPORT_KINDS.exportPart, id, part),
  /** A link to an export, by the hash of its secret. */
  download: (hash: string) => keyOf(EXPORT_KINDS.download, hash),
};
