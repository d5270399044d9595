/**
 * The journal of a structure: who changed what, when, from where. A line is
 * written in the commit of what it tells of, and its hash takes in the hash of
 * the line before, so none can be changed or left out unseen.
 *
 * No number, no text and no mail address stands in it: people are named by
 * their id, and what looks like an address or a number is blotted out.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type {
  AuditDetail,
  AuditResult,
  StoredAuditEntry,
} from "../schema/audit.ts";
import type { Actor } from "./actor.ts";
import type { Call } from "./call.ts";

/** Stands for the installation where no structure is concerned. */
export const INSTALLATION = "installation";

/** What the first line is chained to. */
export const NO_HASH = "0".repeat(64);

/** Who asked, and from where. */
export type Asker = Pick<Call, "actor" | "origin">;

/** The same, where no more is known of who asked. */
export interface Doer {
  readonly actor: Pick<Actor, "kind" | "id">;
  readonly origin?: Call["origin"] | undefined;
}

/** Something to be written down. */
export interface AuditEvent {
  /** The call that does it. */
  readonly call: Doer;
  /** The structure it concerns; null for the installation. */
  readonly structureId: string | null;
  /** `noun.verb`, e.g. `key.rotate`. */
  readonly action: string;
  /** The id of what it is done to. */
  readonly target?: string | null;
  readonly detail?: AuditDetail;
  readonly result?: AuditResult;
}

/** Adds a line to a structure's journal, in the commit of what it tells of. */
export async function recordAudit(
  tx: Tx,
  ports: Ports,
  event: AuditEvent,
): Promise<void> {
  const journal = event.structureId ?? INSTALLATION;
  const head = await tx.get(keys.auditHead(journal));
  const number = (head?.entries ?? 0) + 1;
  const { actor, origin } = event.call;
  const line = {
    number,
    atMs: ports.now(),
    actorKind: actor.kind,
    actorId: actor.id,
    via: origin?.via ?? "service",
    address: origin?.address() ?? null,
    action: event.action,
    target: event.target ?? null,
    result: event.result ?? "done",
    detail: discreet(event.detail ?? {}),
  };
  const hash = chainHash(head?.hash ?? NO_HASH, line);
  tx.put(keys.audit(journal, number), { ...line, hash });
  tx.put(keys.auditHead(journal), { entries: number, hash });
}

/**
 * The hash of a line: SHA-256 of the hash before, a line feed, and the line's
 * members as a JSON array in the order of this function, those of `detail`
 * sorted by name. Whoever has an export can compute it again.
 */
export function chainHash(
  before: string,
  line: Omit<StoredAuditEntry, "hash">,
): string {
  const { number, atMs, actorKind, actorId, via, address } = line;
  const { action, target, result, detail } = line;
  const sorted = Object.entries(detail).sort(([a], [b]) => a < b ? -1 : 1);
  const members = [number, atMs, actorKind, actorId, via, address];
  return sha256(
    `${before}\n${
      JSON.stringify([...members, action, target, result, sorted])
    }`,
  );
}

/** A person's refusals of one kind in one place are written once a minute. */
const REFUSAL_MS = 60_000;
const REFUSALS_MAX = 10_000;
const refusals = new WeakMap<object, Map<string, number>>();

/** Writes down that a signed-in person was refused something. */
export async function recordRefusal(
  ports: Ports,
  call: Asker & { readonly route: string },
  structureId: string,
): Promise<void> {
  if (call.actor.kind !== "member") return;
  // Whoever looks through a person's eyes is not to act in their name.
  if (call.actor.viewedBy !== undefined) return;
  const name = `${call.actor.id} ${structureId} ${call.route}`;
  if (wasJustRefused(ports, name)) return;
  const event = {
    call,
    structureId,
    action: "access.refuse",
    detail: { route: call.route },
    result: "refused",
  } as const;
  const lane = keys.auditHead(structureId).id;
  await ports.store.transact(lane, (tx) => recordAudit(tx, ports, event));
}

function wasJustRefused(ports: Ports, name: string): boolean {
  let known = refusals.get(ports.store);
  if (known === undefined) refusals.set(ports.store, known = new Map());
  const nowMs = ports.now();
  if (nowMs - (known.get(name) ?? -Infinity) < REFUSAL_MS) return true;
  if (known.size >= REFUSALS_MAX) known.clear();
  known.set(name, nowMs);
  return false;
}

/** Journals a person's own doings go to, at the most. */
const JOURNALS_MAX = 8;

/** The journals of the structures a person belongs to. */
export function journalsOf(actor: Actor): (string | null)[] {
  if (actor.kind !== "member") return [null];
  const ids = Object.keys(actor.roles).sort().slice(0, JOURNALS_MAX);
  return actor.operator || ids.length === 0 ? [null, ...ids] : ids;
}

/** Writes down what a person does for itself: signing in, a new password. */
export async function recordPersonal(
  tx: Tx,
  ports: Ports,
  { call, action, detail = {} }:
    & Omit<AuditEvent, "structureId" | "call">
    & { readonly call: Asker },
): Promise<void> {
  const target = call.actor.id;
  for (const structureId of journalsOf(call.actor)) {
    const event = { call, structureId, action, target, detail };
    await recordAudit(tx, ports, event);
  }
}

const VALUE_MAX = 200;
/** A mail address, or nine digits and more however they are spaced. */
const PERSONAL = /[^\s@<>]+@[^\s@<>]+|\+?\d(?:[\s.-]?\d){8,}/gu;

function discreet(detail: AuditDetail): AuditDetail {
  return Object.fromEntries(
    Object.entries(detail).map(([name, value]) => [
      name,
      typeof value === "string"
        ? value.replace(PERSONAL, "•••").slice(0, VALUE_MAX)
        : value,
    ]),
  );
}
