/**
 * How a structure's messages leave: quiet hours, and what is done when a
 * gateway did not answer. A structure without rules of its own has those of
 * the nearest above it that has some.
 *
 * @module
 */
import type { Ports } from "../ports.ts";
import type {
  NewSendingRules,
  SendingRules,
  StoredSendingRules,
} from "../schema/sending_rules.ts";
import type { StoredStructure } from "../schema/structure.ts";
import type { Actor } from "./actor.ts";
import type { Call } from "./call.ts";
import { authorised, type Lineage } from "./directory.ts";
import { changeStructure } from "./structure.ts";

/** Where nobody said otherwise. */
export const DEFAULT_RULES: StoredSendingRules = {
  quietHours: null,
  timeZone: "Europe/Paris",
  unknownOutcome: "resend",
};

/** The rules that hold for a structure. */
export function rulesOf(at: Lineage): StoredSendingRules {
  return sourceOf(at)?.sending ?? DEFAULT_RULES;
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function readSendingRules(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<SendingRules> {
  const at = await authorised(ports, actor, "structure:read", id);
  const source = sourceOf(at);
  return {
    ...rulesOf(at),
    inheritedFrom: source === null || source.id === id ? null : source.id,
  };
}

/**
 * Gives a structure rules of its own; null takes them away, and those above
 * hold again.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function putSendingRules(
  ports: Ports,
  call: Call,
  { id, rules }: { id: string; rules: NewSendingRules | null },
): Promise<SendingRules> {
  await authorised(ports, call.actor, "structure:manage", id);
  const event = {
    id,
    action: "sending.change",
    detail: detailOf(rules),
  };
  await changeStructure(
    ports,
    call,
    event,
    ({ sending: _, ...before }) =>
      rules === null ? before : { ...before, sending: rules },
  );
  return await readSendingRules(ports, call.actor, id);
}

function detailOf(rules: NewSendingRules | null): Record<string, string> {
  if (rules === null) return { rules: "inherited" };
  const { quietHours, timeZone, unknownOutcome } = rules;
  return {
    quietHours: quietHours === null
      ? "none"
      : `${quietHours.from}-${quietHours.to}`,
    timeZone,
    unknownOutcome,
  };
}

/** The nearest that has rules: the structure, or one above it. */
function sourceOf(
  { structure, ancestors }: Lineage,
): StoredStructure | null {
  if (structure.sending !== undefined) return structure;
  return ancestors.findLast(({ sending }) => sending !== undefined) ?? null;
}
