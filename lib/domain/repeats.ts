/**
 * The 60 seconds in which the same call without a key counts as a repetition:
 * coupled applications that log and forget are not charged twice.
 *
 * What was accepted stands in the batches; this is a memory of the newest. It
 * is exact with several instances too: the account record, which every
 * acceptance checks, tells whether another instance added a batch, and then
 * the memory is read again from the store.
 *
 * @module
 */
import type { Batch, StoredSubmission } from "../schema/batch.ts";
import type { Account } from "../schema/credit.ts";
import { isOpen } from "../kv/batch_codec.ts";
import { idAt } from "../kv/ids.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Key } from "../kv/kind.ts";
import { type Tx, Unready } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { BatchPlace } from "./batch.ts";

/** How long an identical call is taken for a repetition. */
export const REPEAT_MS = 60_000;
const ACCOUNTS_MAX = 8_192;
const PAGES_MAX = 200;

interface Seen extends BatchPlace {
  readonly atMs: number;
}

interface Memory {
  /** Accepted calls by fingerprint, the oldest first. */
  readonly calls: Map<string, Seen>;
  /** Batches whose calls are known, the oldest first. */
  readonly batches: Set<string>;
  /** The account as it was when its batches were last all known. */
  readonly accounts: Map<string, Account>;
}

const memories = new WeakMap<object, Memory>();

/**
 * Where the same call was accepted less than 60 s ago, or null.
 *
 * @throws {Unready} where the memory must first be read from the store
 */
export function findRepeat(
  ports: Ports,
  tx: Tx,
  structureId: string,
  fingerprint: string,
): BatchPlace | null {
  const memory = memoryOf(ports);
  const key = keys.account(structureId);
  const account = tx.committed(key);
  if (account !== null && !isKnown(memory, tx, structureId, account)) {
    // A commit on its way may have moved the newest to a page nobody sees yet.
    const before = tx.base?.committed(key) ?? account;
    throw new Unready(() =>
      recall(ports, memory, { structureId, account, before })
    );
  }
  const seen = memory.calls.get(fingerprint);
  const recent = seen !== undefined && ports.now() - seen.atMs < REPEAT_MS;
  return recent
    ? seen
    : findInCommit(tx, fingerprint) ?? findInCommit(tx.base, fingerprint);
}

/** Whether the account's batches are remembered, or on their way from here. */
function isKnown(
  { accounts }: Memory,
  { base }: Tx,
  structureId: string,
  account: Account,
): boolean {
  const known = accounts.get(structureId);
  if (known === account) return true;
  const key = keys.account(structureId);
  return known !== undefined && base?.writes.get(key.id)?.value === account &&
    base.committed(key) === known;
}

/** Calls by fingerprint that a commit being built accepts. */
const callsByCommit = new WeakMap<Tx, Map<string, BatchPlace>>();

/** Notes where a call was put, for those after it in the same commit. */
export function noteCall(
  tx: Tx,
  { fingerprint }: StoredSubmission,
  place: BatchPlace,
): void {
  if (fingerprint === undefined) return;
  const calls = callsByCommit.get(tx);
  if (calls !== undefined) calls.set(fingerprint, place);
  else callsByCommit.set(tx, new Map([[fingerprint, place]]));
}

/** Where a commit puts the call; a body that was undone put it nowhere. */
function findInCommit(tx: Tx | null, fingerprint: string): BatchPlace | null {
  const place = tx && callsByCommit.get(tx)?.get(fingerprint);
  if (!place) return null;
  const write = tx.writes.get(keys.batch(place.batchId).id);
  const there = (write?.value as Batch | undefined)?.submissions[place.index];
  return there?.fingerprint === fingerprint ? place : null;
}

async function recall(
  ports: Ports,
  memory: Memory,
  { structureId, account, before }: {
    structureId: string;
    account: Account;
    before: Account;
  },
): Promise<void> {
  const since = idAt(ports.now() - REPEAT_MS);
  const ids = [...account.latestBatches, ...before.latestBatches];
  // The newest first: if there are more than this, the oldest are given up.
  const pages = ports.store.list(KINDS.history, {
    under: [structureId],
    start: [structureId, since],
  }, { limit: PAGES_MAX, reverse: true });
  for await (const { value } of pages) ids.push(...value);
  const unknown = ids.filter((id) => id >= since && !memory.batches.has(id));
  const batches = await ports.store.getMany(unknown.sort().map(keys.batch));
  // One that is on its way is not there yet, and remembered once it is in.
  for (const batch of batches) if (batch !== null) remember(memory, batch);
  memory.accounts.set(structureId, account);
}

function remember(memory: Memory, batch: Batch): void {
  memory.batches.add(batch.id);
  batch.submissions.forEach(({ fingerprint, atMs }, index) => {
    if (fingerprint === undefined) return;
    memory.calls.delete(fingerprint);
    memory.calls.set(fingerprint, { batchId: batch.id, index, atMs });
  });
}

function memoryOf(ports: Ports): Memory {
  let memory = memories.get(ports.store);
  if (memory !== undefined) return memory;
  const made = memory = {
    calls: new Map<string, Seen>(),
    batches: new Set<string>(),
    accounts: new Map<string, Account>(),
  };
  memories.set(ports.store, made);
  ports.store.onCommit((writes, tx) => {
    for (const { key, value } of writes) {
      if (key.kind.name === "account") {
        follow(made, tx, key as Key<Account>, value as Account);
      } else if (key.kind.name === "batch" && value !== null) {
        const batch = value as Batch;
        if (isOpen(batch)) remember(made, batch);
      }
    }
    forgetOld(made, ports.now());
  });
  return memory;
}

/** What this process wrote onto an account it knew, it knows as well. */
function follow(
  { accounts }: Memory,
  tx: Tx,
  key: Key<Account>,
  account: Account,
): void {
  const structureId = key.parts[1] as string;
  const known = accounts.get(structureId);
  accounts.delete(structureId);
  if (known !== undefined && known === tx.committed(key)) {
    accounts.set(structureId, account);
  }
}

function forgetOld({ calls, batches, accounts }: Memory, nowMs: number): void {
  for (const [fingerprint, { atMs }] of calls) {
    if (nowMs - atMs < REPEAT_MS) break;
    calls.delete(fingerprint);
  }
  const since = idAt(nowMs - REPEAT_MS);
  for (const id of batches) {
    if (id >= since) break;
    batches.delete(id);
  }
  for (const id of accounts.keys()) {
    if (accounts.size <= ACCOUNTS_MAX) break;
    accounts.delete(id);
  }
}
