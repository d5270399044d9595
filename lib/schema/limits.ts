import { z } from "@hono/zod-openapi";

const Rate = z.int().min(1).max(10_000_000);

/** How often one may call. */
export const Rates = {
  perMinute: Rate.nullable().optional().openapi({
    description: "Requests a minute; null for no limit.",
  }),
  perDay: Rate.nullable().optional().openapi({
    description: "Requests a day; null for no limit.",
  }),
};

/** A foreign country or a part of it: `+32`. */
const ForeignPrefix = z.string().regex(/^\+[1-9]\d{0,6}$/, {
  error: "un indicatif, par exemple +32",
});

/** What a structure's programs may do, as it is stored with it. */
export const StoredLimits = z.object({
  perMinute: z.int().nullable(),
  perDay: z.int().nullable(),
  dailySpend: z.int().nullable(),
  foreignPrefixes: z.array(z.string()),
});
export type StoredLimits = z.infer<typeof StoredLimits>;

export const NewLimits = z.strictObject({
  ...Rates,
  dailySpend: z.int().min(1).max(100_000_000).nullable().optional().openapi({
    description: "The most SMS the structure sends in one day.",
  }),
  foreignPrefixes: z.array(ForeignPrefix).max(50).optional().openapi({
    description:
      "Prefixes outside France and its territories that may be written to.",
    example: ["+32", "+41"],
  }),
}).openapi("NewLimits");
export type NewLimits = z.infer<typeof NewLimits>;

export const Limits = z.object({
  perMinute: z.int().nullable(),
  perDay: z.int().nullable(),
  dailySpend: z.int().nullable(),
  foreignPrefixes: z.array(z.string()),
}).openapi("Limits");
export type Limits = z.infer<typeof Limits>;
