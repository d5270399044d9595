/**
 * Rotation of the master key, while running: all that is wrapped under an
 * older key is wrapped under the active one, record by record, so that the
 * older one can be taken away. The data keys stay, and so does what they seal.
 *
 * A sealed value says which master key it needs, and is bound to its record;
 * what cannot be opened is counted, and its key is not called removable.
 *
 * @module
 */
import { type Key, keyOf, type Kind } from "../kv/kind.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import type { Rewrap, StoredRewrap } from "../schema/rewrap.ts";
import { type Actor, isOperator } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { type Call, onceDone } from "./call.ts";
import { readAccount } from "./credit.ts";

/** Records looked at in one go. */
const LOOKED_MAX = 100;
/** What holds no wrapped value, and is too much to look through. */
const BARE: ReadonlySet<string> = new Set([
  "account",
  "batch",
  "counted",
  "due",
  "exportPart",
  "history",
  "ledger",
  "numberIndex",
  "provider",
  "rewrap",
  "statDay",
]);

const WRAPPED = (Object.values(KINDS) as unknown as Kind<unknown>[])
  .filter(({ name }) => !BARE.has(name))
  .sort((a, b) => a.name < b.name ? -1 : 1);

/** @throws {Problem} `forbidden` to all but the operator */
export async function readRewrap(ports: Ports, actor: Actor): Promise<Rewrap> {
  if (!isOperator(actor)) throw new Problem("forbidden");
  const run = await ports.store.get(keys.rewrap());
  const { activeId, otherIds } = ports.vault;
  const isDone = run !== null && run.finishedAtMs !== null &&
    run.to === activeId;
  return {
    activeKey: activeId,
    otherKeys: otherIds,
    run: run && {
      to: run.to,
      looked: run.looked,
      moved: run.moved,
      left: run.left,
      startedAt: instant(run.startedAtMs),
      finishedAt: run.finishedAtMs === null ? null : instant(run.finishedAtMs),
    },
    removable: isDone ? otherIds.filter((id) => !run.left[id]) : [],
  };
}

/**
 * Begins to wrap everything under the active master key; `rewrapSome` does it.
 *
 * @throws {Problem} `forbidden` to all but the operator
 */
export async function startRewrap(ports: Ports, call: Call): Promise<Rewrap> {
  if (!isOperator(call.actor)) throw new Problem("forbidden");
  return await onceDone(ports, call, async () => {
    const key = keys.rewrap();
    await ports.store.transact(key.id, async (tx) => {
      await tx.get(key);
      tx.put(key, {
        to: ports.vault.activeId,
        kind: 0,
        after: null,
        looked: 0,
        moved: 0,
        left: {},
        startedAtMs: ports.now(),
        finishedAtMs: null,
      });
      await recordAudit(tx, ports, {
        call,
        structureId: null,
        action: "master-key.rewrap",
        target: ports.vault.activeId,
      });
    });
    return await readRewrap(ports, call.actor);
  });
}

/** Does some of what is to be wrapped anew; true if there is more. */
export async function rewrapSome(ports: Ports): Promise<boolean> {
  const state = await ports.store.get(keys.rewrap());
  if (state === null || state.finishedAtMs !== null) return false;
  // Another instance may have another key first: this is not its work.
  if (state.to !== ports.vault.activeId) return false;
  const kind = WRAPPED[state.kind];
  if (kind === undefined) return await finish(ports, state);
  const found = ports.store.list<unknown>(
    kind,
    state.after === null ? {} : { start: [...state.after, ""] },
    { limit: LOOKED_MAX },
  );
  const records = await Array.fromAsync(found);
  let moved = 0;
  const left = { ...state.left };
  for (const { parts, value } of records) {
    const key = keyOf(kind, ...parts as Deno.KvKeyPart[]);
    if (!rewrapped(ports, key, value).changed) continue;
    const done = await moveRecord(ports, key);
    moved += done.moved;
    for (const id of done.left) left[id] = (left[id] ?? 0) + 1;
  }
  const isOver = records.length < LOOKED_MAX;
  return await proceed(ports, state, {
    ...state,
    kind: isOver ? state.kind + 1 : state.kind,
    after: isOver ? null : records.at(-1)!.parts as string[],
    looked: state.looked + records.length,
    moved: state.moved + moved,
    left,
  });
}

/** Writes how far it has come, unless another instance has come further. */
async function proceed(
  ports: Ports,
  from: StoredRewrap,
  to: StoredRewrap,
): Promise<boolean> {
  const key = keys.rewrap();
  await ports.store.transact(key.id, async (tx) => {
    const now = await tx.get(key);
    const isSame = now?.kind === from.kind && now.looked === from.looked &&
      now.startedAtMs === from.startedAtMs;
    if (isSame) tx.put(key, to);
  });
  return true;
}

async function finish(ports: Ports, state: StoredRewrap): Promise<boolean> {
  const finishedAtMs = ports.now();
  await proceed(ports, state, { ...state, finishedAtMs });
  const { to, moved, looked } = state;
  ports.log("info", "rewrap.finished", { to, moved, looked });
  return false;
}

async function moveRecord(
  ports: Ports,
  key: Key<unknown>,
): Promise<{ moved: number; left: string[] }> {
  return await ports.store.transact(key.id, async (tx) => {
    await readGuard(tx, key);
    const value = await tx.get(key);
    if (value === null) return { moved: 0, left: [] };
    const { value: wrapped, left, opened } = rewrapped(ports, key, value);
    if (opened > 0) tx.put(key, wrapped);
    return { moved: opened > 0 ? 1 : 0, left };
  });
}

/** What keeps two writers of the record apart, where it is not itself. */
async function readGuard(tx: Tx, { kind, parts }: Key<unknown>): Promise<void> {
  if (kind.guard === "owner") await readAccount(tx, String(parts[1]));
}

interface Rewrapped {
  /** Whether anything is under an older key. */
  readonly changed: boolean;
  readonly value: unknown;
  readonly opened: number;
  /** Older keys of values that could not be opened. */
  readonly left: string[];
}

/** The record with all that is wrapped in it under the active key. */
function rewrapped(ports: Ports, key: Key<unknown>, value: unknown): Rewrapped {
  const { vault } = ports;
  const left: string[] = [];
  let opened = 0;
  const walk = (one: unknown, path: readonly string[]): unknown => {
    if (typeof one === "string") {
      const id = vault.olderKeyOf(one);
      if (id === null) return one;
      const anew = vault.rewrap(one, boundsOf(key, path));
      if (anew === null) left.push(id);
      else opened++;
      return anew ?? one;
    }
    if (Array.isArray(one)) {
      return one.map((item, i) => walk(item, [...path, String(i)]));
    }
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(
      Object.entries(one).map(([name, item]) =>
        name === "master" && key.kind.name === "dataKey"
          ? [name, vault.activeId]
          : [name, walk(item, [...path, name])]
      ),
    );
  };
  const anew = walk(value, []);
  return { changed: opened + left.length > 0, value: anew, opened, left };
}

/** What a value may be bound to: its record, or its field there, or its initial. */
function boundsOf(
  { id, parts }: Key<unknown>,
  path: readonly string[],
): string[] {
  const names = path.flatMap((name) => [name, name[0]]);
  const ofOwner = keys.alertSettings(String(parts[1])).id;
  return [id, ofOwner, ...names.map((name) => `${id}/${name}`)];
}
