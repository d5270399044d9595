/**
 * How a structure below is provided for: a balance of its own or the group's,
 * and what it is given each month.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { smsCount } from "../../islands/words.ts";
import { readBalance } from "../../lib/domain/account.ts";
import {
  readAllowance,
  removeAllowance,
  setAllowance,
} from "../../lib/domain/allowance.ts";
import {
  managedBelow,
  readSharing,
  setSharing,
} from "../../lib/domain/sharing.ts";
import { Problem } from "../../lib/problem.ts";
import type { Allowance } from "../../lib/schema/allowance.ts";
import type { Balance, Sharing } from "../../lib/schema/credit.ts";
import { askIdentity } from "./confirm.tsx";
import { type Errors, errorsOf, typedCount } from "./forms.ts";
import { formCall } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { Provision } from "./views/Provision.tsx";
import { ProvisionConfirm } from "./views/ProvisionConfirm.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { PROVISION } from "./words/provision.ts";

/** A structure below, and how it is provided for now. */
export interface Provided {
  readonly id: string;
  readonly name: string;
  readonly balance: Balance;
  readonly sharing: Sharing;
  readonly allowance: Allowance | null;
}

/** What is to be set, before it is confirmed. */
export type Wish =
  | { readonly kind: "allocated" }
  | { readonly kind: "shared"; readonly cap: number | null }
  | {
    readonly kind: "allowance";
    readonly credits: number;
    readonly carryOver: boolean;
  };

export const provision = new Hono<PageEnv>();

provision.get("/regler", async (c) => {
  return show(c, await readProvided(c, c.req.query("a")), {}, {});
});

provision.post("/regler", async (c) => {
  const { visit, form } = c.var;
  const provided = await readProvided(c, form["a"]);
  const { ports } = visit;
  try {
    if (form["etape"] === "arreter") {
      await removeAllowance(ports, formCall(c, "end allowance"), provided.id);
      return done(c);
    }
    const wish = wishOf(form);
    if ("errors" in wish) {
      const { wholeNumber } = PROVISION[visit.language];
      return show(c, provided, form, { [wish.errors]: wholeNumber });
    }
    if (form["etape"] !== "confirmer") return confirm(c, provided, wish);
    const asked = await askIdentity(c);
    if (asked !== null) return asked;
    await fulfil(c, provided.id, wish);
    return done(c);
  } catch (error) {
    return show(c, provided, form, errorsOf(error, visit.language));
  }
});

async function fulfil(
  c: Context<PageEnv>,
  structureId: string,
  wish: Wish,
): Promise<void> {
  const { ports } = c.var.visit;
  const call = formCall(c, "provision");
  if (wish.kind === "allowance") {
    const { credits, carryOver } = wish;
    await setAllowance(ports, call, { structureId, credits, carryOver });
  } else {
    await setSharing(ports, call, {
      structureId,
      mode: wish.kind,
      monthlyCap: wish.kind === "shared" ? wish.cap : null,
    });
  }
}

/** What a form asks for, or the field that is wrong. */
function wishOf(form: Fields): Wish | { errors: string } {
  if (form["quoi"] === "dotation") {
    const credits = typedCount(form["credits"]);
    return typeof credits === "string" || credits < 1
      ? { errors: "credits" }
      : { kind: "allowance", credits, carryOver: form["report"] === "oui" };
  }
  if (form["mode"] !== "shared") return { kind: "allocated" };
  if (!form["plafond"]?.trim()) return { kind: "shared", cap: null };
  const cap = typedCount(form["plafond"]);
  return typeof cap === "string" ? { errors: "plafond" } : {
    kind: "shared",
    cap,
  };
}

/** @throws {Problem} `not_found` for what is not right below */
async function readProvided(
  c: Context<PageEnv>,
  id: string | undefined,
): Promise<Provided> {
  const { ports, actor, here } = c.var.visit;
  const { at, groupId } = await managedBelow(ports, actor, id ?? "");
  if (groupId !== here!.id) throw new Problem("not_found");
  const { structure } = at;
  const [balance, sharing, allowance] = await Promise.all([
    readBalance(ports, actor, structure.id),
    readSharing(ports, actor, structure.id),
    readAllowance(ports, actor, structure.id),
  ]);
  return {
    id: structure.id,
    name: structure.name,
    balance,
    sharing,
    allowance,
  };
}

function done(c: Context<PageEnv>) {
  const path = address(c.var.visit.here!.id, "credits");
  return c.redirect(doneAt(path, "dotation"), 303);
}

function show(
  c: Context<PageEnv>,
  provided: Provided,
  fields: Fields,
  errors: Errors,
) {
  const { visit } = c.var;
  const title = PROVISION[visit.language].title(provided.name);
  const status = Object.keys(errors).length > 0 ? 422 : 200;
  return page(
    c,
    { title, section: "credits", status },
    <Provision
      visit={visit}
      provided={provided}
      fields={fields}
      errors={errors}
    />,
  );
}

function confirm(c: Context<PageEnv>, provided: Provided, wish: Wish) {
  const { visit, form } = c.var;
  const count = wish.kind === "allowance"
    ? smsCount(wish.credits, visit.language)
    : "";
  return page(
    c,
    {
      title: PROVISION[visit.language].title(provided.name),
      section: "credits",
    },
    <ProvisionConfirm
      visit={visit}
      provided={provided}
      wish={wish}
      count={count}
      fields={form}
    />,
  );
}
