/**
 * The conservation check of a structure and all below it.
 *
 * @module
 */
import { Hono } from "hono";
import { authorised } from "../../lib/domain/directory.ts";
import { verifySubtree } from "../../lib/domain/subtree_verification.ts";
import { page } from "./respond.tsx";
import { Verification } from "./views/Verification.tsx";
import type { PageEnv } from "./visit.ts";
import { VERIFICATION } from "./words/operations.ts";

export const verification = new Hono<PageEnv>();

verification.use(async (c, next) => {
  const { ports, actor, here } = c.var.visit;
  await authorised(ports, actor, "structure:manage", here!.id);
  return await next();
});

verification.get("/", (c) => {
  const { visit } = c.var;
  const { title } = VERIFICATION[visit.language];
  const view = <Verification visit={visit} found={null} />;
  return page(c, { title, section: "verification" }, view);
});

verification.post("/", async (c) => {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  const found = await verifySubtree(ports, actor, here!.id);
  const { title } = VERIFICATION[visit.language];
  const view = <Verification visit={visit} found={found} />;
  return page(c, { title, section: "verification" }, view);
});
