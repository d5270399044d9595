/**
 * What changes in structures, told as it is committed, to pages that are open
 * on them. A page hears of its structure and of those below.
 *
 * Commits of this process are heard at once and in full. Other instances leave
 * a pulse, a record that is watched: then only that something changed is known.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx, Write } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type { Batch } from "../schema/batch.ts";
import type { Account } from "../schema/credit.ts";
import { lineage } from "./directory.ts";

/** Messages of one batch that a commit changed. */
export interface ChangedBatch {
  readonly batch: Batch;
  readonly indexes: readonly number[];
  /** They were accepted just now. */
  readonly isNew: boolean;
}

/** What became different in one structure. */
export interface Change {
  readonly structureId: string;
  readonly batches: readonly ChangedBatch[];
  readonly account: Account | null;
  /** Another instance changed it: what is different is not known. */
  readonly isElsewhere: boolean;
}

export type ChangeListener = (change: Change) => void;

/** A structure that busy instances change is pulsed no more often. */
const PULSE_MS = 500;

interface Hub {
  readonly listeners: Map<string, Set<ChangeListener>>;
  readonly watches: Map<string, () => void>;
  readonly endings: Set<() => void>;
}

const hubs = new WeakMap<object, Hub>();

/** Calls `listener` when something changes in a structure or below it. */
export function onChange(
  ports: Ports,
  structureId: string,
  listener: ChangeListener,
): () => void {
  const { listeners, watches } = hubOf(ports);
  const own = listeners.get(structureId) ?? new Set();
  listeners.set(structureId, own.add(listener));
  if (isShared(ports) && !watches.has(structureId)) {
    watches.set(structureId, watchPulse(ports, structureId));
  }
  return () => {
    own.delete(listener);
    if (own.size > 0 || listeners.get(structureId) !== own) return;
    listeners.delete(structureId);
    watches.get(structureId)?.();
    watches.delete(structureId);
  };
}

/** Calls `end` when the service stops; what listens would keep it waiting. */
export function untilEnd(ports: Ports, end: () => void): () => void {
  const { endings } = hubOf(ports);
  endings.add(end);
  return () => endings.delete(end);
}

/** Ends all that listens. */
export function endListening(ports: Ports): void {
  for (const end of [...hubOf(ports).endings]) end();
}

/** Leaves a pulse for other instances after what this one commits. */
export function leavePulses(ports: Ports): () => void {
  const waiting = new Set<string>();
  let cancel: (() => void) | null = null;
  const leave = async () => {
    cancel = null;
    const ids = [...waiting];
    waiting.clear();
    const nowMs = ports.now();
    try {
      const places = await Promise.all(ids.map((id) => placesOf(ports, id)));
      const all = [...new Set(places.flat())];
      await Promise.all(
        all.map((id) =>
          ports.store.transact(`pulse:${id}`, async (tx) => {
            await tx.get(keys.pulse(id));
            tx.put(keys.pulse(id), nowMs);
          })
        ),
      );
    } catch (error) {
      ports.report(error);
    }
  };
  const stop = ports.store.onCommit((writes, tx) => {
    for (const id of changesIn(writes, tx).keys()) waiting.add(id);
    if (waiting.size > 0) cancel ??= ports.after(PULSE_MS, () => void leave());
  });
  return () => {
    stop();
    cancel?.();
  };
}

function hubOf(ports: Ports): Hub {
  let hub = hubs.get(ports.store);
  if (hub === undefined) {
    const made: Hub = hub = {
      listeners: new Map(),
      watches: new Map(),
      endings: new Set(),
    };
    hubs.set(ports.store, made);
    ports.store.onCommit((writes, tx) => {
      if (made.listeners.size === 0) return;
      for (const change of changesIn(writes, tx).values()) {
        tell(ports, made, change).catch((error) => ports.report(error));
      }
    });
  }
  return hub;
}

/** Tells those who listen to the structure, then those above it. */
async function tell(ports: Ports, hub: Hub, change: Change): Promise<void> {
  const own = hub.listeners.get(change.structureId);
  for (const listener of own ?? []) listener(change);
  const [, ...above] = await placesOf(ports, change.structureId);
  for (const id of above) {
    for (const listener of hub.listeners.get(id) ?? []) listener(change);
  }
}

/** The structure, and those above it. */
async function placesOf(ports: Ports, id: string): Promise<string[]> {
  const found = await lineage(ports, id);
  return [id, ...found?.structure.path ?? []];
}

/** What a commit changed, structure by structure. */
function changesIn(
  writes: readonly Write[],
  { reads }: Tx,
): Map<string, Change> {
  const changes = new Map<string, Change>();
  const changed = (structureId: string, part: Partial<Change>) => {
    const before = changes.get(structureId) ??
      { structureId, batches: [], account: null, isElsewhere: false };
    const batches = [...before.batches, ...part.batches ?? []];
    changes.set(structureId, { ...before, ...part, batches });
  };
  for (const { key, value } of writes) {
    if (value === null) continue;
    if (key.kind.name === "account") {
      changed(String(key.parts[1]), { account: value as Account });
    } else if (key.kind.name === "batch") {
      const batch = value as Batch;
      const before = reads.get(key.id)?.value as Batch | null | undefined;
      const indexes = differing(before ?? null, batch);
      if (indexes.length === 0) continue;
      changed(batch.structureId, {
        batches: [{ batch, indexes, isNew: !before }],
      });
    }
  }
  return changes;
}

/** The messages that are not as they were. */
function differing(before: Batch | null, after: Batch): number[] {
  return [...after.messages.keys()].filter((index) =>
    before?.messages[index] !== after.messages[index]
  );
}

function isShared({ store }: Ports): boolean {
  return store.options.queues === false;
}

/** Hears of other instances; whatever they changed, it is elsewhere. */
function watchPulse(ports: Ports, structureId: string): () => void {
  const { kv } = ports.store;
  const reader = kv.watch([[...keys.pulse(structureId).parts]]).getReader();
  const run = async () => {
    // The first answer is how it was before anybody listened.
    await reader.read();
    while (!(await reader.read()).done) {
      const change: Change = {
        structureId,
        batches: [],
        account: null,
        isElsewhere: true,
      };
      const listeners = hubOf(ports).listeners.get(structureId) ?? [];
      for (const listener of listeners) listener(change);
    }
  };
  run().catch((error) => ports.report(error));
  return () => void reader.cancel().catch(() => {});
}
