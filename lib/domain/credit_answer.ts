/**
 * Answering a request for SMS: all of it, a part, or no. What is given moves
 * in the commit that answers, and the ledgers name the request as the cause.
 *
 * @module
 */
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { keys } from "../kv/keys.ts";
import type {
  Approval,
  CreditRequest,
  Refusal,
  StoredCreditRequest,
} from "../schema/credit_request.ts";
import type { StoredMember } from "../schema/member.ts";
import { managersOf } from "./audience.ts";
import { type Call, once } from "./call.ts";
import { post } from "./credit.ts";
import {
  closeRequest,
  findRequest,
  mayAnswer,
  recordRequest,
  view,
  waitingRequest,
} from "./credit_request.ts";
import type { Lineage } from "./directory.ts";
import { invalidField } from "./field.ts";
import { requestNotice, writeNotice } from "./notice.ts";

/**
 * Gives what was asked for, or a part of it.
 *
 * @throws {Problem} `not_found`, `forbidden`, `already_final`,
 *   `insufficient_credit`, `invalid_request` for more than was asked for
 */
export async function approveRequest(
  ports: Ports,
  call: Call,
  { id, credits, word }: Approval & { id: string },
): Promise<CreditRequest> {
  const { request, at } = await answerable(ports, call, id);
  const granted = credits ?? request.credits;
  if (granted > request.credits) {
    throw invalidField("/credits", {
      fr: `Au plus ${request.credits}, le nombre demandé.`,
      en: `At most ${request.credits}, the number asked for.`,
    });
  }
  const { structureId, groupId, reason } = request;
  const posting = {
    kind: groupId === null ? "grant" as const : "allocate" as const,
    actor: call.actor.id,
    cause: id,
    atMs: ports.now(),
    note: reason.slice(0, 200),
  };
  return await answer(ports, call, {
    request,
    at,
    change: { status: "approved", granted, word: word || null },
    give: async (tx) => {
      if (groupId !== null) {
        await post(tx, groupId, { ...posting, amount: -granted });
      }
      await post(tx, structureId, { ...posting, amount: granted });
    },
  });
}

/**
 * Declines a request, with a word.
 *
 * @throws {Problem} `not_found`, `forbidden`, `already_final`
 */
export async function declineRequest(
  ports: Ports,
  call: Call,
  { id, word }: Refusal & { id: string },
): Promise<CreditRequest> {
  const { request, at } = await answerable(ports, call, id);
  return await answer(ports, call, {
    request,
    at,
    change: { status: "declined", word },
    give: () => Promise.resolve(),
  });
}

async function answerable(ports: Ports, call: Call, id: string) {
  const found = await findRequest(ports, call.actor, id);
  if (!mayAnswer(call.actor, found.at)) throw new Problem("forbidden");
  return found;
}

async function answer(
  ports: Ports,
  call: Call,
  { request, at, change, give }: {
    request: StoredCreditRequest;
    at: Lineage;
    change: Partial<StoredCreditRequest>;
    give: (tx: Parameters<typeof post>[0]) => Promise<void>;
  },
): Promise<CreditRequest> {
  const { id, structureId } = request;
  const notice = await requestNotice(ports, {
    what: "answered",
    requestId: id,
    structureId,
    people: await asking(ports, request, at),
  });
  const answeredAtMs = ports.now();
  return await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      const before = await waitingRequest(tx, id);
      await give(tx);
      const after = await closeRequest(tx, before, {
        ...change,
        answeredBy: call.actor.id,
        answeredAtMs,
      });
      writeNotice(tx, structureId, notice);
      const verb = after.status === "approved" ? "approve" : "decline";
      await recordRequest(tx, ports, call, after, `credit.${verb}`);
      return view(after, at.structure.name);
    },
  });
}

/** Who asked, and who manages the structure with them. */
async function asking(
  ports: Ports,
  { askedBy }: StoredCreditRequest,
  { structure }: Lineage,
): Promise<StoredMember[]> {
  const managers = await managersOf(ports, structure);
  if (managers.some(({ id }) => id === askedBy)) return managers;
  const asker = askedBy.startsWith("mem_")
    ? await ports.store.get(keys.member(askedBy))
    : null;
  return asker === null ? managers : [asker, ...managers];
}
