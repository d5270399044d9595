/**
 * Finding what is due in a shard and may be taken into work now.
 *
 * What this process itself makes due is heard of and need not be looked for.
 * All else is found from the head of the index, and, where the head belongs to
 * structures that have enough in work, further back: a piece at a time, so
 * that a look costs the same however much waits.
 *
 * @module
 */
import { type Due, KINDS } from "../kv/keys.ts";
import type { Write } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { Room } from "./room.ts";
import type { Lease } from "./shards.ts";

/** Due entries claimed at a time from one shard. */
const CLAIM_MAX = 64;
/** Entries looked at behind the head, and how often. */
const PIECE = 1_000;
const PIECE_MS = 100;
/** How long work that failed is left alone. */
const REST_MS = 1_000;
const HEARD_MAX = 10_000;

/** An entry of the due-index. */
export interface Entry {
  readonly id: string;
  readonly dueMs: number;
  readonly due: Due;
}

/** What a look came to. */
export interface Found {
  /** Each has its room already. */
  readonly entries: Entry[];
  /** Whether something due had to be left for want of room. */
  readonly leftSome: boolean;
  /** When to look again; null where nothing calls for it. */
  readonly nextMs: number | null;
}

/** The due-index as one worker sees it. */
export class DueIndex {
  readonly #ports: Ports;
  readonly #room: Room;
  /** Ids of work that failed, and until when each is left alone. */
  readonly #resting = new Map<string, number>();
  readonly #heard = new Map<number, Map<string, Entry>>();
  /** Where the next piece behind each shard's head begins. */
  readonly #behind = new Map<number, Deno.KvKey>();
  readonly #pieceMs = new Map<number, number>();

  constructor(ports: Ports, room: Room) {
    this.#ports = ports;
    this.#room = room;
  }

  /** Takes note of a commit's entry; its shard, if it is due, else when it is. */
  hear({ key, value }: Write): { shard: number } | { atMs: number } | null {
    const [, shard, dueMs, id] = key.parts as [string, number, number, string];
    const heard = this.#heardOf(shard);
    if (value === null) {
      if (heard.get(id)?.dueMs === dueMs) heard.delete(id);
      return null;
    }
    if (dueMs > this.#ports.now()) return { atMs: dueMs };
    // What is not remembered is found by looking.
    if (heard.size < HEARD_MAX) heard.set(id, { id, dueMs, due: value as Due });
    return { shard };
  }

  /** Leaves work that failed alone for a while. */
  rest(id: string): void {
    this.#resting.set(id, this.#ports.now() + REST_MS);
  }

  /** Takes what is due in a shard, is not in work and has room. */
  async take(lease: Lease): Promise<Found> {
    const entries: Entry[] = [];
    const nowMs = this.#ports.now();
    this.#takeHeard(lease, entries, nowMs);
    if (entries.length > 0) return { entries, leftSome: true, nextMs: null };
    const head = await this.#takeListed(lease, entries, {
      from: null,
      limit: CLAIM_MAX + lease.flying.size + this.#resting.size + 1,
      nowMs,
    });
    const { leftSome, last, nextMs } = head;
    if (!leftSome || last === null || entries.length > 0) {
      return { entries, leftSome, nextMs };
    }
    const soonestMs = (this.#pieceMs.get(lease.shard) ?? 0) + PIECE_MS;
    if (nowMs >= soonestMs) await this.#takeBehind(lease, entries, last, nowMs);
    return { entries, leftSome, nextMs: Math.max(nowMs, soonestMs) + PIECE_MS };
  }

  /** Whether anything is due in a shard that is not in work. */
  async hasDue(lease: Lease): Promise<boolean> {
    const nowMs = this.#ports.now();
    const list = this.#ports.store.list(KINDS.due, { under: [lease.shard] }, {
      limit: lease.flying.size + this.#resting.size + 1,
    });
    for await (const { parts } of list) {
      if ((parts[1] as number) > nowMs) return false;
      if (this.#isFree(lease, parts[2] as string, nowMs)) return true;
    }
    return false;
  }

  #takeHeard(lease: Lease, entries: Entry[], nowMs: number): void {
    const heard = this.#heardOf(lease.shard);
    for (const [id, entry] of heard) {
      if (entries.length >= CLAIM_MAX) return;
      // Without room it is found again by looking.
      heard.delete(id);
      this.#takeOne(lease, entry, entries, nowMs);
    }
  }

  /** Looks behind the head, from where the last look ended. */
  async #takeBehind(
    lease: Lease,
    entries: Entry[],
    head: Deno.KvKey,
    nowMs: number,
  ): Promise<void> {
    const { shard } = lease;
    this.#pieceMs.set(shard, nowMs);
    const from = this.#behind.get(shard) ?? head;
    const { last } = await this.#takeListed(lease, entries, {
      from,
      limit: PIECE,
      nowMs,
    });
    if (last === null) this.#behind.delete(shard);
    else this.#behind.set(shard, last);
  }

  /**
   * Takes from a stretch of the index; `last` is where it was cut, null where
   * all that is due was seen.
   */
  async #takeListed(
    lease: Lease,
    entries: Entry[],
    { from, limit, nowMs }: {
      from: Deno.KvKey | null;
      limit: number;
      nowMs: number;
    },
  ): Promise<Omit<Found, "entries"> & { last: Deno.KvKey | null }> {
    const { shard } = lease;
    const range = from === null
      ? { under: [shard] }
      : { under: [shard], start: from };
    let leftSome = false;
    let seen = 0;
    let last: Deno.KvKey = [];
    for await (
      const { parts, value: due } of this.#ports.store.list(KINDS.due, range, {
        limit,
      })
    ) {
      const dueMs = parts[1] as number;
      if (dueMs > nowMs) return { leftSome, last: null, nextMs: dueMs };
      const entry = { id: parts[2] as string, dueMs, due };
      last = parts;
      seen++;
      if (!this.#takeOne(lease, entry, entries, nowMs)) leftSome = true;
      if (entries.length >= CLAIM_MAX) break;
    }
    const cut = seen >= limit || entries.length >= CLAIM_MAX;
    return { leftSome, last: cut ? last : null, nextMs: null };
  }

  /** Takes an entry if it is free and has room; false only without room. */
  #takeOne(
    lease: Lease,
    entry: Entry,
    entries: Entry[],
    nowMs: number,
  ): boolean {
    if (!this.#isFree(lease, entry.id, nowMs)) return true;
    if (entries.some(({ id }) => id === entry.id)) return true;
    if (!this.#room.isFor(entry.due)) return false;
    this.#room.take(entry.due);
    entries.push(entry);
    return true;
  }

  #isFree(lease: Lease, id: string, nowMs: number): boolean {
    if (lease.flying.has(id)) return false;
    const rests = (this.#resting.get(id) ?? 0) > nowMs;
    if (!rests) this.#resting.delete(id);
    return !rests;
  }

  #heardOf(shard: number): Map<string, Entry> {
    let heard = this.#heard.get(shard);
    if (heard === undefined) this.#heard.set(shard, heard = new Map());
    return heard;
  }
}
