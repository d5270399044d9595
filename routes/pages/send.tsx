/**
 * « Envoi simple »: write, check what it will do and cost, send.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { readAtHand } from "../../lib/domain/account.ts";
import { acceptComposed } from "../../lib/domain/composed.ts";
import { listContactLists } from "../../lib/domain/contact_list.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { sendersOf } from "../../lib/domain/sender.ts";
import { listTemplates } from "../../lib/domain/template.ts";
import { Problem } from "../../lib/problem.ts";
import { instant } from "../../lib/schema/common.ts";
import { proposeSpelling } from "../../lib/schema/segment.ts";
import {
  corrected,
  type Draft,
  LIST_FIELD,
  readDraft,
  type Wrong,
} from "./draft.ts";
import { errorsOf } from "./forms.ts";
import { formCall } from "./guard.ts";
import { page } from "./respond.tsx";
import { type Note, SendConfirm } from "./views/SendConfirm.tsx";
import { SendForm } from "./views/SendForm.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { phoneNumber } from "./words.ts";
import { SEND } from "./words/send.ts";

const NOTHING_WRONG: Wrong = { errors: {}, unusable: [], missing: [] };

export const send = new Hono<PageEnv>();

send.get("/", async (c) => {
  const { ports, actor, here } = c.var.visit;
  await authorised(ports, actor, "message:send", here!.id);
  const list = c.req.query("liste");
  const templateId = c.req.query("modele");
  const found = templateId === undefined
    ? undefined
    : (await listTemplates(ports, actor, here!.id))
      .find(({ id }) => id === templateId);
  return await write(c, {
    ...(list === undefined ? {} : { [LIST_FIELD + list]: "oui" }),
    text: found?.text ?? c.req.query("texte") ?? "",
  });
});

send.post("/", async (c) => {
  const { visit, language } = c.var;
  const form = withFile(c.var.form);
  if (form["etape"] === "modifier") return await write(c, asTyped(form));
  if (form["etape"] === "corriger") {
    return await write(c, asTyped(corrected(form, language)));
  }
  const drafted = await readDraft(visit, form);
  if ("errors" in drafted) return await write(c, form, drafted);
  const { draft } = drafted;
  switch (form["etape"]) {
    case "ecriture": {
      const text = proposeSpelling(draft.text)?.text ?? draft.text;
      const again = await readDraft(visit, { ...form, text });
      return await confirm(c, "draft" in again ? again.draft : draft);
    }
    case "essai":
      return await tryOut(c, draft);
    case "envoyer":
      return await accept(c, draft);
    default:
      return await confirm(c, draft);
  }
});

/** The empty form, or the form with what was written. */
async function write(
  c: Context<PageEnv>,
  fields: Fields,
  wrong: Wrong = NOTHING_WRONG,
): Promise<Response> {
  const { ports, actor, here } = c.var.visit;
  await authorised(ports, actor, "message:send", here!.id);
  const { available } = await readAtHand(ports, actor, here!.id);
  const isWrong = Object.keys(wrong.errors).length > 0;
  return page(
    c,
    {
      title: SEND[c.var.language].title,
      section: "envoi",
      status: isWrong ? 422 : 200,
    },
    <SendForm
      visit={c.var.visit}
      available={available}
      senders={senderChoices(c)}
      lists={await listContactLists(ports, actor, here!.id)}
      templates={await listTemplates(ports, actor, here!.id)}
      fields={fields}
      wrong={wrong}
      callKey={c.var.form?.["cle"] || ports.newId("env")}
    />,
  );
}

/** What it will do, in words, before it is done. */
async function confirm(
  c: Context<PageEnv>,
  draft: Draft,
  note: (Note & { status: 200 | 402 | 403 | 409 | 422 | 429 }) | null = null,
): Promise<Response> {
  const { ports, actor, here } = c.var.visit;
  await authorised(ports, actor, "message:send", here!.id);
  const { available } = await readAtHand(ports, actor, here!.id);
  const lists = await listContactLists(ports, actor, here!.id);
  return page(
    c,
    {
      title: SEND[c.var.language].confirmTitle,
      section: "envoi",
      status: note?.status ?? 200,
    },
    <SendConfirm
      visit={c.var.visit}
      draft={draft}
      lists={lists.filter(({ id }) => draft.listIds.includes(id))}
      available={available}
      callKey={c.var.form["cle"] || ports.newId("env")}
      note={note}
      phone={c.var.form["moi"] ?? ""}
    />,
  );
}

async function accept(c: Context<PageEnv>, draft: Draft): Promise<Response> {
  const { visit, form, language } = c.var;
  const { ports, actor, here } = visit;
  const shown = Number(form["prix"] ?? draft.credits);
  if (shown !== draft.credits) {
    const text = SEND[language].priceChanged(shown, draft.credits);
    return await confirm(c, draft, { tone: "info", text, status: 409 });
  }
  const at = await authorised(ports, actor, "message:send", here!.id);
  const call = formCall(c, "POST /messages");
  try {
    const { submissionId } = await acceptComposed(ports, { call, at }, {
      text: draft.text,
      recipients: [...draft.numbers],
      ...(draft.listIds.length > 0 ? { listIds: [...draft.listIds] } : {}),
      variables: draft.variables,
      ...(draft.sender ? { sender: draft.sender } : {}),
      ...(draft.sendAtMs === null ? {} : { sendAt: instant(draft.sendAtMs) }),
      ...(draft.urgent ? { urgent: true } : {}),
      // Those who opted out were told of on the page before.
      ...(draft.optedOut.length > 0 ? { skipInvalid: true } : {}),
    });
    const path = `${address(here!.id, "envoi")}/${submissionId}`;
    return c.redirect(path, 303);
  } catch (error) {
    const text = Object.values(errorsOf(error, language))[0]!;
    const status = (error as Problem).status as 402 | 403 | 422 | 429;
    return await confirm(c, draft, { tone: "bad", text, status });
  }
}

/** Sends the text to the writer's own phone, and asks again. */
async function tryOut(c: Context<PageEnv>, draft: Draft): Promise<Response> {
  const { visit, form, language } = c.var;
  const { ports, actor, here } = visit;
  const words = SEND[language];
  const at = await authorised(ports, actor, "message:send", here!.id);
  const { key: _, ...rest } = formCall(c, "POST /messages");
  const call = { ...rest, key: null };
  try {
    await acceptMessages(ports, { call, at }, {
      title: words.tryTitle,
      text: draft.examples[0]!,
      recipients: [form["moi"] || "—"],
      ...(draft.sender ? { sender: draft.sender } : {}),
      urgent: true,
    });
    const text = words.tried(form["moi"] ?? "");
    return await confirm(c, draft, { tone: "good", text, status: 200 });
  } catch (error) {
    const text = Object.values(errorsOf(error, language))[0]!;
    const status = (error as Problem).status as 402 | 403 | 422 | 429;
    return await confirm(c, draft, { tone: "bad", text, status });
  }
}

/** Numbers of a file that was sent along stand behind the written ones. */
function withFile(form: Fields): Fields {
  const { fichier, ...rest } = form;
  if (!fichier?.trim()) return rest;
  const recipients = [rest["recipients"], fichier].filter(Boolean).join("\n");
  return { ...rest, recipients };
}

/** The fields of a confirmation as a person would have typed them. */
function asTyped(fields: Fields): Fields {
  const lines = (fields["recipients"] ?? "").split(/\s*\n\s*/);
  return { ...fields, recipients: lines.map(phoneNumber).join("\n") };
}

/** The names one may send under, the usual one first. */
function senderChoices(c: Context<PageEnv>) {
  const { structure } = c.var.visit.here!;
  const { defaultSender } = structure;
  const names = sendersOf(structure).filter((name) => name !== defaultSender);
  const first = defaultSender === null
    ? { value: "", label: SEND[c.var.language].shortNumber }
    : { value: defaultSender, label: defaultSender };
  return [first, ...names.map((name) => ({ value: name, label: name }))];
}
