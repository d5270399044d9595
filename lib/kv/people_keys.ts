/**
 * Keys of who belongs to a structure, and of its journal.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { AuditHead, StoredAuditEntry } from "../schema/audit.ts";
import {
  Guest,
  LastVisit,
  Roster,
  StoredInvitation,
  StoredMembership,
  StoredViewing,
} from "../schema/membership.ts";
import { StoredTreeImport } from "../schema/tree_import.ts";
import { keyOf, kind } from "./kind.ts";

export const PEOPLE_KINDS = {
  auditHead: kind("auditHead", AuditHead),
  audit: kind("audit", StoredAuditEntry, { guard: "owner" }),
  membership: kind("membership", StoredMembership, { guard: "owner" }),
  invitation: kind("invitation", StoredInvitation, {
    expiresAtMs: ({ expiresAtMs }) => expiresAtMs,
  }),
  roster: kind("roster", Roster),
  guest: kind("guest", Guest),
  lastVisit: kind("lastVisit", LastVisit),
  viewing: kind("viewing", StoredViewing),
  treeImport: kind("treeImport", StoredTreeImport),
  treeImportRows: kind("treeImportRows", z.string()),
};

export const peopleKeys = {
  /** How far a structure's journal has come. Guards its lines. */
  auditHead: (journal: string) => keyOf(PEOPLE_KINDS.auditHead, journal),
  audit: (journal: string, number: number) =>
    keyOf(PEOPLE_KINDS.audit, journal, number),
  /** Who belongs to a structure; written together with its journal. */
  membership: (structureId: string, memberId: string) =>
    keyOf(PEOPLE_KINDS.membership, structureId, memberId),
  invitation: (id: string) => keyOf(PEOPLE_KINDS.invitation, id),
  /** Who manages a structure. */
  roster: (structureId: string) => keyOf(PEOPLE_KINDS.roster, structureId),
  /** Who is invited and never joined anything. */
  guest: (memberId: string) => keyOf(PEOPLE_KINDS.guest, memberId),
  lastVisit: (memberId: string) => keyOf(PEOPLE_KINDS.lastVisit, memberId),
  /** Somebody looking at the pages as somebody else, until it ends. */
  viewing: (id: string) => keyOf(PEOPLE_KINDS.viewing, id),
  treeImport: (id: string) => keyOf(PEOPLE_KINDS.treeImport, id),
  /** Some lines of an import, sealed until they are made. */
  treeImportRows: (id: string, chunk: number) =>
    keyOf(PEOPLE_KINDS.treeImportRows, id, chunk),
};
