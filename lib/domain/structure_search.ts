/**
 * Structures found by what they are called, or by their SIREN, anywhere below
 * the place one looks from.
 *
 * @module
 */
import { KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { StoredStructure, Structure } from "../schema/structure.ts";
import { type Actor, sees } from "./actor.ts";
import { authorised, remembered } from "./directory.ts";
import { alike } from "./tree_csv.ts";
import { structureView } from "./structure_tree.ts";

/** More structures than an installation is made for. */
const SCANNED_MAX = 50_000;
/** More is not read: one types another letter. */
const FOUND_MAX = 50;

/** A structure, and how it is compared. */
interface Entry {
  readonly structure: StoredStructure;
  readonly words: string;
}

/** A structure that was found, and the names of those above it. */
export interface FoundStructure {
  readonly structure: Structure;
  /** Those the asker may see, the highest first. */
  readonly above: readonly string[];
}

/** What was found, and whether there is more of it. */
export interface Found {
  readonly items: readonly FoundStructure[];
  readonly hasMore: boolean;
}

/**
 * The structures whose name holds all words of `text`, or whose SIREN begins
 * with it; those that begin with it first.
 *
 * @throws {Problem} `not_found`, `forbidden` for the place
 */
export async function searchStructures(
  ports: Ports,
  actor: Actor,
  { below, text }: { below: string | null; text: string },
): Promise<Found> {
  if (below !== null) await authorised(ports, actor, "structure:read", below);
  const asked = alike(text);
  const words = asked.split(" ").filter((word) => word !== "");
  if (words.length === 0) return { items: [], hasMore: false };
  const all = await everything(ports);
  const names = new Map(all.map(({ structure }) => [structure.id, structure]));
  const found = all.filter(({ structure, words: own }) =>
    (below === null || structure.path.includes(below)) &&
    sees(actor, structure) && matches(structure, own, words)
  ).sort((a, b) => order(a, asked) - order(b, asked) || byName(a, b));
  return {
    items: found.slice(0, FOUND_MAX).map(({ structure }) => ({
      structure: structureView(structure),
      above: structure.path.flatMap((id) => {
        const one = names.get(id);
        return one !== undefined && sees(actor, one) ? [one.name] : [];
      }),
    })),
    hasMore: found.length > FOUND_MAX,
  };
}

function matches(
  { siren }: StoredStructure,
  own: string,
  words: readonly string[],
): boolean {
  const digits = words.join("");
  return siren?.startsWith(digits) === true ||
    words.every((word) => own.includes(word));
}

function order({ words }: Entry, asked: string): number {
  return words.startsWith(asked) ? 0 : words.includes(` ${asked}`) ? 1 : 2;
}

function byName(a: Entry, b: Entry): number {
  return a.words < b.words ? -1 : 1;
}

/** All structures, from memory where it is fresh: letters come one by one. */
function everything(ports: Ports): Promise<Entry[]> {
  return remembered(ports, "structures", async () => {
    const stored = ports.store.list(KINDS.structure, {}, {
      limit: SCANNED_MAX,
    });
    return await Array.fromAsync(stored, ({ value }) => ({
      structure: value,
      words: alike(value.name).replace(/[’'-]/g, " "),
    }));
  });
}
