/**
 * Every component in every state, to be looked at in each theme and size.
 *
 * @module
 */
import { Hono } from "hono";
import { plainPage } from "./respond.tsx";
import { Styleguide } from "./views/Styleguide.tsx";
import type { PageEnv } from "./visit.ts";
import { STYLEGUIDE } from "./words/styleguide.ts";

export const styleguide = new Hono<PageEnv>();

styleguide.get("/styleguide", (c) => {
  const { title, lead } = STYLEGUIDE[c.var.language];
  return plainPage(c, { title, description: lead }, <Styleguide />);
});
