import { z } from "@hono/zod-openapi";
import { Instant } from "./common.ts";
import { GatewayState } from "./gateway.ts";

export const DryRunQuery = z.object({
  to: z.string().min(1).max(40),
  at: Instant.optional(),
});
export type DryRunQuery = z.infer<typeof DryRunQuery>;

export const DryRun = z.object({
  at: Instant,
  steps: z.array(z.object({
    gatewayId: z.string().nullable().openapi({
      description: "Null where it is not the caller's to see.",
    }),
    name: z.string().nullable(),
    kind: z.string().nullable(),
    ownerId: z.string().nullable(),
    taken: z.boolean(),
    canary: z.boolean(),
    share: z.number().openapi({
      description: "Of the messages of its owner and order, from 0 to 1.",
    }),
    state: GatewayState,
    reason: z.enum(["not_yet", "ended", "prefix"]).nullable(),
  })),
}).openapi("DryRun");
export type DryRun = z.infer<typeof DryRun>;
