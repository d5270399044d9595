/**
 * The tenancy tree: structures, and the sender names each may use.
 *
 * A structure's `path` never changes, so what is read of it outside of a
 * transaction still holds in it.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem, type Text } from "../problem.ts";
import type { AuditDetail } from "../schema/audit.ts";
import {
  DEPTH_MAX,
  type NewStructure,
  type StoredStructure,
  type Structure,
  type StructurePatch,
} from "../schema/structure.ts";
import { type Actor, isOperator, permits, sees } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { type Call, once } from "./call.ts";
import { authorised, type Lineage, lineage } from "./directory.ts";
import { fieldError, invalidField } from "./field.ts";
import { type Page, pageById, type PageRequest } from "./page.ts";
import { retentionWords, withRetention } from "./retention_days.ts";
import { senderProblem } from "../schema/sender_words.ts";
import {
  childrenOf,
  entryPoints,
  ROOT,
  structureView,
} from "./structure_tree.ts";

/**
 * Declares a structure: the operator anywhere, a manager below its own.
 *
 * @throws {Problem} `not_found` for the parent, `forbidden`,
 *   `invalid_request` when the tree would be too deep
 */
export async function createStructure(
  ports: Ports,
  call: Call,
  input: NewStructure,
): Promise<Structure> {
  const path = await pathBelow(ports, call.actor, input.parentId);
  const defaultSender = input.defaultSender ?? null;
  if (defaultSender !== null) assertSenderWord(defaultSender);
  const stored: StoredStructure = {
    id: ports.newId("str"),
    name: input.name,
    path,
    siren: input.siren ?? null,
    defaultSender,
    senders: defaultSender === null ? [] : [defaultSender],
    suspended: false,
    createdAtMs: ports.now(),
  };
  const { id } = stored;
  return await once(ports, call, {
    lane: id,
    body: async (tx) => {
      tx.create(keys.structure(id), stored);
      tx.put(keys.child(path.at(-1) ?? ROOT, id), id);
      await recordAudit(tx, ports, {
        call,
        structureId: id,
        action: "structure.create",
        target: id,
        detail: { name: stored.name, parentId: path.at(-1) ?? null },
      });
      return structureView(stored);
    },
  });
}

/**
 * The children of a structure. Without one: the roots for the operator, its
 * own entry points for a member, itself for an application.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`
 */
export async function listStructures(
  ports: Ports,
  actor: Actor,
  request: PageRequest & { parentId?: string | undefined },
): Promise<Page<Structure>> {
  const { parentId } = request;
  if (parentId === undefined && !isOperator(actor)) {
    const entries = await entryPoints(ports, actor);
    return pageById(entries.map(structureView), request);
  }
  if (parentId !== undefined) {
    await authorised(ports, actor, "structure:read", parentId);
  }
  return await childrenOf(ports, actor, { ...request, parentId });
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function getStructure(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<Structure> {
  const { structure } = await authorised(ports, actor, "structure:read", id);
  return structureView(structure);
}

/**
 * Changes a structure's name, SIREN, default sender or retention.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request` for a
 *   retention longer than the installation's
 */
export async function updateStructure(
  ports: Ports,
  call: Call,
  { id, patch }: { id: string; patch: StructurePatch },
): Promise<Structure> {
  const at = await authorised(ports, call.actor, "structure:manage", id);
  assertOwnSender(call.actor, at, patch.defaultSender ?? null);
  const detail = { ...patch, retention: retentionWords(patch.retention) };
  const event = { id, action: "structure.change", detail };
  return await changeStructure(ports, call, event, (before) => ({
    ...withRetention(ports, before, patch.retention),
    name: patch.name ?? before.name,
    siren: patch.siren === undefined ? before.siren : patch.siren,
    ...(patch.defaultSender === undefined ? {} : {
      defaultSender: patch.defaultSender,
      senders: withSender(before.senders, patch.defaultSender),
    }),
  }));
}

/**
 * Stops all sends of a structure and its subtree, or lets them go on. Who is
 * suspended cannot lift it: that takes the operator or a manager above.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function setSuspended(
  ports: Ports,
  call: Call,
  { id, suspended }: { id: string; suspended: boolean },
): Promise<Structure> {
  const found = await authorised(ports, call.actor, "structure:manage", id);
  if (!managesAbove(call.actor, found)) {
    throw new Problem("forbidden", {
      structureId: id,
      detail: {
        fr:
          "Seul un gestionnaire d'un niveau supérieur peut suspendre ou rétablir cette structure.",
        en:
          "Only a manager of a level above may suspend or resume this structure.",
      },
    });
  }
  const action = suspended ? "structure.suspend" : "structure.resume";
  return await changeStructure(ports, call, { id, action }, (before) => ({
    ...before,
    suspended,
  }));
}

/** Changes a structure's record, once a call, and its journal with it. */
export async function changeStructure(
  ports: Ports,
  call: Call,
  { id, action, detail = {} }: {
    id: string;
    action: string;
    detail?: Readonly<Record<string, AuditDetail[string] | undefined>>;
  },
  change: (before: StoredStructure) => StoredStructure,
): Promise<Structure> {
  return await once(ports, call, {
    lane: id,
    body: async (tx) => {
      const before = await tx.get(keys.structure(id));
      if (before === null) throw new Problem("not_found");
      const after = change(before);
      if (JSON.stringify(after) !== JSON.stringify(before)) {
        tx.put(keys.structure(id), after);
        await recordAudit(tx, ports, {
          call,
          structureId: id,
          action,
          target: id,
          detail: given(detail),
        });
      }
      return structureView(after);
    },
  });
}

/**
 * The structure that a field of a request names.
 *
 * @throws {Problem} `not_found`, with the field, if the actor may not see it
 */
export async function namedStructure(
  ports: Ports,
  actor: Actor,
  { id, pointer }: { id: string; pointer: string },
): Promise<Lineage> {
  const found = await lineage(ports, id);
  if (found !== null && sees(actor, found.structure)) return found;
  throw new Problem("not_found", {
    detail: NO_SUCH_STRUCTURE,
    errors: [fieldError(pointer, NO_SUCH_STRUCTURE)],
  });
}

const NO_SUCH_STRUCTURE: Text = {
  fr: "Cette structure n'existe pas ou ne vous est pas accessible.",
  en: "This structure does not exist or is not within your reach.",
};

/** `senders` with one more, unless it is there or null. */
export function withSender(
  senders: readonly string[],
  sender: string | null,
): string[] {
  return sender === null || senders.includes(sender)
    ? [...senders]
    : [...senders, sender];
}

function given(
  detail: Readonly<Record<string, AuditDetail[string] | undefined>>,
): AuditDetail {
  return Object.fromEntries(
    Object.entries(detail).filter(([, value]) => value !== undefined),
  ) as AuditDetail;
}

async function pathBelow(
  ports: Ports,
  actor: Actor,
  parentId: string | undefined,
): Promise<string[]> {
  if (parentId === undefined) {
    if (isOperator(actor)) return [];
    throw new Problem("forbidden", {
      detail: {
        fr:
          "Indiquez « parentId » : vous déclarez des structures sous la vôtre.",
        en: 'Give "parentId": you declare structures below your own.',
      },
    });
  }
  const pointer = "/parentId";
  const { structure } = await namedStructure(ports, actor, {
    id: parentId,
    pointer,
  });
  if (!permits(actor, "structure:manage", structure)) {
    throw new Problem("forbidden");
  }
  const path = [...structure.path, structure.id];
  if (path.length >= DEPTH_MAX) {
    throw invalidField(pointer, {
      fr:
        `L'arbre a ${DEPTH_MAX} niveaux au plus ; choisissez un parent plus haut.`,
      en: `The tree has at most ${DEPTH_MAX} levels; choose a higher parent.`,
    });
  }
  return path;
}

/** A default sender must be allowed already, or be allowed by who sets it. */
function assertOwnSender(actor: Actor, at: Lineage, sender: string | null) {
  const { senders, defaultSender } = at.structure;
  if (sender === null || sender === defaultSender) return;
  if (senders.includes(sender)) return;
  assertSenderWord(sender);
  if (managesAbove(actor, at)) return;
  throw new Problem("sender_not_allowed", {
    errors: [fieldError("/defaultSender", {
      fr: `« ${sender} » n’est pas encore autorisé ; demandez-le d’abord.`,
      en: `"${sender}" is not allowed yet; ask for it first.`,
    })],
  });
}

function assertSenderWord(sender: string): void {
  const problem = senderProblem(sender);
  if (problem !== null) throw invalidField("/defaultSender", problem);
}

/** Whether the actor manages a level above the structure. */
export function managesAbove(actor: Actor, { structure }: Lineage): boolean {
  const id = structure.path.at(-1);
  const path = structure.path.slice(0, -1);
  return id === undefined
    ? isOperator(actor)
    : permits(actor, "structure:manage", { id, path });
}
