/**
 * Opening the store: an embedded file, used by one process at a time, or a
 * shared database reached over KV Connect.
 *
 * @module
 */
import { dirname } from "node:path";
import { EMBEDDED_ENVELOPE, PORTABLE_ENVELOPE } from "../kv/records.ts";
import { Store } from "../kv/store.ts";
import type { StoreOptions } from "../kv/records.ts";
import { isRemote } from "./config.ts";
import { scrubIfMarked } from "./scrub.ts";

/** A lock that is free is had at once; longer, and it is somebody's. */
const LOCK_MS = 400;

/** A sentence for the operator; nothing was changed. */
export class StartError extends Error {
  override readonly name = "StartError";
}

/** An open store, and how to let go of it. */
export interface OpenedStore {
  readonly store: Store;
  /** True where no other process can be using it. */
  readonly embedded: boolean;
  readonly close: () => Promise<void>;
}

/**
 * Opens the store.
 *
 * @throws {StartError} when the file is in use or cannot be written
 */
export async function openStore(
  path: string | null,
  options: Omit<StoreOptions, "envelope">,
): Promise<OpenedStore> {
  const embedded = path !== null && !isRemote(path);
  const lock = embedded && path !== ":memory:" ? await lockFile(path) : null;
  if (lock !== null) await scrubIfMarked(path!);
  const kv = await openKv(path).catch((error) => {
    lock?.close();
    throw error;
  });
  const envelope = embedded ? EMBEDDED_ENVELOPE : PORTABLE_ENVELOPE;
  const store = new Store(kv, { ...options, envelope, queues: embedded });
  return {
    store,
    embedded,
    close: async () => {
      await store.close();
      lock?.close();
    },
  };
}

async function openKv(path: string | null): Promise<Deno.Kv> {
  try {
    return await Deno.openKv(path ?? undefined);
  } catch (error) {
    throw new StartError(
      `the store ${path ?? ""} could not be opened: ${
        (error as Error).message
      }`,
    );
  }
}

/**
 * Holds the file beside the database for as long as this process runs. The
 * lock belongs to the process: it is gone when the process is, however it
 * ended.
 */
async function lockFile(path: string): Promise<Deno.FsFile> {
  const name = `${path}.lock`;
  let file: Deno.FsFile;
  try {
    await Deno.mkdir(dirname(path), { recursive: true });
    file = await Deno.open(name, { create: true, write: true, read: true });
  } catch (error) {
    throw new StartError(
      `the folder of ${path} cannot be written (${
        (error as Error).message
      }); give this user the right to write there, or set LSMESSAGE_KV`,
    );
  }
  const { promise: late, resolve } = Promise.withResolvers<false>();
  const timer = setTimeout(() => resolve(false), LOCK_MS);
  const held = await Promise.race([file.lock(true).then(() => true), late]);
  clearTimeout(timer);
  if (held) return file;
  throw new StartError(
    `the store ${path} is in use by another process; stop it first, or set LSMESSAGE_KV to another file (one process per file; for several instances use denokv)`,
  );
}
