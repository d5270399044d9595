/**
 * Endpoints of a structure's own programs, to be told of what happens. The
 * account names those that listen, so that an event is queued with the commit
 * that causes it and without a read.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import {
  type NewWebhook,
  type StoredWebhook,
  type Webhook,
  type WebhookChange,
  type WebhookEvent,
  WEBHOOKS_MAX,
  type WebhookWithSecret,
} from "../schema/webhook.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { type Call, once } from "./call.ts";
import { readAccount } from "./credit.ts";
import { authorised } from "./directory.ts";
import { assertReachable } from "./outbound.ts";
import { type Page, pageById, type PageRequest } from "./page.ts";
import { wakeWebhook } from "./webhook_event.ts";
import { newWebhookSecret, sealSecret } from "./webhook_secret.ts";

const HOUR_MS = 3_600_000;

/** An endpoint, and the structure it must belong to. */
export interface WebhookAddress {
  readonly structureId: string;
  readonly id: string;
}

/**
 * Declares an endpoint; the answer is the only place its secret is shown.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request`, `conflict`
 */
export async function createWebhook(
  ports: Ports,
  call: Call,
  { structureId, ...input }: NewWebhook & { structureId: string },
): Promise<WebhookWithSecret> {
  await authorised(ports, call.actor, "application:manage", structureId);
  const { url } = input;
  assertReachable(ports, url, "/url");
  const id = ports.newId("whk");
  const secret = newWebhookSecret(ports);
  const nowMs = ports.now();
  const stored: StoredWebhook = {
    id,
    structureId,
    url,
    description: input.description || null,
    events: distinct(input.events),
    status: "active",
    secrets: [{ sealed: sealSecret(ports, id, secret), expiresAtMs: null }],
    createdAtMs: nowMs,
    arrivedAtMs: null,
    triedSinceMs: nowMs,
    failures: 0,
    restsUntilMs: null,
  };
  const others = await structureWebhooks(ports, structureId);
  if (others.length >= WEBHOOKS_MAX) throw tooMany();
  return await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      await readAccount(tx, structureId);
      tx.create(keys.webhook(id), stored);
      tx.put(keys.webhookOf(structureId, id), id);
      await listen(tx, stored);
      await recordHook(tx, ports, { call, stored, action: "create" });
      return { ...webhookView(stored, nowMs), secret };
    },
  });
}

/** @throws {Problem} `not_found`, `forbidden`, `invalid_cursor` */
export async function listWebhooks(
  ports: Ports,
  actor: Actor,
  { structureId, ...request }: PageRequest & { structureId: string },
): Promise<Page<Webhook>> {
  await authorised(ports, actor, "application:manage", structureId);
  const found = await structureWebhooks(ports, structureId);
  const { items, nextCursor } = pageById(found, request);
  const nowMs = ports.now();
  return { items: items.map((one) => webhookView(one, nowMs)), nextCursor };
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function getWebhook(
  ports: Ports,
  actor: Actor,
  address: WebhookAddress,
): Promise<Webhook> {
  return webhookView(await managedWebhook(ports, actor, address), ports.now());
}

/**
 * Changes an endpoint. What waits for one that is resumed leaves at once.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request`
 */
export async function updateWebhook(
  ports: Ports,
  call: Call,
  { change, ...address }: WebhookAddress & { change: WebhookChange },
): Promise<Webhook> {
  await managedWebhook(ports, call.actor, address);
  const { url, events, description, status } = change;
  if (url !== undefined) assertReachable(ports, url, "/url");
  const changed = {
    ...(url === undefined ? {} : { url }),
    ...(events === undefined ? {} : { events: distinct(events) }),
    ...(description === undefined ? {} : { description: description || null }),
    ...(status === undefined ? {} : { status }),
  };
  const { structureId, id } = address;
  // Another address, or another try: what failed before does not count.
  const anew = url !== undefined || status === "active"
    ? { failures: 0, restsUntilMs: null, triedSinceMs: ports.now() }
    : {};
  return await ports.store.transact(structureId, async (tx) => {
    await readAccount(tx, structureId);
    const before = await readWebhook(tx, address);
    const stored: StoredWebhook = { ...before, ...changed, ...anew };
    tx.put(keys.webhook(id), stored);
    await listen(tx, stored);
    if (stored.status === "active") wakeWebhook(tx, stored, ports.now());
    const fields = Object.keys(change).sort().join(" ");
    await recordHook(tx, ports, { call, stored, action: "change", fields });
    return webhookView(stored, ports.now());
  });
}

/**
 * Makes a new secret; requests are signed with the one before as well, for
 * `graceHours`.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function rotateWebhookSecret(
  ports: Ports,
  call: Call,
  { graceHours, ...address }: WebhookAddress & { graceHours: number },
): Promise<WebhookWithSecret> {
  await managedWebhook(ports, call.actor, address);
  const { structureId, id } = address;
  const secret = newWebhookSecret(ports);
  const fresh = { sealed: sealSecret(ports, id, secret), expiresAtMs: null };
  const expiresAtMs = ports.now() + graceHours * HOUR_MS;
  return await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      const before = await readWebhook(tx, address);
      const kept = graceHours > 0
        ? before.secrets.slice(0, 1).map((one) => ({ ...one, expiresAtMs }))
        : [];
      const after = { ...before, secrets: [fresh, ...kept] };
      tx.put(keys.webhook(id), after);
      await recordHook(tx, ports, { call, stored: after, action: "rotate" });
      return { ...webhookView(after, ports.now()), secret };
    },
  });
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function deleteWebhook(
  ports: Ports,
  call: Call,
  address: WebhookAddress,
): Promise<void> {
  await managedWebhook(ports, call.actor, address);
  const { structureId, id } = address;
  await ports.store.transact(structureId, async (tx) => {
    await readAccount(tx, structureId);
    const before = await readWebhook(tx, address);
    tx.delete(keys.webhook(id));
    tx.delete(keys.webhookOf(structureId, id));
    await listen(tx, { ...before, status: "gone" });
    await recordHook(tx, ports, { call, stored: before, action: "delete" });
  });
}

/**
 * The endpoint as it is stored, if the actor may manage it.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function managedWebhook(
  ports: Ports,
  actor: Actor,
  { structureId, id }: WebhookAddress,
): Promise<StoredWebhook> {
  await authorised(ports, actor, "application:manage", structureId);
  const stored = await ports.store.get(keys.webhook(id));
  if (stored?.structureId !== structureId) throw new Problem("not_found");
  return stored;
}

/** Has the account name the endpoint if it listens, and not if it does not. */
export async function listen(
  tx: Tx,
  { structureId, id, status, events }: StoredWebhook,
): Promise<void> {
  const { webhooks = [], ...account } = await readAccount(tx, structureId);
  const others = webhooks.filter((one) => one.id !== id);
  const listening = status === "active"
    ? [...others, { id, events: [...events] }]
    : others;
  tx.put(
    keys.account(structureId),
    listening.length === 0 ? account : { ...account, webhooks: listening },
  );
}

/** An endpoint as the API tells it: without its secrets. */
export function webhookView(stored: StoredWebhook, nowMs: number): Webhook {
  const { id, structureId, url, description, events, status } = stored;
  const { createdAtMs, arrivedAtMs, secrets } = stored;
  const ending = secrets.find(({ expiresAtMs }) =>
    expiresAtMs !== null && expiresAtMs > nowMs
  );
  return {
    id,
    structureId,
    url,
    description,
    events: [...events],
    status,
    createdAt: instant(createdAtMs),
    arrivedAt: arrivedAtMs === null ? null : instant(arrivedAtMs),
    secretExpiresAt: ending ? instant(ending.expiresAtMs!) : null,
  };
}

async function recordHook(
  tx: Tx,
  ports: Ports,
  { call, stored, action, fields }: {
    call: Call;
    stored: StoredWebhook;
    action: "create" | "change" | "rotate" | "delete";
    fields?: string;
  },
): Promise<void> {
  const { structureId, id, url } = stored;
  await recordAudit(tx, ports, {
    call,
    structureId,
    action: `webhook.${action}`,
    target: id,
    detail: {
      host: new URL(url).host,
      ...(fields === undefined ? {} : { fields }),
    },
  });
}

async function readWebhook(
  tx: Tx,
  { id }: WebhookAddress,
): Promise<StoredWebhook> {
  const stored = await tx.get(keys.webhook(id));
  if (stored === null) throw new Problem("not_found");
  return stored;
}

async function structureWebhooks(
  ports: Ports,
  structureId: string,
): Promise<StoredWebhook[]> {
  const entries = ports.store.list(KINDS.webhookOf, { under: [structureId] });
  const ids = await Array.fromAsync(entries, ({ value }) => value);
  const found = await ports.store.getMany(ids.map(keys.webhook));
  return found.filter((one) => one !== null);
}

function tooMany(): Problem {
  return new Problem("conflict", {
    detail: {
      fr:
        `Une structure a au plus ${WEBHOOKS_MAX} webhooks ; supprimez-en un d’abord.`,
      en: `A structure has at most ${WEBHOOKS_MAX} webhooks; delete one first.`,
    },
  });
}

function distinct(events: readonly WebhookEvent[]): WebhookEvent[] {
  return [...new Set(events)];
}
