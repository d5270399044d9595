/**
 * Requests for SMS: a structure's own, and those it is asked.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { readBalance } from "../../lib/domain/account.ts";
import { permits } from "../../lib/domain/actor.ts";
import {
  approveRequest,
  declineRequest,
} from "../../lib/domain/credit_answer.ts";
import {
  askForCredits,
  findRequest,
  listRequests,
  mayAnswer,
  readRequest,
  withdrawRequest,
} from "../../lib/domain/credit_request.ts";
import { memberNames } from "../../lib/domain/member.ts";
import type { Page } from "../../lib/domain/page.ts";
import { Problem } from "../../lib/problem.ts";
import {
  type CreditRequest,
  NewCreditRequest,
} from "../../lib/schema/credit_request.ts";
import { askIdentity } from "./confirm.tsx";
import { check, type Errors, errorsOf, typedCount } from "./forms.ts";
import { formCall, needs } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { AskForm } from "./views/AskForm.tsx";
import { RequestAnswer } from "./views/RequestAnswer.tsx";
import { RequestConfirm } from "./views/RequestConfirm.tsx";
import { Requests } from "./views/Requests.tsx";
import { address, type Fields, may, type PageEnv } from "./visit.ts";
import { REQUESTS } from "./words/requests.ts";

const SHOWN = 30;
const NOTHING: Page<CreditRequest> = { items: [], nextCursor: null };

export const requests = new Hono<PageEnv>();

requests.get("/", async (c) => {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  const structureId = here!.id;
  const [made, received] = await Promise.all([
    listRequests(ports, actor, { structureId, to: "made", limit: SHOWN }),
    may(visit, "credit:move")
      ? listRequests(ports, actor, {
        structureId,
        to: "received",
        limit: SHOWN,
        cursor: c.req.query("suite"),
      })
      : NOTHING,
  ]);
  const all = [...made.items, ...received.items];
  return page(
    c,
    { title: REQUESTS[visit.language].title, section: "demandes" },
    <Requests
      visit={visit}
      made={made.items}
      received={received}
      names={await memberNames(ports, all.map(({ askedBy }) => askedBy))}
      query={{
        ...(c.req.query("suite") ? { suite: c.req.query("suite")! } : {}),
      }}
      done={c.req.query("fait")}
    />,
  );
});

requests.get("/nouvelle", needs("credit:ask"), (c) => ask(c, {}, {}));

requests.post("/nouvelle", needs("credit:ask"), async (c) => {
  const { visit, form } = c.var;
  const id = visit.here!.id;
  const checked = check(NewCreditRequest, {
    credits: typedCount(form["credits"] || form["nombre"]),
    reason: form["reason"]?.trim() ?? "",
  }, visit.language);
  if ("errors" in checked) return ask(c, form, inWords(c, checked.errors));
  try {
    const call = formCall(c, "POST /structures/:id/credit-requests");
    await askForCredits(visit.ports, call, {
      ...checked.value,
      structureId: id,
    });
  } catch (error) {
    return ask(c, form, errorsOf(error, visit.language));
  }
  return c.redirect(doneAt(address(id, "demandes"), "demande"), 303);
});

requests.get("/:requestId", (c) => show(c, {}, {}));

requests.post("/:requestId", async (c) => {
  const isApproved = c.var.form["etape"] === "confirmer";
  const asked = isApproved ? await askIdentity(c) : null;
  if (asked !== null) return asked;
  const { visit, form } = c.var;
  const { ports, here } = visit;
  const id = c.req.param("requestId");
  const list = address(here!.id, "demandes");
  const word = form["word"]?.trim() ?? "";
  const words = REQUESTS[visit.language];
  try {
    switch (form["etape"]) {
      case "retirer":
        await withdrawRequest(ports, formCall(c, "withdraw request"), id);
        return c.redirect(doneAt(list, "demandeRetiree"), 303);
      case "refuser":
        if (word === "") return show(c, form, { word: words.wordNeeded });
        await declineRequest(ports, formCall(c, "decline request"), {
          id,
          word: word.slice(0, 200),
        });
        return c.redirect(doneAt(list, "demandeRefusee"), 303);
      case "confirmer":
        await approveRequest(ports, formCall(c, "approve request"), {
          id,
          credits: Number(form["credits"]),
          word,
        });
        return c.redirect(doneAt(list, "demandeAccordee"), 303);
      default:
        return await confirm(c, id, word);
    }
  } catch (error) {
    return show(c, form, errorsOf(error, visit.language));
  }
});

/** What giving will do, before it is done. */
async function confirm(c: Context<PageEnv>, id: string, word: string) {
  const { visit, form } = c.var;
  const words = REQUESTS[visit.language];
  const { request, sides } = await readSides(c, id);
  const credits = typedCount(form["credits"]);
  if (typeof credits === "string" || credits < 1) {
    return show(c, form, { credits: words.countNeeded });
  }
  if (credits > request.credits) {
    return show(c, form, {
      credits: words.moreThanAsked(String(request.credits)),
    });
  }
  if (sides.from !== null && credits > sides.from.available) {
    const { name, available } = sides.from;
    return show(c, form, { credits: words.tooMany(name, String(available)) });
  }
  return page(
    c,
    { title: words.gives, section: "demandes" },
    <RequestConfirm
      visit={visit}
      request={request}
      sides={sides}
      credits={credits}
      word={word.slice(0, 200)}
      callKey={form["cle"] || visit.ports.newId("frm")}
    />,
  );
}

async function show(c: Context<PageEnv>, fields: Fields, errors: Errors) {
  const { visit } = c.var;
  const id = c.req.param("requestId")!;
  const { request, sides, canAnswer } = await readSides(c, id);
  const people = [request.askedBy, request.answeredBy ?? ""];
  const status = Object.keys(errors).length > 0 ? 422 : 200;
  return page(
    c,
    { title: REQUESTS[visit.language].title, section: "demandes", status },
    <RequestAnswer
      visit={visit}
      request={request}
      sides={sides}
      canAnswer={canAnswer}
      names={await memberNames(visit.ports, people)}
      fields={fields}
      errors={errors}
    />,
  );
}

/** A request, and what there is on both sides. */
async function readSides(c: Context<PageEnv>, id: string) {
  const { ports, actor, here } = c.var.visit;
  const request = await readRequest(ports, actor, id);
  const { groupId, structureId } = request;
  if (here!.id !== structureId && here!.id !== groupId) {
    throw new Problem("not_found");
  }
  const { at } = await findRequest(ports, actor, id);
  const to = await readBalance(ports, actor, structureId);
  const group = at.ancestors.find((one) => one.id === groupId);
  const from = group !== undefined && permits(actor, "credit:read", group)
    ? {
      name: group.name,
      available: (await readBalance(ports, actor, group.id)).available,
    }
    : null;
  return {
    request,
    sides: {
      from,
      to: { name: at.structure.name, available: to.available },
    },
    canAnswer: request.status === "pending" && mayAnswer(actor, at),
  };
}

function ask(c: Context<PageEnv>, fields: Fields, errors: Errors) {
  const { visit } = c.var;
  const status = Object.keys(errors).length > 0 ? 422 : 200;
  return page(
    c,
    { title: REQUESTS[visit.language].ask, section: "demandes", status },
    <AskForm visit={visit} fields={fields} errors={errors} />,
  );
}

function inWords(c: Context<PageEnv>, errors: Errors): Errors {
  const { countNeeded } = REQUESTS[c.var.visit.language];
  return errors["credits"] === undefined
    ? errors
    : { ...errors, credits: countNeeded };
}
