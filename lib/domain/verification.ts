/**
 * Verification: the invariants of the contract, checked against what is
 * stored. Each account is held against the replay of its ledger and against
 * the sum of its messages.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { Account, Entry } from "../schema/credit.ts";
import { isHandedOver, isReserved } from "./step.ts";
import { brokenAlerts } from "./alert_verification.ts";
import type { Batch } from "../schema/batch.ts";
import { dueKey, shardOf } from "./batch.ts";
import { availableCredits, replay } from "./credit.ts";
import { batchIds } from "./batch_ids.ts";
import { brokenLots, expiredIn } from "./lot_verification.ts";

/** What was looked at, and every invariant found broken. */
export interface Verification {
  readonly structures: number;
  readonly entries: number;
  readonly messages: number;
  /** SMS that came to their end before they were sent. */
  readonly expired: number;
  readonly broken: readonly string[];
}

interface Sums {
  reserved: number;
  spent: number;
  messages: number;
}

/**
 * Checks every structure. Exact on a store at rest; while messages move, a
 * structure that changes under the reading is read again.
 */
export async function verifyAccounts(ports: Ports): Promise<Verification> {
  const broken: string[] = [];
  let structures = 0;
  let entries = 0;
  let messages = 0;
  let granted = 0;
  let expired = 0;
  let held = 0;
  for await (const { parts } of ports.store.list(KINDS.account, {})) {
    const structureId = parts[0] as string;
    const found = await verifyStructure(ports, structureId);
    structures++;
    entries += found.account.entries;
    messages += found.messages;
    granted += found.granted + await fromElsewhere(ports, structureId, found);
    expired += found.expired;
    held += availableCredits(found.account) + found.account.reserved +
      found.account.spent;
    broken.push(...found.broken.map((line) => `${structureId}: ${line}`));
  }
  if (granted - expired !== held) {
    broken.push(
      `conservation: the operator granted ${granted}, ${expired} expired, the structures hold ${held}`,
    );
  }
  return { structures, entries, messages, expired, broken };
}

/**
 * What a structure at the top received by transfer: it was imported, and what
 * gave it stayed elsewhere.
 */
async function fromElsewhere(
  ports: Ports,
  structureId: string,
  { received, granted, expired }: Verified,
): Promise<number> {
  const structure = await ports.store.get(keys.structure(structureId));
  return structure?.path.length === 0 ? received - granted + expired : 0;
}

/** What one structure's verification found. */
export interface Verified {
  readonly account: Account;
  /** By the operator or from above, as its ledger says. */
  readonly received: number;
  /** Granted by the operator, with its corrections. */
  readonly granted: number;
  readonly expired: number;
  readonly messages: number;
  readonly broken: string[];
}

const TIMES_MAX = 5;

/** One structure's account, ledger and messages, read until they stand still. */
export async function verifyStructure(
  ports: Ports,
  structureId: string,
): Promise<Verified> {
  const key = keys.account(structureId);
  for (let time = 1;; time++) {
    const account = (await ports.store.get(key))!;
    const entries = await ledgerOf(ports, structureId, account);
    const sums = await sumsOf(ports, structureId, time === TIMES_MAX);
    const alerts = await brokenAlerts(ports, structureId, entries);
    const lots = await brokenLots(ports, { structureId, account, entries });
    const after = (await ports.store.get(key))!;
    const still = after.entries === account.entries;
    if (!still && time < TIMES_MAX) continue;
    const expired = expiredIn(entries);
    return {
      account,
      granted: entries.reduce(
        (sum, { kind, amount }) =>
          kind === "grant" || kind === "adjust" ? sum + amount : sum,
        expired,
      ),
      expired,
      received: replay(entries).granted,
      messages: sums.messages,
      broken: [
        ...brokenLedger(account, entries),
        ...lots,
        ...brokenSums(account, sums),
        ...alerts,
        ...sums.broken,
      ],
    };
  }
}

function brokenLedger(account: Account, entries: readonly Entry[]): string[] {
  const broken: string[] = [];
  const { granted, allocated, reserved, spent } = account;
  const replayed = replay(entries);
  const stored = { granted, allocated, reserved, spent };
  if (JSON.stringify(stored) !== JSON.stringify(replayed)) {
    broken.push(
      `account ${JSON.stringify(stored)} is not its ledger's replay ${
        JSON.stringify(replayed)
      }`,
    );
  }
  for (const [name, value] of Object.entries({ reserved, spent })) {
    if (value < 0) broken.push(`${name} is ${value}`);
  }
  if (availableCredits(account) < 0) {
    broken.push(`available is ${availableCredits(account)}`);
  }
  const gap = entries.findIndex(({ number }, i) => number !== i + 1);
  if (gap >= 0) broken.push(`entry ${gap + 1} is missing from the ledger`);
  if (entries.length !== account.entries) {
    broken.push(`${entries.length} entries stand, ${account.entries} counted`);
  }
  return broken;
}

function brokenSums(account: Account, sums: Sums): string[] {
  return (["reserved", "spent"] as const)
    .filter((name) => account[name] !== sums[name])
    .map((name) =>
      `${name} is ${account[name]}, its messages sum to ${sums[name]}`
    );
}

async function ledgerOf(
  ports: Ports,
  structureId: string,
  account: Account,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  const pages = ports.store.list(KINDS.ledger, { under: [structureId] });
  for await (const { value } of pages) entries.push(...value);
  return [...entries, ...account.latestEntries]
    .filter(({ number }) => number <= account.entries);
}

async function sumsOf(
  ports: Ports,
  structureId: string,
  lenient: boolean,
): Promise<Sums & { broken: string[] }> {
  const sums = { reserved: 0, spent: 0, messages: 0, broken: [] as string[] };
  for await (const id of allBatchIds(ports, structureId)) {
    const batch = await ports.store.get(keys.batch(id));
    if (batch === null) {
      sums.broken.push(`batch ${id} is listed and gone`);
      continue;
    }
    for (const message of batch.messages) {
      sums.messages++;
      if (batch.submissions[message.submission]!.test) continue;
      if (isReserved(message)) sums.reserved += message.segments;
      if (isHandedOver(message)) sums.spent += message.segments;
    }
    const due = batch.messages.some(isReserved);
    if (due && !lenient && !await hasDueEntry(ports, batch)) {
      sums.broken.push(`batch ${id} has messages that wait, and no due entry`);
    }
  }
  return sums;
}

/** Batches of the history, and those of bulks that are not spread yet. */
async function* allBatchIds(
  ports: Ports,
  structureId: string,
): AsyncIterable<string> {
  const seen = new Set<string>();
  for await (const id of batchIds(ports, structureId, null)) {
    seen.add(id);
    yield id;
  }
  for await (const { value: bulk } of ports.store.list(KINDS.bulk, {})) {
    if (bulk.structureId !== structureId) continue;
    for (const id of bulk.batches) if (!seen.has(id)) yield id;
  }
}

async function hasDueEntry(
  ports: Ports,
  batch: Batch,
): Promise<boolean> {
  if (batch.dueMs !== null) {
    if (await ports.store.get(dueKey(batch, batch.dueMs)) !== null) return true;
  }
  // The chunks of a bulk that is still being spread wait behind its entry.
  const places = [
    [KINDS.due, shardOf(batch.structureId)],
    [KINDS.held, batch.structureId],
  ] as const;
  for (const [kind, under] of places) {
    const entries = ports.store.list(kind, { under: [under] });
    for await (const { parts, value } of entries) {
      if (value.kind !== "bulk") continue;
      const bulk = await ports.store.get(keys.bulk(parts[2] as string));
      if (bulk?.batches.includes(batch.id)) return true;
    }
  }
  return false;
}
