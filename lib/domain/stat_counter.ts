/**
 * The counter of an instance: hears which batches its commits change, and
 * counts them a few at a time, well after those commits. What an instance that
 * died had not counted is found by looking through the last days again.
 *
 * @module
 */
import { idAt } from "../kv/ids.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { closeBatches, countBatches, COUNTED_MAX } from "./stat_count.ts";

/** Nothing of a message changes later than this, but for a late receipt. */
const LIVE_MS = 4 * 86_400_000;
/** What a batch added is kept so long, for what does come late. */
const CLOSED_MS = 10 * 86_400_000;
const AGAIN_MS = 6 * 3_600_000;
/** Beyond this many, all of the last days is looked through instead. */
const CHANGED_MAX = 100_000;
/** Batches looked at before others have their turn. */
const LOOKED_MAX = 200;

/** Whether all that was there before there were statistics is counted. */
const COUNTED = keys.setting("statsCounted");

/** Keeps the statistics of the batches that this instance changes. */
export class StatCounter {
  readonly #ports: Ports;
  /** Changed batches, and whose they are. */
  #changed = new Map<string, string>();
  /** Where looking through the last days has come; null once it is done. */
  #looking: { from: string; end: string } | null = null;
  #lookedAtMs = -Infinity;

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Listens to commits; the function given back stops it. */
  start(): () => void {
    return this.#ports.store.onCommit((writes) => {
      for (const { key, value } of writes) {
        if (key.kind.name !== "batch" || value === null) continue;
        const { id, structureId } = value as {
          id: string;
          structureId: string;
        };
        this.#changed.set(id, structureId);
      }
      if (this.#changed.size <= CHANGED_MAX) return;
      this.#changed.clear();
      this.#lookedAtMs = -Infinity;
    });
  }

  /** Counts some of what changed; true if there is more to do. */
  async run(): Promise<boolean> {
    const some = [...this.#changed].slice(0, LOOKED_MAX);
    for (const [id] of some) this.#changed.delete(id);
    try {
      await this.#count(some);
    } catch (error) {
      for (const [id, structureId] of some) this.#changed.set(id, structureId);
      throw error;
    }
    return this.#changed.size > 0 || await this.#lookAgain();
  }

  async #count(some: Iterable<[string, string]>): Promise<void> {
    for (const [structureId, group] of Map.groupBy(some, ([, id]) => id)) {
      const ids = group.map(([id]) => id);
      await countBatches(this.#ports, structureId, ids);
    }
  }

  /** Looks through the next batches of the last days, every few hours. */
  async #lookAgain(): Promise<boolean> {
    const nowMs = this.#ports.now();
    if (this.#looking === null) {
      if (nowMs - this.#lookedAtMs < AGAIN_MS) return false;
      this.#lookedAtMs = nowMs;
      const all = await this.#ports.store.get(COUNTED) === null;
      this.#looking = {
        from: all ? "" : idAt(nowMs - LIVE_MS),
        end: idAt(nowMs),
      };
      await closeBatches(this.#ports, idAt(nowMs - CLOSED_MS));
    }
    const { from, end } = this.#looking;
    const found = this.#ports.store.list(KINDS.batch, {
      start: [from],
      end: [end],
    }, { limit: COUNTED_MAX });
    const batches: [string, string][] = [];
    for await (const { value } of found) {
      batches.push([value.id, value.structureId]);
    }
    await this.#count(batches);
    const goesOn = batches.length === COUNTED_MAX;
    this.#looking = goesOn ? { from: `${batches.at(-1)![0]}~`, end } : null;
    if (!goesOn) await this.#noteAllCounted();
    return goesOn;
  }

  /** From here on, the last days are enough. */
  async #noteAllCounted(): Promise<void> {
    await this.#ports.store.transact(COUNTED.id, async (tx) => {
      if (await tx.get(COUNTED) === null) tx.put(COUNTED, "yes");
    });
  }
}
