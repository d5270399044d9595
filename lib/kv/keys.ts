/**
 * The key space: every record, its parts, the schema of its value and what
 * guards it. Nobody else spells a key.
 *
 * What one commit accepts begins with time, so that the store grows at one
 * end; what belongs to a structure begins with its id.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { StoredApplication, StoredKey } from "../schema/application.ts";
import { type Batch, Batch as BatchSchema, Bulk } from "../schema/batch.ts";
import {
  type Account,
  Account as AccountSchema,
  Entry,
} from "../schema/credit.ts";
import {
  PasskeyPointer,
  SessionPointer,
  Spent,
  StoredFactors,
  StoredPasskey,
} from "../schema/credential.ts";
import {
  StoredGateway,
  StoredGatewayDay,
  StoredGatewayEvent,
  StoredOutboxItem,
} from "../schema/gateway.ts";
import {
  StoredMember,
  StoredSession,
  StoredThrottle,
} from "../schema/member.ts";
import { StoredStructure } from "../schema/structure.ts";
import { ACCESS_KINDS, accessKeys } from "./access_keys.ts";
import { creditKeys, creditKinds, weighLots } from "./credit_keys.ts";
import { EXPORT_KINDS, exportKeys } from "./export_keys.ts";
import { encodeBatch, weighBatch } from "./batch_codec.ts";
import { INTEGRATION_KINDS, integrationKeys } from "./integration_keys.ts";
import { type Key, keyOf, kind } from "./kind.ts";
import { PEOPLE_KINDS, peopleKeys } from "./people_keys.ts";
import {
  Due,
  Shard,
  Staging,
  StoredAnswer,
  StoredDataKey,
  StoredReceipt,
} from "./stored.ts";
import { OPERATION_KINDS, operationKeys } from "./operation_keys.ts";
import { TEXT_KINDS, textKeys } from "./text_keys.ts";

export { Due, Shard, Staging, StoredAnswer, StoredDataKey, StoredReceipt };

/** How long a receipt waits for its message. */
const EARLY_MS = 3_600_000;
/** How long what happened to a gateway is told. */
const EVENT_MS = 30 * 86_400_000;
/** How long the simulator's phone keeps what it received. */
const OUTBOX_MS = 30 * 86_400_000;

const Pointer = z.string();
const Strings = z.array(z.string());

/** Forty thresholds of ten digits, their names, and a day's endings. */
const ALERTS_BYTES = 800;
/** An endpoint of a webhook, with all its events. */
const WEBHOOK_BYTES = 160;

/** An upper bound of a due entry. */
const DUE_BYTES = 160;

/** An upper bound of an account's bytes, by its tails. */
function weighAccount(account: Account): number {
  let bytes = 900 + account.latestBatches.length * 24;
  for (const { note = "" } of account.latestEntries) {
    bytes += 320 + note.length * 3;
  }
  bytes += weighLots(account);
  for (const _ in account.capped) bytes += 64;
  if (account.alerts !== undefined) bytes += ALERTS_BYTES;
  if (account.webhooks !== undefined) {
    bytes += 20 + account.webhooks.length * WEBHOOK_BYTES;
  }
  return bytes;
}

const kinds = {
  ...creditKinds,
  ...OPERATION_KINDS,
  ...ACCESS_KINDS,
  ...TEXT_KINDS,
  ...INTEGRATION_KINDS,
  ...EXPORT_KINDS,
  account: kind("account", AccountSchema, {
    cached: true,
    weigh: weighAccount,
  }),
  ledger: kind("ledger", z.array(Entry), { guard: "owner" }),
  batch: kind<Batch>("batch", BatchSchema, {
    guard: "owner",
    weigh: weighBatch,
    encode: encodeBatch,
  }),
  history: kind("history", Strings, { guard: "owner" }),
  bulk: kind("bulk", Bulk, { guard: "owner" }),
  staging: kind("staging", Staging),
  due: kind("due", Due, {
    guard: "owner",
    weigh: () => DUE_BYTES,
    ringsAtMs: ([, , dueMs]) => dueMs as number,
  }),
  shard: kind("shard", Shard, { cached: true }),
  answer: kind("answer", StoredAnswer, {
    expiresAtMs: ({ expiresAtMs }) => expiresAtMs,
  }),
  sendAnswer: kind("sendAnswer", StoredAnswer, {
    guard: "owner",
    expiresAtMs: ({ expiresAtMs }) => expiresAtMs,
  }),
  dataKey: kind("dataKey", StoredDataKey),
  structure: kind("structure", StoredStructure),
  child: kind("child", Pointer, { guard: "owner" }),
  application: kind("application", StoredApplication),
  applicationOf: kind("applicationOf", Pointer, { guard: "owner" }),
  apiKey: kind("apiKey", StoredKey),
  gateway: kind("gateway", StoredGateway),
  gatewayOf: kind("gatewayOf", Pointer, { guard: "owner" }),
  gatewayEvent: kind("gatewayEvent", StoredGatewayEvent, {
    expiresAtMs: ({ atMs }) => atMs + EVENT_MS,
  }),
  gatewayDay: kind("gatewayDay", StoredGatewayDay),
  provider: kind("provider", Pointer, { guard: "owner" }),
  early: kind("early", StoredReceipt, {
    expiresAtMs: ({ atMs }) => atMs + EARLY_MS,
  }),
  outbox: kind("outbox", StoredOutboxItem, {
    expiresAtMs: ({ atMs }) => atMs + OUTBOX_MS,
  }),
  numberIndex: kind("numberIndex", Pointer, { guard: "owner" }),
  indexer: kind("indexer", z.object({ upTo: z.string() })),
  member: kind("member", StoredMember),
  memberByEmail: kind("memberByEmail", Pointer),
  session: kind("session", StoredSession, {
    expiresAtMs: ({ expiresAtMs }) => expiresAtMs,
  }),
  sessionOf: kind("sessionOf", SessionPointer, {
    guard: "owner",
    expiresAtMs: ({ expiresAtMs }) => expiresAtMs,
  }),
  passkey: kind("passkey", StoredPasskey),
  credential: kind("credential", PasskeyPointer),
  factors: kind("factors", StoredFactors),
  spent: kind("spent", Spent, {
    expiresAtMs: ({ expiresAtMs }) => expiresAtMs,
  }),
  throttle: kind("throttle", StoredThrottle),
  setting: kind("setting", z.string()),
  ...PEOPLE_KINDS,
};

/** The kinds, for listings. */
export const KINDS = kinds;

/** How the parts of the due-index are laid out. */
export const SHARDS = 8;

/** The part of the due-index a structure's work is in. */
export function shardOf(structureId: string): number {
  let hash = 0;
  for (let i = 0; i < structureId.length; i++) {
    hash = (hash * 31 + structureId.charCodeAt(i)) | 0;
  }
  return (hash >>> 0) % SHARDS;
}

const ACCOUNT_KEYS_MAX = 4_096;
const accountKeys = new Map<string, Key<Account>>();

/** An acceptance asks for its account's key several times. */
function accountKey(structureId: string): Key<Account> {
  let key = accountKeys.get(structureId);
  if (key === undefined) {
    if (accountKeys.size >= ACCOUNT_KEYS_MAX) accountKeys.clear();
    accountKeys.set(structureId, key = keyOf(kinds.account, structureId));
  }
  return key;
}

/** The table: one function a record. */
export const keys = {
  ...creditKeys,
  ...operationKeys,
  ...accessKeys,
  ...textKeys,
  ...integrationKeys,
  ...exportKeys,
  /** What a structure has. Guards all that is accounted for in it. */
  account: accountKey,
  /** Ledger entries, up to and with the numbered one. */
  ledger: (structureId: string, lastNumber: number) =>
    keyOf(kinds.ledger, structureId, lastNumber),
  batch: (id: string) => keyOf(kinds.batch, id),
  /** Ids of a structure's batches, up to and with the named one. */
  history: (structureId: string, lastBatchId: string) =>
    keyOf(kinds.history, structureId, lastBatchId),
  bulk: (id: string) => keyOf(kinds.bulk, id),
  /** Chunks of a bulk that is not accepted yet. */
  staging: (bulkId: string) => keyOf(kinds.staging, bulkId),
  /** Work due at an instant; `id` is a batch, a bulk or a message. */
  due: (shard: number, dueMs: number, id: string) =>
    keyOf(kinds.due, shard, dueMs, id),
  shard: (shard: number) => keyOf(kinds.shard, shard),
  /** Answers by whoever called (application or member), route and key. */
  answer: (caller: string, route: string, key: string) =>
    keyOf(kinds.answer, caller, route, key),
  /** The same for sends: written only under the account's check. */
  sendAnswer: (structureId: string, caller: string, key: string) =>
    keyOf(kinds.sendAnswer, structureId, caller, key),
  dataKey: (structureId: string, period: string) =>
    keyOf(kinds.dataKey, structureId, period),
  structure: (id: string) => keyOf(kinds.structure, id),
  /** The tree, downwards; `root` above the roots. */
  child: (parentId: string, id: string) => keyOf(kinds.child, parentId, id),
  application: (id: string) => keyOf(kinds.application, id),
  applicationOf: (structureId: string, id: string) =>
    keyOf(kinds.applicationOf, structureId, id),
  apiKey: (id: string) => keyOf(kinds.apiKey, id),
  gateway: (id: string) => keyOf(kinds.gateway, id),
  /** Gateways by their owner; `operator` for the operator's. */
  gatewayOf: (ownerId: string, id: string) =>
    keyOf(kinds.gatewayOf, ownerId, id),
  /** Something an operator is to know of a gateway. */
  gatewayEvent: (gatewayId: string, id: string) =>
    keyOf(kinds.gatewayEvent, gatewayId, id),
  /** What a gateway was handed on a civil day, at the most. */
  gatewayDay: (gatewayId: string, day: string) =>
    keyOf(kinds.gatewayDay, gatewayId, day),
  /** The message a gateway's own id stands for. */
  provider: (gatewayId: string, providerId: string) =>
    keyOf(kinds.provider, gatewayId, providerId),
  /** A receipt for an id not known yet. */
  early: (gatewayId: string, providerId: string) =>
    keyOf(kinds.early, gatewayId, providerId),
  outbox: (gatewayId: string, messageId: string) =>
    keyOf(kinds.outbox, gatewayId, messageId),
  /** Batches of a sealing period that hold a number, by its keyed hash. */
  numberIndex: (
    structureId: string,
    period: string,
    hash: string,
    batchId: string,
  ) => keyOf(kinds.numberIndex, structureId, period, hash, batchId),
  /** How far the number index has come. */
  indexer: () => keyOf(kinds.indexer),
  member: (id: string) => keyOf(kinds.member, id),
  memberByEmail: (email: string) => keyOf(kinds.memberByEmail, email),
  session: (hash: string) => keyOf(kinds.session, hash),
  sessionOf: (memberId: string, id: string) =>
    keyOf(kinds.sessionOf, memberId, id),
  passkey: (memberId: string, id: string) => keyOf(kinds.passkey, memberId, id),
  credential: (hash: string) => keyOf(kinds.credential, hash),
  factors: (memberId: string) => keyOf(kinds.factors, memberId),
  spent: (hash: string) => keyOf(kinds.spent, hash),
  throttle: (subject: string) => keyOf(kinds.throttle, subject),
  /** Small things the installation keeps, by name. */
  setting: (name: string) => keyOf(kinds.setting, name),
  ...peopleKeys,
} satisfies Record<string, (...parts: never[]) => Key<unknown>>;
