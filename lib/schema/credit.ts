import { z } from "@hono/zod-openapi";
import { AccountAlerts } from "./alert.ts";
import { Credits, Id, Instant } from "./common.ts";
import { AccountWebhook } from "./webhook.ts";

/** Why an account moved. */
export const EntryKind = z.enum([
  "grant",
  "allocate",
  "reclaim",
  "reserve",
  "settle",
  "release",
  "adjust",
]);
export type EntryKind = z.infer<typeof EntryKind>;

/** A part of a grant that ends, as it comes or goes with a movement. */
export const Piece = z.object({
  /** The transfer that granted it. */
  source: z.string(),
  untilMs: z.int(),
  amount: z.int().min(1),
});
export type Piece = z.infer<typeof Piece>;

/**
 * One numbered movement of an account.
 *
 * `amount` is in SMS. It is positive for grant, reserve, settle and release;
 * for allocate, reclaim and adjust it is positive where the account received
 * and negative where it gave.
 */
export const Entry = z.object({
  number: z.int().min(1),
  atMs: z.int(),
  kind: EntryKind,
  amount: z.int(),
  availableAfter: z.int().min(0),
  actor: z.string(),
  cause: z.string(),
  note: z.string().optional(),
  /** What of it has an end. */
  lots: z.array(Piece).optional(),
});
export type Entry = z.infer<typeof Entry>;

const Count = z.int().min(0);

/** SMS spent on each of the last days, newest last. */
export const Daily = z.object({
  /** The newest day, in days since 1970 in the service's calendar. */
  day: z.int(),
  spent: z.array(Count).max(30),
});
export type Daily = z.infer<typeof Daily>;

/** What is left of a grant that ends. */
export const Lot = z.object({
  source: z.string(),
  untilMs: z.int(),
  /** Of what is available. */
  left: Count,
  /** Of what is reserved. */
  held: Count,
  /** The nearest of the warnings given, in days ahead. */
  warned: z.int().optional(),
});
export type Lot = z.infer<typeof Lot>;

/** Where a grant that ends came from. */
export const LotSource = z.object({
  untilMs: z.int(),
  credits: z.int(),
  note: z.string().nullable(),
});
export type LotSource = z.infer<typeof LotSource>;

/** How a structure draws from its group's balance. */
export const SharedMode = z.object({
  groupId: z.string(),
  /** The most it draws in a month; null for no cap. */
  cap: Count.nullable(),
  month: z.string(),
  /** Drawn in that month, less what went back. */
  drawn: Count,
  /** Released, and to go back. */
  back: Count,
});
export type SharedMode = z.infer<typeof SharedMode>;

/**
 * What a structure has. The account record also carries its newest ledger
 * entries and its newest batches of messages; older ones stand in pages.
 */
export const Account = z.object({
  granted: z.int(),
  allocated: z.int(),
  reserved: Count,
  spent: Count,
  /** How many entries its ledger has. */
  entries: Count,
  /** The month `monthSpent` counts, e.g. `2026-11`. */
  month: z.string(),
  monthSpent: Count,
  daily: Daily,
  latestEntries: z.array(Entry),
  latestBatches: z.array(z.string()),
  /** What applications with a daily cap sent on a day. */
  capped: z.record(z.string(), z.object({ day: z.int(), sent: Count }))
    .optional(),
  /** What of it ends, the first to end first; absent where nothing ever did. */
  lots: z.array(Lot).optional(),
  /** Absent where the structure has a balance of its own. */
  shared: SharedMode.optional(),
  /** What it is warned of; absent where it never asked. */
  alerts: AccountAlerts.optional(),
  /** Endpoints that hear of what happens; absent where there is none. */
  webhooks: z.array(AccountWebhook).optional(),
});
export type Account = z.infer<typeof Account>;

/** What the API tells of an account. */
export const Balance = z.object({
  structureId: z.string(),
  available: z.int(),
  reserved: z.int(),
  spent: z.int(),
  granted: z.int(),
  allocated: z.int(),
  monthSpent: z.int(),
  forecastDays: z.int().nullable().openapi({
    description: "Days until nothing is available at the pace of 30 days.",
  }),
  mode: z.enum(["allocated", "shared"]).openapi({
    description: "`shared`: draws from its group's balance.",
  }),
  drawable: z.int().openapi({
    description: "What it may draw from its group, beyond what is available.",
  }),
  expiring: z.array(z.object({
    credits: z.int(),
    at: Instant,
    note: z.string().nullable(),
  })).openapi({ description: "What of `available` ends, and when." }),
}).openapi("Balance");
export type Balance = z.infer<typeof Balance>;

/** A ledger entry as the API tells it. */
export const LedgerEntry = z.object({
  number: z.int(),
  at: Instant,
  kind: EntryKind,
  amount: z.int(),
  availableAfter: z.int(),
  actor: z.string(),
  cause: z.string(),
  note: z.string().nullable(),
}).openapi("LedgerEntry");
export type LedgerEntry = z.infer<typeof LedgerEntry>;

/** A movement of SMS between two levels. */
export const NewTransfer = z.strictObject({
  fromId: Id("str").nullable().openapi({
    description: "null: the operator grants new SMS",
  }),
  toId: Id("str"),
  credits: Credits,
  note: z.string().trim().max(200).optional(),
  expiresAt: Instant.optional().openapi({
    description:
      "With `fromId: null`: what is granted and not sent by then is taken back.",
  }),
}).openapi("NewTransfer");
export type NewTransfer = z.infer<typeof NewTransfer>;

export const Transfer = z.object({
  id: z.string(),
  kind: z.enum(["grant", "allocate", "reclaim"]),
  fromId: z.string().nullable(),
  toId: z.string(),
  credits: z.int(),
  note: z.string().nullable(),
  expiresAt: Instant.nullable(),
  at: Instant,
  actor: z.string(),
}).openapi("Transfer");
export type Transfer = z.infer<typeof Transfer>;

/** How a structure is provided for. */
export const NewSharing = z.strictObject({
  mode: z.enum(["allocated", "shared"]),
  monthlyCap: z.int().min(0).max(1_000_000_000).nullable().optional().openapi({
    description: "The most it draws in a month; null for no cap.",
  }),
}).openapi("NewSharing");
export type NewSharing = z.infer<typeof NewSharing>;

export const Sharing = z.object({
  mode: z.enum(["allocated", "shared"]),
  groupId: z.string().nullable(),
  monthlyCap: z.int().nullable(),
  monthDrawn: z.int(),
}).openapi("Sharing");
export type Sharing = z.infer<typeof Sharing>;
