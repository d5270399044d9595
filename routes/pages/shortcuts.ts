/**
 * Addresses that name a section and no structure, for shortcuts of the
 * installed application: they lead to the structure that was open last.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { listStructures } from "../../lib/domain/structure.ts";
import { signedIn } from "./guard.ts";
import { lastStructure } from "./last_structure.ts";
import { address, type PageEnv, type Section } from "./visit.ts";

/** Sections that shortcuts lead to. */
export const SHORTCUTS = ["envoi", "historique", "credits"] as const;

export const shortcuts = new Hono<PageEnv>();

for (const section of SHORTCUTS) {
  shortcuts.get(`/${section}`, signedIn, (c) => lead(c, section));
}

// The service worker takes what is shared; this is for when it is not there.
shortcuts.post("/partager", (c) => c.redirect("/envoi", 303));

/** Leads to a section of the structure that was open last, or the only one. */
export async function lead(
  c: Context<PageEnv>,
  section: Section,
): Promise<Response> {
  const id = await lastStructure(c) ?? await onlyStructure(c);
  return c.redirect(id === null ? "/structures" : address(id, section), 303);
}

/** The one structure there is for who may see no other. */
async function onlyStructure(c: Context<PageEnv>): Promise<string | null> {
  const { ports, actor } = c.var.visit;
  const { items } = await listStructures(ports, actor, { limit: 2 });
  const [only, another] = items;
  return only !== undefined && another === undefined ? only.id : null;
}
