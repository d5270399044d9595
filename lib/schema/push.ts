/**
 * Web push: the devices a person is told on, and of what.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { Instant } from "./common.ts";

/** Devices of one person, at the most. */
export const DEVICES_MAX = 10;

/** What a person may be told of. */
export const Topic = z.enum([
  "alerts",
  "below",
  "requests",
  "answers",
  "gateways",
]);
export type Topic = z.infer<typeof Topic>;

/** What a person is told of who never chose. */
export const TOPICS_DEFAULT: readonly Topic[] = [
  "alerts",
  "requests",
  "answers",
  "gateways",
];

/** Where one browser is reached; the address and its keys are sealed. */
export const StoredDevice = z.object({
  id: z.string(),
  memberId: z.string(),
  sealed: z.string(),
  /** Of the address: the same browser is kept once. */
  hash: z.string(),
  language: z.enum(["fr", "en"]),
  agent: z.string(),
  createdAtMs: z.int(),
});
export type StoredDevice = z.infer<typeof StoredDevice>;

/** So many bytes in base64url. */
const Key = (bytes: number) =>
  z.string().regex(
    new RegExp(`^[A-Za-z0-9_-]{${Math.ceil(bytes * 4 / 3)}}={0,2}$`),
    { error: `${bytes} octets en base64url` },
  );

/** What a browser's `PushSubscription.toJSON()` gives. */
export const NewDevice = z.strictObject({
  endpoint: z.url({ error: "une adresse https" }).max(1_000),
  expirationTime: z.number().nullable().optional(),
  keys: z.strictObject({ p256dh: Key(65), auth: Key(16) }),
}).openapi("NewDevice");
export type NewDevice = z.infer<typeof NewDevice>;

export const Device = z.object({
  id: z.string(),
  agent: z.string(),
  createdAt: Instant,
}).openapi("Device");
export type Device = z.infer<typeof Device>;

export const PushKey = z.object({
  publicKey: z.string().openapi({
    description: "The `applicationServerKey`, base64url.",
  }),
}).openapi("PushKey");

export const Topics = z.strictObject({ topics: z.array(Topic).max(5) })
  .openapi("PushTopics");
export type Topics = z.infer<typeof Topics>;

/** What a notification shows, and where a tap on it leads. */
export interface PushMessage {
  readonly title: string;
  readonly body: string;
  /** A path of ours. */
  readonly url: string;
  /** The newer of one tag replaces the older. */
  readonly tag: string;
  /** How many things wait. */
  readonly badge?: number;
}
