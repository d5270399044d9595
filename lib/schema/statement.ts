import { z } from "@hono/zod-openapi";
import { EntryKind } from "./credit.ts";

/** The month a statement is of, in France. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, {
  error: "un mois, par exemple 2026-11",
});

/** One kind of movement of the month. */
export const StatementLine = z.object({
  kind: EntryKind,
  /** True where the structure gave: to one below, or back to one above. */
  gave: z.boolean(),
  entries: z.int(),
  amount: z.int(),
});
export type StatementLine = z.infer<typeof StatementLine>;

export const Statement = z.object({
  structureId: z.string(),
  structureName: z.string(),
  month: z.string(),
  opening: z.int().openapi({ description: "SMS available before the month" }),
  closing: z.int().openapi({ description: "SMS available at its end" }),
  spent: z.int().openapi({ description: "SMS sent and charged" }),
  lines: z.array(StatementLine),
  applications: z.array(z.object({
    application: z.string().nullable(),
    name: z.string(),
    spent: z.int(),
  })).openapi({ description: "What was spent, by who sent it" }),
  firstEntry: z.int().nullable(),
  lastEntry: z.int().nullable(),
}).openapi("Statement");
export type Statement = z.infer<typeof Statement>;
