/**
 * A town that sends: what the tests of acceptance begin with.
 *
 * @module
 */
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import type { Actor, ApplicationActor } from "../../lib/domain/actor.ts";
import type { Call } from "../../lib/domain/call.ts";
import { type Lineage, lineage } from "../../lib/domain/directory.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { verifyAccounts } from "../../lib/domain/verification.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import type { Batch } from "../../lib/schema/batch.ts";
import type { Entry } from "../../lib/schema/credit.ts";
import type { Accepted, NewMessages } from "../../lib/schema/message.ts";
import { assertEquals } from "@std/assert";
import type { TestWorld } from "../support.ts";
import { grant } from "./tree.ts";

export const TEXT = "Une convocation vous attend.";

/** A town with credits and a sender of its own. */
export async function townWith(
  world: TestWorld,
  credits: number,
): Promise<Lineage> {
  const input = { name: "Rodez", defaultSender: "MairieRodez" };
  const { id } = await createStructure(world.ports, world.call(), input);
  if (credits > 0) await grant(world, id, credits);
  return (await lineage(world.ports, id))!;
}

/** The town's coupled application. */
export function applicationOf(
  { structure }: Lineage,
  options: Partial<ApplicationActor> = {},
): ApplicationActor {
  return {
    kind: "application",
    id: "app_01kanb2v3w8j4k2m7p",
    name: "idelibre",
    structureId: structure.id,
    mode: "live",
    scopes: ["messages:send"],
    dailyCap: null,
    ...options,
  };
}

/** A call of `POST /messages`. */
export function accept(
  world: TestWorld,
  at: Lineage,
  input: NewMessages,
  options: Partial<Call> & { actor?: Actor } = {},
): Promise<Accepted> {
  const call = world.call(options.actor ?? applicationOf(at), {
    route: "POST /messages",
    ...options,
  });
  return acceptMessages(world.ports, { call, at }, input);
}

/** The mobile number of a town's inhabitant. */
export function numberOf(inhabitant: number): string {
  return `+336${String(10_000_000 + inhabitant).padStart(8, "0")}`;
}

/** The same text to so many inhabitants. */
export function toMany(count: number, text = TEXT) {
  const recipients = Array.from({ length: count }, (_, i) => numberOf(i));
  return { text, recipients };
}

/** Every batch there is. */
export async function allBatches(world: TestWorld): Promise<Batch[]> {
  const entries = await Array.fromAsync(world.store.list(KINDS.batch, {}));
  return entries.map(({ value }) => value);
}

/** How many messages there are of each status. */
export async function statusCounts(
  world: TestWorld,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { messages } of await allBatches(world)) {
    for (const { status } of messages) {
      counts[status] = (counts[status] ?? 0) + 1;
    }
  }
  return counts;
}

/** A structure's ledger, the oldest entry first. */
export async function ledgerOf(
  world: TestWorld,
  structureId: string,
): Promise<Entry[]> {
  const pages = await Array.fromAsync(
    world.store.list(KINDS.ledger, { under: [structureId] }),
  );
  const account = await world.store.get(keys.account(structureId));
  return [
    ...pages.flatMap(({ value }) => value),
    ...account?.latestEntries ?? [],
  ];
}

/** Checks the invariants of the contract on all there is. */
export async function assertSound(world: TestWorld): Promise<void> {
  assertEquals((await verifyAccounts(world.ports)).broken, []);
}
