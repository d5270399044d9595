/**
 * Asking for SMS: a structure asks with a reason, and may take it back. Its
 * group is told in the commit that writes the request.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import {
  type CreditRequest,
  type NewCreditRequest,
  type StoredCreditRequest,
  WAITING_MAX,
} from "../schema/credit_request.ts";
import { type Actor, isOperator, permits, type Place } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { managersOf, operatorsOf } from "./audience.ts";
import { type Call, once } from "./call.ts";
import { readAccount } from "./credit.ts";
import { authorised, type Lineage, lineage } from "./directory.ts";
import { requestNotice, writeNotice } from "./notice.ts";
import { fromCursor, type Page, pageOf, type PageRequest } from "./page.ts";

/** Stands for the operator in the index of who answers. */
export const OPERATOR_DESK = "operator";

const REQUEST_ID = /^ask_[0-9a-z]{18}$/;

/**
 * Asks the group above for SMS; at the top of the tree, the operator.
 *
 * @throws {Problem} `not_found`, `forbidden`, `conflict` when too many wait
 */
export async function askForCredits(
  ports: Ports,
  call: Call,
  { structureId, credits, reason }: NewCreditRequest & { structureId: string },
): Promise<CreditRequest> {
  const at = await authorised(ports, call.actor, "credit:ask", structureId);
  const groupId = at.structure.path.at(-1) ?? null;
  const request: StoredCreditRequest = {
    id: ports.newId("ask"),
    structureId,
    groupId,
    credits,
    reason,
    askedBy: call.actor.id,
    atMs: ports.now(),
    status: "pending",
    granted: 0,
    answeredBy: null,
    answeredAtMs: null,
    word: null,
  };
  const notice = await requestNotice(ports, {
    what: "asked",
    requestId: request.id,
    structureId,
    people: await answerers(ports, at),
  });
  return await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      await readAccount(tx, structureId);
      const waiting = await tx.get(keys.requestsWaiting(structureId)) ?? [];
      if (waiting.length >= WAITING_MAX) throw tooMany();
      tx.put(keys.requestsWaiting(structureId), [...waiting, request.id]);
      tx.create(keys.request(request.id), request);
      tx.put(keys.requestOf(structureId, request.id), request.id);
      const desk = groupId ?? OPERATOR_DESK;
      tx.put(keys.requestTo(desk, request.id), request.id);
      tx.put(keys.requestPending(desk, request.id), request.id);
      writeNotice(tx, structureId, notice);
      await recordRequest(tx, ports, call, request, "credit.ask");
      return view(request, at.structure.name);
    },
  });
}

/**
 * Takes a request back that waits.
 *
 * @throws {Problem} `not_found`, `forbidden`, `already_final`
 */
export async function withdrawRequest(
  ports: Ports,
  call: Call,
  id: string,
): Promise<CreditRequest> {
  const { request, at } = await findRequest(ports, call.actor, id);
  if (!permits(call.actor, "credit:ask", at.structure)) {
    throw new Problem("forbidden");
  }
  return await once(ports, call, {
    lane: request.structureId,
    body: async (tx) => {
      const before = await waitingRequest(tx, id);
      const after = await closeRequest(tx, before, {
        status: "withdrawn",
        answeredBy: call.actor.id,
        answeredAtMs: ports.now(),
      });
      await recordRequest(tx, ports, call, after, "credit.withdraw");
      return view(after, at.structure.name);
    },
  });
}

/**
 * A request, to who may see its structure.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function readRequest(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<CreditRequest> {
  const { request, at } = await findRequest(ports, actor, id);
  return view(request, at.structure.name);
}

/**
 * Requests, the newest first: those a structure made, or those its own
 * structures made to it.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`
 */
export async function listRequests(
  ports: Ports,
  actor: Actor,
  { structureId, to, limit, cursor }: PageRequest & {
    structureId: string;
    /** Made by the structure, or to it. */
    to: "made" | "received";
  },
): Promise<Page<CreditRequest>> {
  await authorised(ports, actor, "credit:read", structureId);
  const before = fromCursor(cursor, REQUEST_ID);
  const kind = to === "made" ? KINDS.requestOf : KINDS.requestTo;
  const found = ports.store.list(kind, {
    under: [structureId],
    ...(before === null ? {} : { end: [structureId, before] }),
  }, { limit: limit + 1, reverse: true });
  const ids = await Array.fromAsync(found, ({ value }) => value);
  const page = pageOf(ids, limit, (id) => id);
  const stored = await ports.store.getMany(page.items.map(keys.request));
  const items = await Promise.all(
    stored.filter((request) => request !== null).map(async (request) => {
      const at = await lineage(ports, request.structureId);
      return view(request, at?.structure.name ?? request.structureId);
    }),
  );
  return { items, nextCursor: page.nextCursor };
}

/** How many requests wait, at a structure's pages, for the actor's answer. */
export async function countForActor(
  ports: Ports,
  actor: Actor,
  structure: Place,
): Promise<number> {
  const { id, path } = structure;
  if (!permits(actor, "credit:move", structure)) return 0;
  const own = path.length === 0 && isOperator(actor)
    ? await ports.store.get(keys.requestsWaiting(id)) ?? []
    : [];
  return own.length + await countWaiting(ports, id);
}

/** How many requests wait for an answer of the structure's managers. */
export async function countWaiting(
  ports: Ports,
  groupId: string,
): Promise<number> {
  const found = ports.store.list(KINDS.requestPending, { under: [groupId] }, {
    limit: 100,
  });
  return (await Array.fromAsync(found)).length;
}

/** A request and where its structure stands, if the actor may see it. */
export async function findRequest(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<{ request: StoredCreditRequest; at: Lineage }> {
  const request = await ports.store.get(keys.request(id));
  if (request === null) throw new Problem("not_found");
  const at = await authorised(
    ports,
    actor,
    "credit:read",
    request.structureId,
  );
  return { request, at };
}

/** The request inside `tx`. @throws {Problem} `already_final` */
export async function waitingRequest(
  tx: Tx,
  id: string,
): Promise<StoredCreditRequest> {
  const request = await tx.get(keys.request(id));
  if (request?.status === "pending") return request;
  throw new Problem("already_final", {
    detail: {
      fr: "Cette demande a déjà une réponse, ou a été retirée.",
      en: "This request was answered already, or withdrawn.",
    },
  });
}

/** Writes the end of a request. */
export async function closeRequest(
  tx: Tx,
  before: StoredCreditRequest,
  change: Partial<StoredCreditRequest>,
): Promise<StoredCreditRequest> {
  const after = { ...before, ...change };
  const { id, structureId, groupId } = before;
  await readAccount(tx, structureId);
  tx.put(keys.request(id), after);
  const waiting = await tx.get(keys.requestsWaiting(structureId)) ?? [];
  tx.put(
    keys.requestsWaiting(structureId),
    waiting.filter((one) => one !== id),
  );
  tx.delete(keys.requestPending(groupId ?? OPERATOR_DESK, id));
  return after;
}

/** Writes a request's news in the journals of both sides. */
export async function recordRequest(
  tx: Tx,
  ports: Ports,
  call: Call,
  { id, structureId, groupId, credits, granted }: StoredCreditRequest,
  action: string,
): Promise<void> {
  const detail = { structureId, credits, granted };
  for (const side of [structureId, groupId]) {
    if (side === null) continue;
    const event = { call, structureId: side, action, target: id, detail };
    await recordAudit(tx, ports, event);
  }
}

/** A request as the API tells it. */
export function view(
  stored: StoredCreditRequest,
  structureName: string,
): CreditRequest {
  const { atMs, answeredAtMs, ...request } = stored;
  return {
    ...request,
    structureName,
    at: instant(atMs),
    answeredAt: answeredAtMs === null ? null : instant(answeredAtMs),
  };
}

/** Who may answer a request of the structure. */
async function answerers(ports: Ports, { structure }: Lineage) {
  const groupId = structure.path.at(-1);
  return groupId === undefined
    ? await operatorsOf(ports)
    : await managersOf(ports, {
      id: groupId,
      path: structure.path.slice(0, -1),
    });
}

/** Whether the actor may answer a request: it gives what is its group's. */
export function mayAnswer(
  actor: Actor,
  { structure }: Lineage,
): boolean {
  const id = structure.path.at(-1);
  return id === undefined
    ? isOperator(actor)
    : permits(actor, "credit:move", { id, path: structure.path.slice(0, -1) });
}

function tooMany(): Problem {
  return new Problem("conflict", {
    detail: {
      fr:
        `${WAITING_MAX} demandes attendent déjà une réponse ; retirez-en une ou attendez.`,
      en:
        `${WAITING_MAX} requests wait for an answer already; withdraw one or wait.`,
    },
  });
}
