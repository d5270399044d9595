/**
 * Requests for SMS: a structure asks its group, which gives all of it, a part
 * or nothing.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { Credits, Instant } from "./common.ts";

/** Requests of one structure that may wait at the same time. */
export const WAITING_MAX = 5;

export const RequestStatus = z.enum([
  "pending",
  "approved",
  "declined",
  "withdrawn",
]);
export type RequestStatus = z.infer<typeof RequestStatus>;

const Reason = z.string().trim().min(1).max(500);

/** A request, as it is stored. */
export const StoredCreditRequest = z.object({
  id: z.string(),
  structureId: z.string(),
  /** Who answers; null where there is nobody above but the operator. */
  groupId: z.string().nullable(),
  credits: z.int(),
  reason: z.string(),
  askedBy: z.string(),
  atMs: z.int(),
  status: RequestStatus,
  /** What was given. */
  granted: z.int(),
  answeredBy: z.string().nullable(),
  answeredAtMs: z.int().nullable(),
  word: z.string().nullable(),
});
export type StoredCreditRequest = z.infer<typeof StoredCreditRequest>;

/** What `POST /structures/{id}/credit-requests` takes. */
export const NewCreditRequest = z.strictObject({
  credits: Credits,
  reason: Reason.openapi({ example: "Élections municipales de mars" }),
}).openapi("NewCreditRequest");
export type NewCreditRequest = z.infer<typeof NewCreditRequest>;

/** Yes, to all of it or to a part. */
export const Approval = z.strictObject({
  credits: Credits.optional().openapi({
    description: "What is given; all that was asked for unless told otherwise.",
  }),
  word: z.string().trim().max(200).optional(),
}).openapi("CreditRequestApproval");
export type Approval = z.infer<typeof Approval>;

/** No, and why. */
export const Refusal = z.strictObject({
  word: z.string().trim().min(1).max(200),
}).openapi("CreditRequestRefusal");
export type Refusal = z.infer<typeof Refusal>;

export const CreditRequest = z.object({
  id: z.string(),
  structureId: z.string(),
  structureName: z.string(),
  groupId: z.string().nullable(),
  credits: z.int(),
  reason: z.string(),
  askedBy: z.string(),
  at: Instant,
  status: RequestStatus,
  granted: z.int(),
  answeredBy: z.string().nullable(),
  answeredAt: Instant.nullable(),
  word: z.string().nullable(),
}).openapi("CreditRequest");
export type CreditRequest = z.infer<typeof CreditRequest>;
