/**
 * The engine: claims what is due, has it handed over, and writes down what
 * came of it.
 *
 * The due-index is the truth. The engine is woken by commits of this process,
 * by a timer at the next instant something is due, by the store's own queue
 * where there is one, and looks for itself every second; losing any of these
 * costs a second, never a message.
 *
 * @module
 */
import { type Due, KINDS } from "../kv/keys.ts";
import type { Write } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { Claim } from "./deliver.ts";
import { HandOver } from "./hand_over.ts";
import {
  giveUpShard,
  type Lease,
  LEASE_MS,
  LostLease,
  renewLease,
  shardOrder,
  takeShard,
} from "./shards.ts";
import { workOn } from "./work.ts";

/** Due entries claimed at a time from one shard. */
const CLAIM_MAX = 64;
/** Messages being handed over at once, over all gateways. */
const FLYING_MAX = 192;
/** How often the engine looks without being woken. */
const LOOK_MS = 1_000;
/** How long work that failed is left alone. */
const REST_MS = 1_000;

/** How an engine is to work. */
export interface EngineOptions {
  /** Names this worker in the leases. */
  owner: string;
  /** True where no other process can use the store. */
  exclusive: boolean;
}

/** Delivers what is due, for as long as it runs. */
export class Engine {
  readonly #ports: Ports;
  readonly #options: EngineOptions;
  readonly #handOver: HandOver;
  readonly #leases = new Map<number, Lease>();
  readonly #working = new Set<Promise<void>>();
  /** Ids of work that failed, and until when each is left alone. */
  readonly #resting = new Map<string, number>();
  #flying = 0;
  #stopped = true;
  #looking: Promise<void> | null = null;
  /** Shards to look at, and those that wait for room. */
  readonly #woken = new Set<number>();
  readonly #held = new Set<number>();
  #cancels: (() => void)[] = [];
  #timer: { atMs: number; cancel: () => void } | null = null;

  constructor(ports: Ports, options: EngineOptions) {
    this.#ports = ports;
    this.#options = options;
    this.#handOver = new HandOver(ports);
  }

  /** Takes shards and begins to deliver. */
  async start(): Promise<void> {
    this.#stopped = false;
    this.#cancels.push(
      this.#ports.store.onCommit((writes) => this.#hear(writes)),
    );
    this.#ports.store.onAlarm(() => void this.look());
    await this.#tend();
    this.#every(LEASE_MS / 3, () => this.#tend());
    this.#every(LOOK_MS, () => this.look());
    void this.look();
  }

  /** Claims nothing more, waits for what is being handed over, lets go. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const cancel of this.#cancels.splice(0)) cancel();
    this.#timer?.cancel();
    await this.#looking;
    await Promise.all(this.#working);
    for (const lease of this.#leases.values()) {
      await giveUpShard(this.#ports, lease).catch(ignoreLostLease);
    }
    this.#leases.clear();
  }

  /** Looks for what is due now, in one shard or in all that are held. */
  look(shard?: number): Promise<void> {
    if (shard === undefined) {
      for (const held of this.#leases.keys()) this.#woken.add(held);
    } else this.#woken.add(shard);
    return this.#looking ??= this.#lookUntilQuiet().finally(() => {
      this.#looking = null;
    });
  }

  /** Delivers all that is due at this instant, and returns once it is done. */
  async runDue(): Promise<void> {
    this.#stopped = false;
    await this.#tend();
    do {
      await this.look();
      await Promise.all(this.#working);
      // What was claimed meanwhile is not due any more, and not done yet.
    } while (
      await this.#somethingIsDue() || this.#looking !== null ||
      this.#working.size > 0
    );
    this.#stopped = true;
  }

  /** How many messages are being handed over. */
  get flying(): number {
    return this.#flying;
  }

  async #lookUntilQuiet(): Promise<void> {
    // Commits of one turn wake together.
    await Promise.resolve();
    while (this.#woken.size > 0 && !this.#stopped) {
      const shards = [...this.#woken];
      this.#woken.clear();
      for (const shard of shards) {
        const lease = this.#leases.get(shard);
        if (lease === undefined) continue;
        await this.#claimSome(lease)
          .catch((error) => this.#dropIfLost(lease, error));
      }
    }
  }

  async #claimSome(lease: Lease): Promise<void> {
    const room = FLYING_MAX - this.#flying;
    if (room <= 0) return void this.#held.add(lease.shard);
    const entries = await this.#dueIn(lease, room);
    if (entries.length === 0) return;
    const claimedMs = this.#ports.now();
    const claims = entries.map(({ id, dueMs, due }): Claim => {
      const orphanMs = lease.orphans.get(id) ?? null;
      lease.flying.set(id, claimedMs);
      return { lease, id, dueMs, due, claimedMs, orphanMs };
    });
    try {
      await renewLease(this.#ports, lease);
    } catch (error) {
      for (const { id } of claims) lease.flying.delete(id);
      throw error;
    }
    for (const claim of claims) this.#begin(claim);
    this.#woken.add(lease.shard);
  }

  /** Entries due in a shard and not in work, for about `room` messages. */
  async #dueIn(
    lease: Lease,
    room: number,
  ): Promise<{ id: string; dueMs: number; due: Due }[]> {
    const found: { id: string; dueMs: number; due: Due }[] = [];
    const list = this.#ports.store.list(KINDS.due, { under: [lease.shard] }, {
      limit: CLAIM_MAX + lease.flying.size + this.#resting.size + 1,
    });
    const nowMs = this.#ports.now();
    // An endpoint's queue may be due several times over; one look is enough.
    const taken = new Set<string>();
    let messages = 0;
    for await (const { parts, value: due } of list) {
      const dueMs = parts[1] as number;
      const id = parts[2] as string;
      if (dueMs > nowMs) {
        this.#wakeAt(dueMs);
        break;
      }
      if (lease.flying.has(id) || this.#rests(id, nowMs)) continue;
      if (taken.has(id)) continue;
      taken.add(id);
      found.push({ id, dueMs, due });
      messages += due.count ?? 1;
      if (found.length >= CLAIM_MAX || messages >= room) break;
    }
    return found;
  }

  #rests(id: string, nowMs: number): boolean {
    const rests = (this.#resting.get(id) ?? 0) > nowMs;
    if (!rests) this.#resting.delete(id);
    return rests;
  }

  /** Works on a claim, without anyone waiting for it. */
  #begin(claim: Claim): void {
    const { lease, id } = claim;
    const count = claim.due.count ?? 1;
    this.#flying += count;
    const work = workOn(this.#ports, this.#handOver, claim)
      .then(() => void lease.orphans.delete(id))
      .catch((error) => {
        this.#resting.set(id, this.#ports.now() + REST_MS);
        this.#dropIfLost(lease, error);
      })
      .finally(() => {
        this.#flying -= count;
        lease.flying.delete(id);
        this.#working.delete(work);
        for (const shard of this.#held) this.#woken.add(shard);
        this.#held.clear();
        void this.look(lease.shard);
      });
    this.#working.add(work);
  }

  /** Wakes for what a commit of this process made due. */
  #hear(writes: readonly Write[]): void {
    for (const { key, value } of writes) {
      if (key.kind.name !== "due" || value === null) continue;
      const dueMs = key.parts[2] as number;
      if (dueMs > this.#ports.now()) this.#wakeAt(dueMs);
      else void this.look(key.parts[1] as number);
    }
  }

  #wakeAt(atMs: number): void {
    if (this.#stopped) return;
    if (this.#timer !== null && this.#timer.atMs <= atMs) return;
    this.#timer?.cancel();
    const cancel = this.#ports.after(
      Math.min(Math.max(0, atMs - this.#ports.now()), 2 ** 31 - 1),
      () => {
        this.#timer = null;
        void this.look();
      },
    );
    this.#timer = { atMs, cancel };
  }

  /** Takes shards nobody holds, and renews those that are held. */
  async #tend(): Promise<void> {
    const { owner, exclusive } = this.#options;
    await Promise.all(
      shardOrder(this.#ports.random).map(async (shard) => {
        const lease = this.#leases.get(shard);
        if (lease !== undefined) {
          return await renewLease(this.#ports, lease)
            .catch((error) => this.#dropIfLost(lease, error));
        }
        const taken = await takeShard(this.#ports, { shard, owner, exclusive });
        if (taken !== null) {
          this.#leases.set(shard, taken);
          this.#woken.add(shard);
        }
      }),
    );
  }

  async #somethingIsDue(): Promise<boolean> {
    for (const lease of this.#leases.values()) {
      if ((await this.#dueIn(lease, 1)).length > 0) return true;
    }
    return false;
  }

  #dropIfLost(lease: Lease, error: unknown): void {
    const { shard } = lease;
    if (!(error instanceof LostLease)) this.#ports.report(error, { shard });
    // It may have been taken again meanwhile.
    else if (this.#leases.get(shard) === lease) this.#leases.delete(shard);
  }

  #every(ms: number, run: () => Promise<void>): void {
    const again = () => {
      run().catch((error) => this.#ports.report(error));
      if (!this.#stopped) cancel = this.#ports.after(ms, again);
    };
    let cancel = this.#ports.after(ms, again);
    this.#cancels.push(() => cancel());
  }
}

function ignoreLostLease(error: unknown): void {
  if (!(error instanceof LostLease)) throw error;
}
