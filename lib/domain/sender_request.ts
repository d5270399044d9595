/**
 * Sender names a structure asks for and a manager above it, or the operator,
 * allows or refuses: a name is what people trust a message by.
 *
 * @module
 */
import { KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { instant } from "../schema/common.ts";
import type {
  AskedSender,
  SenderRequest,
  StoredStructure,
} from "../schema/structure.ts";
import type { Actor } from "./actor.ts";
import type { Call } from "./call.ts";
import { authorised } from "./directory.ts";
import { changeStructure, managesAbove, withSender } from "./structure.ts";

/** Names one structure may have asked for. */
export const ASKED_MAX = 20;
const STRUCTURES_MAX = 20_000;

/** The structure with a name asked for; asked again, it waits anew. */
export function withAsked(
  before: StoredStructure,
  asked: AskedSender,
): StoredStructure {
  const others = without(before, asked.sender).slice(1 - ASKED_MAX);
  return { ...before, sendersAsked: [...others, asked] };
}

/**
 * Allows or refuses a name that a structure asked for.
 *
 * @throws {Problem} `not_found`, `forbidden` for who is not above
 */
export async function decideSender(
  ports: Ports,
  call: Call,
  { id, sender, approve, reason = null }: {
    id: string;
    sender: string;
    approve: boolean;
    reason?: string | null;
  },
): Promise<SenderRequest> {
  const at = await authorised(ports, call.actor, "structure:manage", id);
  if (!managesAbove(call.actor, at)) {
    throw new Problem("forbidden", {
      detail: {
        fr:
          "Seul un gestionnaire d’un niveau supérieur autorise un expéditeur.",
        en: "Only a manager of a level above allows a sender.",
      },
    });
  }
  let decided: AskedSender | undefined;
  const action = approve ? "sender.approve" : "sender.refuse";
  await changeStructure(ports, call, { id, action, detail: { sender } }, (
    before,
  ) => {
    const asked = before.sendersAsked?.find((one) =>
      one.sender === sender && one.state === "pending"
    );
    if (asked === undefined) throw new Problem("not_found");
    decided = { ...asked, state: approve ? "approved" : "refused", reason };
    return approve
      ? {
        ...before,
        senders: withSender(before.senders, sender),
        sendersAsked: without(before, sender),
      }
      : { ...before, sendersAsked: [...without(before, sender), decided] };
  });
  const { structure } = at;
  return requestView(structure, decided ?? { ...NEVER, sender });
}

/**
 * The names a structure asked for that are not allowed, and, for those who
 * decide there, what waits in the structures below.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function listSenderRequests(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<SenderRequest[]> {
  await authorised(ports, actor, "sender:read", id);
  const found: SenderRequest[] = [];
  const all = ports.store.list(KINDS.structure, {}, { limit: STRUCTURES_MAX });
  for await (const { value } of all) {
    const isHere = value.id === id;
    if (!isHere && !value.path.includes(id)) continue;
    for (const asked of value.sendersAsked ?? []) {
      const waits = asked.state === "pending";
      const mayDecide = managesAbove(actor, {
        structure: value,
        ancestors: [],
      });
      if (isHere || waits && mayDecide) found.push(requestView(value, asked));
    }
  }
  return found.sort((a, b) => a.askedAt < b.askedAt ? 1 : -1);
}

/** Stands for a request that a repeated call has decided before. */
const NEVER: AskedSender = {
  sender: "",
  state: "approved",
  by: "",
  atMs: 0,
  reason: null,
};

function without(
  { sendersAsked = [] }: StoredStructure,
  sender: string,
): AskedSender[] {
  return sendersAsked.filter((one) => one.sender !== sender);
}

function requestView(
  { id, name }: StoredStructure,
  { sender, state, reason, atMs }: AskedSender,
): SenderRequest {
  return {
    structureId: id,
    structureName: name,
    sender,
    state,
    reason,
    askedAt: instant(atMs),
  };
}
