import { z } from "@hono/zod-openapi";
import { Id, Instant, PageQuery } from "./common.ts";
import { Status } from "./message.ts";

/** A yes or no in an address. */
const Flag = z.enum(["true", "false"]).transform((flag) => flag === "true");

/** What a reader of the history may ask for. */
export const MessageQuery = PageQuery.extend({
  structureId: Id("str").optional(),
  /** Also what structures below it sent. */
  subtree: Flag.optional(),
  from: Instant.optional(),
  to: Instant.optional(),
  status: Status.optional(),
  application: Id("app").optional(),
  reference: z.string().max(100).optional(),
  recipient: z.string().max(40).optional(),
  failed: Flag.optional(),
});
export type MessageQuery = z.infer<typeof MessageQuery>;
