/**
 * « Envoi simple »: write, check what it will do and cost, send.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { readBalance } from "../../lib/domain/account.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { sendersOf } from "../../lib/domain/sender.ts";
import { Problem } from "../../lib/problem.ts";
import { proposeSpelling } from "../../lib/schema/segment.ts";
import { type Draft, readDraft, type Unusable } from "./draft.ts";
import { type Errors, errorsOf } from "./forms.ts";
import { formCall } from "./guard.ts";
import { page } from "./respond.tsx";
import { SendConfirm } from "./views/SendConfirm.tsx";
import { SendForm } from "./views/SendForm.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { phoneNumber } from "./words.ts";
import { SEND } from "./words/send.ts";

export const send = new Hono<PageEnv>();

send.get("/", (c) => write(c, {}));

send.post("/", async (c) => {
  const { form, language } = c.var;
  if (form["etape"] === "modifier") return await write(c, asTyped(form));
  const drafted = readDraft(form, language);
  if ("errors" in drafted) {
    return await write(c, form, drafted.errors, drafted.unusable);
  }
  const { draft } = drafted;
  if (form["etape"] === "ecriture") {
    const spelling = proposeSpelling(draft.text);
    const again = readDraft(
      { ...form, text: spelling?.text ?? draft.text },
      language,
    );
    return await confirm(c, "draft" in again ? again.draft : draft);
  }
  return form["etape"] === "envoyer"
    ? await accept(c, draft)
    : await confirm(c, draft);
});

/** The empty form, or the form with what was written. */
async function write(
  c: Context<PageEnv>,
  fields: Fields,
  errors: Errors = {},
  unusable: readonly Unusable[] = [],
): Promise<Response> {
  const { ports, actor, here } = c.var.visit;
  await authorised(ports, actor, "message:send", here!.id);
  const { available } = await readBalance(ports, actor, here!.id);
  const isWrong = Object.keys(errors).length > 0;
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
      fields={fields}
      errors={errors}
      unusable={unusable}
    />,
  );
}

/** What it will do, in words, before it is done. */
async function confirm(
  c: Context<PageEnv>,
  draft: Draft,
  error?: { status: 402 | 403 | 422 | 429; text: string },
): Promise<Response> {
  const { ports, actor, here } = c.var.visit;
  await authorised(ports, actor, "message:send", here!.id);
  const { available } = await readBalance(ports, actor, here!.id);
  return page(
    c,
    {
      title: SEND[c.var.language].confirmTitle,
      section: "envoi",
      status: error?.status ?? 200,
    },
    <SendConfirm
      visit={c.var.visit}
      draft={draft}
      available={available}
      callKey={c.var.form["cle"] || ports.newId("env")}
      error={error?.text}
    />,
  );
}

async function accept(c: Context<PageEnv>, draft: Draft): Promise<Response> {
  const { ports, actor, here } = c.var.visit;
  const at = await authorised(ports, actor, "message:send", here!.id);
  try {
    const { submissionId } = await acceptMessages(
      ports,
      { call: formCall(c, "POST /messages"), at },
      {
        text: draft.text,
        recipients: [...draft.numbers],
        ...(draft.sender ? { sender: draft.sender } : {}),
      },
    );
    const path = `${address(here!.id, "envoi")}/${submissionId}`;
    return c.redirect(path, 303);
  } catch (error) {
    const text = Object.values(errorsOf(error, c.var.language))[0]!;
    const status = (error as Problem).status as 402 | 403 | 422 | 429;
    return await confirm(c, draft, { status, text });
  }
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
