/**
 * Exports of a history, prepared without an engine.
 *
 * @module
 */
import { startExport } from "../../lib/domain/history_export.ts";
import { continueExport } from "../../lib/domain/history_export_run.ts";
import { linkExport } from "../../lib/domain/history_export.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import type { NewExport } from "../../lib/schema/export.ts";
import type { Town } from "../delivery/support.ts";

/** Does all there is to do for an export now; how many steps that took. */
export async function prepare(town: Town, id: string): Promise<number> {
  const { structureId, world: { ports } } = town;
  const guard = () => Promise.resolve();
  for (let steps = 1;; steps++) {
    if (!await continueExport(ports, { structureId, id, guard })) return steps;
  }
}

/** An export that is ready, and a link to it. */
export async function ready(
  town: Town,
  wanted: Partial<NewExport> = {},
): Promise<{ id: string; secret: string }> {
  const { structureId, world } = town;
  const { id } = await startExport(world.ports, world.call(), {
    format: "csv",
    ...wanted,
    structureId,
  });
  await prepare(town, id);
  return { id, secret: await link(town, id) };
}

/** The secret of a new link. */
export async function link(town: Town, exportId: string): Promise<string> {
  const { structureId, world } = town;
  const named = { structureId, exportId, path: "/d" };
  const { url } = await linkExport(world.ports, world.call(), named);
  return url.split("/").at(-1)!;
}

/** Rows of an export as they lie in the store. */
export async function partsOf({ world }: Town, id: string): Promise<number> {
  const found = world.store.list(KINDS.exportPart, { under: [id] });
  return (await Array.fromAsync(found)).length;
}

/** The export as it is stored. */
export function storedExport({ structureId, world }: Town, id: string) {
  return world.store.get(keys.export(structureId, id));
}
