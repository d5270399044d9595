/**
 * What keeps a stolen key or a loop from costing a structure dear: how often
 * its programs call, how much it sends in a day, and where to. Foreign numbers
 * are closed until a manager opens their prefix.
 *
 * @module
 */
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { Limits, NewLimits, StoredLimits } from "../schema/limits.ts";
import type { InvalidRecipient, NewMessages } from "../schema/message.ts";
import { recordAudit } from "./audit.ts";
import type { Actor } from "./actor.ts";
import { type Call, once } from "./call.ts";
import { authorised, type Lineage } from "./directory.ts";
import type { Draft } from "./draft.ts";
import { fieldError } from "./field.ts";
import { placesOf } from "./opt_out_check.ts";
import { isFrench } from "./phone.ts";
import { keys } from "../kv/keys.ts";

/** What the reason is called where reasons have codes. */
export const FOREIGN_CLOSED = "foreign_closed";

const FOREIGN_TEXT = {
  fr:
    "Numéro étranger : un gestionnaire doit d’abord ouvrir son indicatif dans les limites de la structure.",
  en:
    "Foreign number: a manager must first open its prefix in the structure's limits.",
} as const;

const ERRORS_MAX = 100;

/** Those of a structure nobody limited. */
const NO_LIMITS: StoredLimits = {
  perMinute: null,
  perDay: null,
  dailySpend: null,
  foreignPrefixes: [],
};

/** @throws {Problem} `not_found`, `forbidden` */
export async function readLimits(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<Limits> {
  const { structure } = await authorised(ports, actor, "structure:manage", id);
  return structure.limits ?? NO_LIMITS;
}

/**
 * Sets a structure's limits, in the place of those before.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function putLimits(
  ports: Ports,
  call: Call,
  { id, limits }: { id: string; limits: NewLimits },
): Promise<Limits> {
  await authorised(ports, call.actor, "structure:manage", id);
  const wanted: StoredLimits = {
    perMinute: limits.perMinute ?? null,
    perDay: limits.perDay ?? null,
    dailySpend: limits.dailySpend ?? null,
    foreignPrefixes: [...new Set(limits.foreignPrefixes ?? [])].sort(),
  };
  return await once(ports, call, {
    lane: id,
    body: async (tx) => {
      const before = await tx.get(keys.structure(id));
      if (before === null) throw new Problem("not_found");
      tx.put(keys.structure(id), { ...before, limits: wanted });
      await recordAudit(tx, ports, {
        call,
        structureId: id,
        action: "limits.change",
        target: id,
        detail: {
          ...wanted,
          foreignPrefixes: wanted.foreignPrefixes.join(" "),
        },
      });
      return wanted;
    },
  });
}

/**
 * The draft without the foreign numbers nobody opened, and the problem if the
 * call does not want anyone left out, or nobody remains.
 */
export function heedForeign(
  at: Lineage,
  { input, draft }: { input: NewMessages; draft: Draft },
): { draft: Draft; problem: Problem | null } {
  const isClosed = ({ to }: { to: string }) =>
    !isFrench(to) && !openedPrefixes(at).some((one) => to.startsWith(one));
  if (!draft.messages.some(isClosed)) return { draft, problem: null };
  const places = placesOf(draft);
  const left: InvalidRecipient[] = [];
  draft.messages.forEach((message, i) => {
    if (!isClosed(message)) return;
    left.push({ index: places[i]!, to: message.to, code: FOREIGN_CLOSED });
  });
  const messages = draft.messages.filter((message) => !isClosed(message));
  if (!input.skipInvalid || messages.length === 0) {
    return { draft, problem: closedProblem(input, left) };
  }
  const segments = messages.reduce((sum, one) => sum + one.segments, 0);
  const invalid = [...draft.invalid, ...left]
    .sort((a, b) => a.index - b.index);
  return { draft: { ...draft, messages, segments, invalid }, problem: null };
}

/** A prefix that a level above opened is open below. */
function openedPrefixes({ structure, ancestors }: Lineage): string[] {
  return [structure, ...ancestors].flatMap(({ limits }) =>
    limits?.foreignPrefixes ?? []
  );
}

function closedProblem(
  input: NewMessages,
  left: readonly InvalidRecipient[],
): Problem {
  const field = "recipients" in input
    ? (index: number) => `/recipients/${index}`
    : (index: number) => `/messages/${index}/to`;
  return new Problem("invalid_recipient", {
    errors: left.slice(0, ERRORS_MAX).map(({ index }) =>
      fieldError(field(index), FOREIGN_TEXT)
    ),
    members: { invalidCount: left.length },
  });
}
