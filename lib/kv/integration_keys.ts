/**
 * Records of what integrates with the service: endpoints and what waits for
 * them, keys in use, shares of rate limits.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import {
  StoredDelivery,
  StoredQueued,
  StoredWebhook,
} from "../schema/webhook.ts";
import { keyOf, kind } from "./kind.ts";
import { RateShare } from "./stored.ts";

/** Longer than an event is tried at an endpoint. */
const QUEUED_MS = 6 * 86_400_000;
/** How long it is known what became of an event. */
const DELIVERY_MS = 30 * 86_400_000;
/** How long an instance's part of a rate limit is known. */
const SHARE_MS = 60_000;

const Pointer = z.string();

export const INTEGRATION_KINDS = {
  rateShare: kind("rateShare", RateShare, {
    expiresAtMs: ({ atMs }) => atMs + SHARE_MS,
  }),
  keyUse: kind("keyUse", z.object({ atMs: z.int() })),
  webhook: kind("webhook", StoredWebhook),
  webhookOf: kind("webhookOf", Pointer, { guard: "owner" }),
  webhookQueue: kind("webhookQueue", StoredQueued, {
    guard: "owner",
    expiresAtMs: ({ queuedMs }) => queuedMs + QUEUED_MS,
  }),
  webhookDelivery: kind("webhookDelivery", StoredDelivery, {
    guard: "owner",
    expiresAtMs: ({ attempts }) => attempts[0]!.atMs + DELIVERY_MS,
  }),
};
const kinds = INTEGRATION_KINDS;

export const integrationKeys = {
  /** What instances were asked of late, for one rate limit. */
  rateShare: (subject: string) => keyOf(kinds.rateShare, subject),
  /** When an application's keys were last used, to the hour. */
  keyUse: (applicationId: string) => keyOf(kinds.keyUse, applicationId),
  webhook: (id: string) => keyOf(kinds.webhook, id),
  webhookOf: (structureId: string, id: string) =>
    keyOf(kinds.webhookOf, structureId, id),
  /** Events to be tried at an endpoint at an instant, the first one's id. */
  webhookQueue: (webhookId: string, dueMs: number, eventId: string) =>
    keyOf(kinds.webhookQueue, webhookId, dueMs, eventId),
  webhookDelivery: (webhookId: string, id: string) =>
    keyOf(kinds.webhookDelivery, webhookId, id),
};
