/**
 * How what is available came down, read from the ledger, and the pace it goes
 * at: of one structure, or of a group with those below it.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Account, Entry } from "../schema/credit.ts";
import type { Actor } from "./actor.ts";
import { availableCredits } from "./credit.ts";
import { authorised } from "./directory.ts";
import { pacePerDay } from "./forecast.ts";

/** What was available, and how fast it goes. */
export interface BurnDown {
  /** One a day, the oldest first; the last is now. */
  readonly past: readonly {
    readonly atMs: number;
    readonly available: number;
  }[];
  /** SMS a day over the last thirty; null where there is no pace yet. */
  readonly perDay: number | null;
}

const DAY_MS = 86_400_000;

/**
 * The last `days` of the structures named, together.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function readBurnDown(
  ports: Ports,
  actor: Actor,
  { ids, days }: { ids: readonly string[]; days: number },
): Promise<BurnDown> {
  const nowMs = ports.now();
  const instants = Array.from(
    { length: days + 1 },
    (_, i) => nowMs - (days - i) * DAY_MS,
  );
  const all = await Promise.all(ids.map(async (id) => {
    await authorised(ports, actor, "credit:read", id);
    const account = await ports.store.get(keys.account(id));
    return account === null
      ? null
      : { account, past: await pastOf(ports, { id, account, instants }) };
  }));
  const found = all.filter((one) => one !== null);
  const paces = found.map(({ account }) => pacePerDay(account, nowMs))
    .filter((pace) => pace !== null);
  return {
    past: instants.map((atMs, i) => ({
      atMs,
      available: found.reduce((sum, { past }) => sum + past[i]!, 0),
    })),
    perDay: paces.length === 0 ? null : paces.reduce((a, b) => a + b),
  };
}

/** What was available at each of the instants, of which the last is now. */
async function pastOf(
  ports: Ports,
  { id, account, instants }: {
    id: string;
    account: Account;
    instants: readonly number[];
  },
): Promise<number[]> {
  const ledger = new Ledger(ports, id, account);
  const past: number[] = [];
  for (const atMs of instants.slice(0, -1)) {
    const entry = await ledger.lastBefore(atMs);
    past.push(entry?.availableAfter ?? 0);
  }
  return [...past, availableCredits(account)];
}

/** A ledger in which instants are looked up; what was read is kept. */
class Ledger {
  readonly #ports: Ports;
  readonly #id: string;
  readonly #count: number;
  readonly #known = new Map<number, Entry>();

  constructor(ports: Ports, id: string, account: Account) {
    this.#ports = ports;
    this.#id = id;
    this.#count = account.entries;
    for (const entry of account.latestEntries) this.#keep(entry);
  }

  /** The last entry before an instant. */
  async lastBefore(atMs: number): Promise<Entry | null> {
    let found: Entry | null = null;
    let low = 1;
    let high = this.#count;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const entry = await this.#entry(middle);
      if (entry === null) return found;
      if (entry.atMs < atMs) {
        found = entry;
        low = middle + 1;
      } else high = middle - 1;
    }
    return found;
  }

  async #entry(number: number): Promise<Entry | null> {
    const known = this.#known.get(number);
    if (known !== undefined) return known;
    // A page is named by its last entry.
    const pages = this.#ports.store.list(KINDS.ledger, {
      under: [this.#id],
      start: [this.#id, number],
    }, { limit: 1 });
    for await (const { value } of pages) value.forEach((e) => this.#keep(e));
    return this.#known.get(number) ?? null;
  }

  #keep(entry: Entry): void {
    this.#known.set(entry.number, entry);
  }
}
