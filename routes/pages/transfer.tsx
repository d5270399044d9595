/**
 * Moving SMS: which way, how many, then what it will do, then done.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { readBalance } from "../../lib/domain/account.ts";
import { isOperator } from "../../lib/domain/actor.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { Problem } from "../../lib/problem.ts";
import { instant } from "../../lib/schema/common.ts";
import { NewTransfer } from "../../lib/schema/credit.ts";
import { askIdentity } from "./confirm.tsx";
import { check, type Errors, errorsOf, typedCount } from "./forms.ts";
import { formCall } from "./guard.ts";
import { type Done, doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { TransferConfirm } from "./views/TransferConfirm.tsx";
import { TransferForm } from "./views/TransferForm.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { startOfDay } from "./words.ts";
import { TRANSFER } from "./words/credits.ts";
import type { Language } from "../../islands/language.ts";

/** Which way SMS go, seen from the structure that is open. */
export const WAYS = ["ajouter", "donner", "reprendre"] as const;
export type Way = typeof WAYS[number];

const DAY_MS = 86_400_000;

const DONE: Record<Way, Done> = {
  ajouter: "credits",
  donner: "donnes",
  reprendre: "repris",
};

/** One side of a transfer. */
export interface Side {
  readonly id: string;
  readonly name: string;
  readonly available: number;
}

/** A transfer to be: between whom. */
export interface Route {
  readonly way: Way;
  /** Null where SMS are new. */
  readonly from: Side | null;
  readonly to: Side;
}

export const transfer = new Hono<PageEnv>();

for (const way of WAYS) {
  transfer.get(`/${way}`, async (c) => {
    const route = await routeOf(c, way, c.req.query("a"));
    return ask(c, route, {}, {});
  });

  transfer.post(`/${way}`, async (c) => {
    const asked = isLastStep(c) ? await askIdentity(c) : null;
    if (asked !== null) return asked;
    const { ports, here, language } = c.var.visit;
    const { form } = c.var;
    const route = await routeOf(c, way, form["a"]);
    const checked = check(NewTransfer, {
      fromId: route.from?.id ?? null,
      toId: route.to.id,
      credits: typedCount(form["credits"] || form["nombre"]),
      note: form["note"]?.trim() || sidesOf(route),
    }, language);
    const until = endOf(c, form["expire"]);
    if (until === "wrong") {
      const expire = TRANSFER[language].untilWrong;
      return ask(c, route, form, { expire });
    }
    if ("errors" in checked) {
      return ask(c, route, form, inWords(checked.errors, language));
    }
    const { value } = checked;
    const left = route.from?.available ?? Infinity;
    if (value.credits > left) {
      return ask(c, route, form, tooMany(route, language));
    }
    if (form["etape"] !== "confirmer") {
      return confirm(c, route, value.credits, form["note"]?.trim() ?? "");
    }
    try {
      await transferCredits(ports, formCall(c, "POST /transfers"), {
        ...value,
        ...(until === null ? {} : { expiresAt: until }),
      });
    } catch (error) {
      return ask(c, route, form, errorsOf(error, language));
    }
    const path = address(here!.id, "credits");
    return c.redirect(doneAt(path, DONE[way]), 303);
  });
}

/** Whether a form asks for what it says to be done, not only shown. */
function isLastStep(c: Context<PageEnv>): boolean {
  return c.var.form["etape"] === "confirmer";
}

/** The end of the day that was chosen, if one was; new SMS alone have one. */
function endOf(
  { var: { visit } }: Context<PageEnv>,
  date: string | undefined,
): string | "wrong" | null {
  if (!date) return null;
  const start = startOfDay(date);
  if (start === null || start + DAY_MS <= visit.nowMs) return "wrong";
  // A day of 25 hours ends in its own date too.
  return instant(start + DAY_MS - 1_000);
}

/** Who gives and who receives. @throws {Problem} `forbidden`, `not_found` */
async function routeOf(
  c: Context<PageEnv>,
  way: Way,
  otherId: string | undefined,
): Promise<Route> {
  const { ports, actor, here } = c.var.visit;
  const side = async (id: string): Promise<Side> => {
    const { structure } = await authorised(ports, actor, "credit:read", id);
    const { available } = await readBalance(ports, actor, id);
    return { id, name: structure.name, available };
  };
  const own = await side(here!.id);
  if (way === "ajouter") {
    if (!isOperator(actor)) throw new Problem("forbidden");
    return { way, from: null, to: own };
  }
  await authorised(ports, actor, "credit:move", here!.id);
  const other = await side(otherId ?? "");
  return way === "donner"
    ? { way, from: own, to: other }
    : { way, from: other, to: own };
}

/** Said in both ledgers where no reason is given. */
function sidesOf({ from, to }: Route): string {
  return from === null ? "" : `${brief(from.name)} → ${brief(to.name)}`;
}

function brief(name: string): string {
  return name.length > 90 ? `${name.slice(0, 89)}…` : name;
}

/** Whatever is wrong with the number, the same helps. */
function inWords(errors: Errors, language: Language): Errors {
  return errors["credits"] === undefined ? errors : {
    ...errors,
    credits: TRANSFER[language].wholeNumber,
  };
}

function tooMany({ from }: Route, language: Language): Errors {
  return {
    credits: TRANSFER[language].tooMany(from!.name, from!.available),
  };
}

function ask(
  c: Context<PageEnv>,
  route: Route,
  fields: Fields,
  errors: Errors,
) {
  return page(
    c,
    {
      title: TRANSFER[c.var.language].title,
      section: "credits",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <TransferForm
      visit={c.var.visit}
      route={route}
      fields={fields}
      errors={errors}
    />,
  );
}

function confirm(
  c: Context<PageEnv>,
  route: Route,
  credits: number,
  note: string,
) {
  const { visit, form } = c.var;
  return page(
    c,
    { title: TRANSFER[visit.language].confirm, section: "credits" },
    <TransferConfirm
      visit={visit}
      route={route}
      credits={credits}
      note={note}
      until={form["expire"] ?? ""}
      callKey={form["cle"] || visit.ports.newId("frm")}
    />,
  );
}
