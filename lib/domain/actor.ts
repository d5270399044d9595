/**
 * Who acts, and what they may do. One pure function decides, for the API and
 * for the pages.
 *
 * @module
 */
import type { Mode, Scope } from "../schema/application.ts";
import type { Role } from "../schema/member.ts";
import type { Range } from "./address.ts";
import type { RatePolicy } from "./rate_limit.ts";

/** A coupled application's key. */
export interface ApplicationActor {
  readonly kind: "application";
  readonly id: string;
  readonly name: string;
  readonly structureId: string;
  readonly mode: Mode;
  readonly scopes: readonly Scope[];
  readonly dailyCap: number | null;
  /** Absent where nothing limits how often and from where it calls. */
  readonly access?: KeyAccess;
}

/** How often a key may call, and from where. */
export interface KeyAccess {
  readonly policies: readonly RatePolicy[];
  /** Empty for anywhere. */
  readonly ranges: readonly Range[];
}

/** A signed-in person. */
export interface MemberActor {
  readonly kind: "member";
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly operator: boolean;
  readonly roles: Readonly<Record<string, Role>>;
  /** When the person last showed who they are: see `step_up.ts`. */
  readonly factorAtMs?: number;
  /** The id of who looks through this person's eyes: see `viewing.ts`. */
  readonly viewedBy?: string;
}

/** The operator's token, or the service itself. */
export interface OperatorActor {
  readonly kind: "operator";
  /** `alerts` where the service itself warns by SMS. */
  readonly id: "operator" | "alerts" | "replay";
}

export type Actor = ApplicationActor | MemberActor | OperatorActor;

/** Something one may be allowed to do in a structure. */
export type Permission =
  | "structure:read"
  | "structure:manage"
  | "credit:read"
  | "credit:move"
  | "credit:ask"
  | "message:send"
  | "message:read"
  | "application:manage"
  | "sender:read"
  | "gateway:manage"
  | "member:manage"
  | "audit:read";

/** A place in the tree: an id, and the ids above it. */
export interface Place {
  readonly id: string;
  readonly path: readonly string[];
}

const SCOPE_PERMISSIONS: Record<Scope, readonly Permission[]> = {
  "messages:send": ["message:send", "sender:read"],
  "messages:read": ["message:read"],
  "balance:read": ["credit:read", "structure:read", "sender:read"],
};

const VIEWER: readonly Permission[] = [
  "structure:read",
  "credit:read",
  "message:read",
  "sender:read",
];

const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  viewer: VIEWER,
  sender: [...VIEWER, "message:send"],
  manager: [
    ...VIEWER,
    "message:send",
    "structure:manage",
    "credit:move",
    "credit:ask",
    "application:manage",
    "gateway:manage",
    "member:manage",
    "audit:read",
  ],
};

/** Whether the actor runs the installation. */
export function isOperator(actor: Actor): boolean {
  return actor.kind === "operator" ||
    (actor.kind === "member" && actor.operator);
}

/**
 * Whether `actor` may do `permission` at `place`. A key acts in its own
 * structure alone; a role counts in its structure and all below it.
 */
export function permits(
  actor: Actor,
  permission: Permission,
  place: Place,
): boolean {
  if (isOperator(actor)) return true;
  if (actor.kind === "application") {
    return actor.structureId === place.id &&
      actor.scopes.some((scope) =>
        SCOPE_PERMISSIONS[scope].includes(permission)
      );
  }
  if (actor.kind === "operator") return true;
  return [place.id, ...place.path].some((id) => {
    const role = actor.roles[id];
    return role !== undefined && ROLE_PERMISSIONS[role].includes(permission);
  });
}

/** Whether the actor may know that `place` exists at all. */
export function sees(actor: Actor, place: Place): boolean {
  if (isOperator(actor)) return true;
  if (actor.kind === "application") return actor.structureId === place.id;
  if (actor.kind === "operator") return true;
  return [place.id, ...place.path].some((id) => actor.roles[id] !== undefined);
}
