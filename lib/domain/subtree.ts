/**
 * A structure and all below it.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { StoredStructure } from "../schema/structure.ts";

/** The structure and those below it, each before its own children. */
export async function* subtree(
  ports: Ports,
  id: string,
): AsyncIterable<StoredStructure> {
  const structure = await ports.store.get(keys.structure(id));
  if (structure === null) return;
  yield structure;
  const children = ports.store.list(KINDS.child, { under: [id] });
  const ids = await Array.fromAsync(children, ({ value }) => value);
  for (const child of ids) yield* subtree(ports, child);
}
