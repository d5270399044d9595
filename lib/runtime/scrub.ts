/**
 * A value that is replaced or deleted leaves its bytes in free space of the
 * database file until they happen to be overwritten. For a destroyed key that
 * is not good enough: the file is rebuilt at the next start, while nothing has
 * it open.
 *
 * @module
 */
import { DatabaseSync } from "node:sqlite";

/** Has the store's file rebuilt when it is opened next. */
export async function markForScrub(path: string): Promise<void> {
  await Deno.writeTextFile(markOf(path), "", { mode: 0o600 });
}

/**
 * Rebuilds the store's file if that was asked for; true if it was done. Where
 * it cannot be (no room for a second copy), it is tried at the next start.
 */
export async function scrubIfMarked(path: string): Promise<boolean> {
  const isMarked = await Deno.stat(markOf(path)).then(() => true, () => false);
  if (!isMarked) return false;
  try {
    scrub(path);
  } catch {
    return false;
  }
  await Deno.remove(markOf(path));
  return true;
}

/** Rebuilds the file: nothing is left in it but what is stored. */
export function scrub(path: string): void {
  const database = new DatabaseSync(path);
  try {
    database.exec("pragma secure_delete = on; vacuum;");
    database.exec("pragma wal_checkpoint(truncate);");
  } finally {
    database.close();
  }
}

function markOf(path: string): string {
  return `${path}.scrub`;
}
