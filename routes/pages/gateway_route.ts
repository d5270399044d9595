/**
 * The dry run that a page of gateways asks for in its address.
 *
 * @module
 */
import type { Context } from "hono";
import { dryRun } from "../../lib/delivery/dry_run.ts";
import { listStructures } from "../../lib/domain/structure.ts";
import type { DryRun } from "../../lib/schema/dry_run.ts";
import type { Structure } from "../../lib/schema/structure.ts";
import { type Errors, errorsOf } from "./forms.ts";
import { instantOf } from "./local_time.ts";
import type { Fields, PageEnv } from "./visit.ts";

const STRUCTURES = 100;

/** What was asked, and the way that was found. */
export interface DryRunAsked {
  readonly fields: Fields;
  readonly errors: Errors;
  readonly found: DryRun | null;
  /** Whose messages: to choose from where no structure is open. */
  readonly structures: readonly Structure[];
}

/** Reads what is asked, and runs it. */
export async function dryRunOf(c: Context<PageEnv>): Promise<DryRunAsked> {
  const { ports, actor, here, language } = c.var.visit;
  const structures = here === null
    ? (await listStructures(ports, actor, { limit: STRUCTURES })).items
    : [];
  const fields = {
    pour: c.req.query("pour")?.trim() ?? "",
    le: c.req.query("le") ?? "",
    de: c.req.query("de") ?? "",
  };
  const id = here?.id ?? fields.de;
  const asked = { fields, structures, errors: {}, found: null };
  if (fields.pour === "" || id === "") return asked;
  const at = instantOf(fields.le) ?? undefined;
  try {
    const query = { id, to: fields.pour, at };
    return { ...asked, found: await dryRun(ports, actor, query) };
  } catch (error) {
    const { to = "" } = errorsOf(error, language);
    return { ...asked, errors: { pour: to } };
  }
}
