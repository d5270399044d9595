/**
 * Moving SMS between two levels of the tree, both accounts in one commit.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import type { NewTransfer, Transfer } from "../schema/credit.ts";
import { isOperator, permits } from "./actor.ts";
import { type Asker, recordAudit } from "./audit.ts";
import { type Call, once } from "./call.ts";
import { pass, post, type Posting } from "./credit.ts";
import { invalidField } from "./field.ts";
import { namedStructure } from "./structure.ts";

/** Which way credits go, and the account on each side. */
interface Route {
  readonly kind: Transfer["kind"];
  /** The account that gives; null when credits are new. */
  readonly fromId: string | null;
  readonly toId: string;
}

/**
 * Grants new credits, allocates to a structure below or reclaims from one.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request` for structures
 *   that are not above one another, `insufficient_credit`
 */
export async function transferCredits(
  ports: Ports,
  call: Call,
  input: NewTransfer,
): Promise<Transfer> {
  const route = await routeOf(ports, call, input);
  const { credits, note } = input;
  const untilMs = endOf(ports, input);
  const posting = {
    actor: call.actor.id,
    cause: ports.newId("trf"),
    atMs: ports.now(),
    note,
  };
  return await once(ports, call, {
    lane: route.toId,
    body: async (tx) => {
      const { fromId, toId, kind } = route;
      if (fromId !== null) {
        pass(tx, { fromId, toId }, { ...posting, kind, credits });
      } else {
        const grant = { ...posting, kind, amount: credits };
        grantNew(tx, toId, grant, untilMs);
      }
      await recordTransfer(tx, ports, call, { ...route, ...posting, credits });
      return {
        id: posting.cause,
        ...route,
        credits,
        note: note || null,
        expiresAt: untilMs === null ? null : instant(untilMs),
        at: instant(posting.atMs),
        actor: posting.actor,
      };
    },
  });
}

/**
 * Allocates credits inside `tx` of work that was allowed before.
 *
 * @throws {Problem} `insufficient_credit`, and then nothing is written
 */
export async function allocateIn(
  tx: Tx,
  ports: Ports,
  call: Asker,
  { fromId, toId, credits }: { fromId: string; toId: string; credits: number },
): Promise<void> {
  const kind = "allocate";
  const cause = ports.newId("trf");
  const posting = { actor: call.actor.id, cause, atMs: ports.now(), note: "" };
  pass(tx, { fromId, toId }, { ...posting, kind, credits });
  const route = { kind, fromId, toId } as const;
  await recordTransfer(tx, ports, call, { ...route, cause, credits });
}

/** Both journals tell of a movement. */
async function recordTransfer(
  tx: Tx,
  ports: Ports,
  call: Asker,
  { kind, fromId, toId, cause, credits }: Route & {
    cause: string;
    credits: number;
  },
): Promise<void> {
  for (const structureId of fromId === null ? [toId] : [fromId, toId]) {
    await recordAudit(tx, ports, {
      call,
      structureId,
      action: `credit.${kind}`,
      target: cause,
      detail: { fromId, toId, credits },
    });
  }
}

/**
 * Corrects an account by hand; `credits` is signed.
 *
 * @throws {Problem} `not_found`, `forbidden`, `insufficient_credit`
 */
export async function adjustCredits(
  ports: Ports,
  call: Call,
  { structureId, credits, note }: {
    structureId: string;
    credits: number;
    note: string;
  },
): Promise<void> {
  if (!isOperator(call.actor)) throw new Problem("forbidden");
  await namedStructure(ports, call.actor, {
    id: structureId,
    pointer: "/structureId",
  });
  const posting: Posting = {
    kind: "adjust",
    amount: credits,
    actor: call.actor.id,
    cause: ports.newId("adj"),
    atMs: ports.now(),
    note,
  };
  await once(ports, call, {
    lane: structureId,
    body: async (tx) => {
      post(tx, structureId, posting);
      await recordAudit(tx, ports, {
        call,
        structureId,
        action: "credit.adjust",
        target: posting.cause,
        detail: { credits },
      });
      return null;
    },
  });
}

/** Grants new credits; with an end, they are a lot of their own. */
function grantNew(
  tx: Tx,
  toId: string,
  posting: Posting,
  untilMs: number | null,
): void {
  if (untilMs === null) return void post(tx, toId, posting);
  const { cause: source, amount, note } = posting;
  post(tx, toId, { ...posting, lots: [{ source, untilMs, amount }] });
  tx.put(keys.lotSource(source), {
    untilMs,
    credits: amount,
    note: note || null,
  });
}

/** When what is granted ends; null for never. @throws {Problem} */
function endOf(
  ports: Ports,
  { fromId, expiresAt }: NewTransfer,
): number | null {
  if (expiresAt === undefined) return null;
  const pointer = "/expiresAt";
  if (fromId !== null) {
    throw invalidField(pointer, {
      fr:
        "Seuls de nouveaux SMS reçoivent une date d'expiration ; ceux qu'on déplace gardent la leur.",
      en:
        "Only new SMS are given an expiry date; those that are moved keep theirs.",
    });
  }
  const untilMs = Date.parse(expiresAt);
  if (untilMs <= ports.now()) {
    throw invalidField(pointer, {
      fr: "Choisissez une date à venir.",
      en: "Choose a date to come.",
    });
  }
  return untilMs;
}

async function routeOf(
  ports: Ports,
  { actor }: Call,
  { fromId, toId }: NewTransfer,
): Promise<Route> {
  const named = (id: string, pointer: string) =>
    namedStructure(ports, actor, { id, pointer });
  const { structure: to } = await named(toId, "/toId");
  if (fromId === null) {
    if (!isOperator(actor)) {
      throw new Problem("forbidden", {
        detail: {
          fr:
            "Seul l'opérateur attribue de nouveaux SMS ; indiquez « fromId » pour en déplacer.",
          en: 'Only the operator grants new SMS; give "fromId" to move some.',
        },
      });
    }
    return { kind: "grant", fromId, toId };
  }
  const { structure: from } = await named(fromId, "/fromId");
  const goesDown = to.path.includes(fromId);
  if (!goesDown && !from.path.includes(toId)) {
    throw invalidField("/toId", {
      fr:
        "Les SMS se déplacent entre une structure et une autre au-dessus ou au-dessous d'elle ; choisissez-en une de sa lignée.",
      en:
        "SMS move between a structure and one above or below it; choose one in its line.",
    });
  }
  const manager = goesDown ? from : to;
  if (!permits(actor, "credit:move", manager)) {
    throw new Problem("forbidden", { structureId: manager.id });
  }
  return { kind: goesDown ? "allocate" : "reclaim", fromId, toId };
}
