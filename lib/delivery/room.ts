import type { Due } from "../kv/keys.ts";

/** Messages one structure may have in work, and all while they are few. */
const SHARE_MAX = 192;
/** Messages a structure may have in work however many others have. */
const OWN_MAX = 64;
/** Messages in work at once: those of structures that had none come on top. */
const FLYING_MAX = 2_048;

/**
 * What is in work, by structure. One with much to send takes what room there
 * is; another that has little in work is let in all the same, so that nobody waits
 * for a neighbour's slow gateway, or for a message of its own.
 */
export class Room {
  readonly #byStructure = new Map<string, number>();
  #flying = 0;

  /** Messages in work. */
  get flying(): number {
    return this.#flying;
  }

  /** Whether an entry of the due-index may be taken into work now. */
  isFor({ kind, structureId, urgent, count = 1 }: Due): boolean {
    if (this.#flying >= FLYING_MAX) return urgent === true;
    // What else there is to do for a structure waits for no gateway.
    const isSend = kind === "messages" && !urgent;
    if (this.#flying < SHARE_MAX || !isSend) return true;
    const own = this.#byStructure.get(structureId) ?? 0;
    return own === 0 || own + count <= OWN_MAX;
  }

  take({ structureId, count = 1 }: Due): void {
    this.#flying += count;
    const own = this.#byStructure.get(structureId) ?? 0;
    this.#byStructure.set(structureId, own + count);
  }

  giveBack({ structureId, count = 1 }: Due): void {
    this.#flying -= count;
    const own = this.#byStructure.get(structureId)! - count;
    if (own > 0) this.#byStructure.set(structureId, own);
    else this.#byStructure.delete(structureId);
  }
}
