import { z } from "@hono/zod-openapi";
import { Instant, Name } from "./common.ts";
import { Password, Role, Viewing } from "./member.ts";

/** A person's place in a structure, as stored. */
export const StoredMembership = z.object({
  memberId: z.string(),
  role: Role,
  /** As whoever invited them wrote it; the account's own once it joined. */
  name: z.string(),
  invitedBy: z.string(),
  createdAtMs: z.int(),
  joinedAtMs: z.int().nullable(),
  /** The invitation that is open; null once it was accepted. */
  invitationId: z.string().nullable(),
});
export type StoredMembership = z.infer<typeof StoredMembership>;

/** Whether the mail of an invitation left. */
export const InvitationMail = z.enum(["waiting", "sent", "failed"]);
export type InvitationMail = z.infer<typeof InvitationMail>;

/** An invitation that is open; gone once it was accepted or taken back. */
export const StoredInvitation = z.object({
  id: z.string(),
  structureId: z.string(),
  memberId: z.string(),
  hash: z.string(),
  /** The code, sealed until its mail has left. */
  sealed: z.string().nullable(),
  sentBy: z.string(),
  createdAtMs: z.int(),
  expiresAtMs: z.int(),
  mail: InvitationMail,
  attempts: z.int(),
});
export type StoredInvitation = z.infer<typeof StoredInvitation>;

/** Who manages a structure, by id. */
export const Roster = z.object({ managers: z.array(z.string()) });
export type Roster = z.infer<typeof Roster>;

/** Where somebody is invited who never joined anything. */
export const Guest = z.object({ structures: z.array(z.string()) });
export type Guest = z.infer<typeof Guest>;

/** When a person was last here. */
export const LastVisit = z.object({ atMs: z.int() });

export const NewMember = z.strictObject({
  email: z.email({ error: "une adresse électronique" }).max(200),
  name: Name,
  role: Role,
}).openapi("NewMember");
export type NewMember = z.infer<typeof NewMember>;

export const MemberPatch = z.strictObject({ role: Role }).openapi(
  "MemberPatch",
);

/** A person of a structure. */
export const Member = z.object({
  id: z.string(),
  email: z.string(),
  name: z.string(),
  role: Role,
  state: z.enum(["active", "invited", "expired"]),
  invitedAt: Instant,
  /** When the open invitation ends. */
  expiresAt: Instant.nullable(),
  /** Whether its mail left. */
  mail: InvitationMail.nullable(),
  joinedAt: Instant.nullable(),
  lastVisitAt: Instant.nullable(),
}).openapi("Member");
export type Member = z.infer<typeof Member>;

/** What somebody new says when they accept. */
export const Joining = z.strictObject({ name: Name, password: Password });
export type Joining = z.infer<typeof Joining>;

/** Who looks at the pages as whom, as stored until it ends. */
export const StoredViewing = Viewing.extend({
  viewerId: z.string(),
  /** The hash of the session's token. */
  session: z.string(),
});
export type StoredViewing = z.infer<typeof StoredViewing>;
