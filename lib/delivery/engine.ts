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
import { SHARDS } from "../kv/keys.ts";
import type { Write } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { Claim } from "./deliver.ts";
import { DueIndex } from "./due_index.ts";
import { Gates } from "./gates.ts";
import { HandOver } from "./hand_over.ts";
import { Room } from "./room.ts";
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

/** How often the engine looks without being woken. */
const LOOK_MS = 1_000;

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
  readonly #gates: Gates;
  readonly #handOver: HandOver;
  readonly #room = new Room();
  readonly #index: DueIndex;
  readonly #leases = new Map<number, Lease>();
  readonly #working = new Set<Promise<void>>();
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
    // Each instance keeps its part of a gateway's rate.
    this.#gates = new Gates(
      ports,
      () => Math.max(this.#leases.size, 1) / SHARDS,
    );
    this.#handOver = new HandOver(ports, this.#gates);
    this.#index = new DueIndex(ports, this.#room);
  }

  /** Takes shards and begins to deliver. */
  async start(): Promise<void> {
    this.#stopped = false;
    this.#gates.open();
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
    this.#gates.close();
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
    this.#gates.open();
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
    return this.#room.flying;
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
    const { entries, leftSome, nextMs } = await this.#index.take(lease);
    if (leftSome) this.#held.add(lease.shard);
    if (nextMs !== null) this.#wakeAt(nextMs);
    if (entries.length === 0) return;
    const claimedMs = this.#ports.now();
    const claims = entries.map((entry): Claim => {
      const orphanMs = lease.orphans.get(entry.id) ?? null;
      lease.flying.set(entry.id, claimedMs);
      return { ...entry, lease, claimedMs, orphanMs };
    });
    try {
      await renewLease(this.#ports, lease);
    } catch (error) {
      for (const { id, due } of claims) {
        lease.flying.delete(id);
        this.#room.giveBack(due);
      }
      throw error;
    }
    for (const claim of claims) this.#begin(claim);
    this.#woken.add(lease.shard);
  }

  /** Works on a claim, without anyone waiting for it. */
  #begin(claim: Claim): void {
    const { lease, id, due } = claim;
    const work = workOn(this.#ports, this.#handOver, claim)
      .then(() => void lease.orphans.delete(id))
      .catch((error) => {
        this.#index.rest(id);
        this.#dropIfLost(lease, error);
      })
      .finally(() => {
        this.#room.giveBack(due);
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
    for (const write of writes) {
      if (write.key.kind.name !== "due") continue;
      const heard = this.#index.hear(write);
      if (heard === null) continue;
      if ("atMs" in heard) this.#wakeAt(heard.atMs);
      else void this.look(heard.shard);
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
      if (await this.#index.hasDue(lease)) return true;
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
