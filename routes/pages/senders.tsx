/**
 * The names a structure may send under.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import {
  addSender,
  listSenders,
  removeSender,
} from "../../lib/domain/sender.ts";
import {
  decideSender,
  listSenderRequests,
} from "../../lib/domain/sender_request.ts";
import { updateStructure } from "../../lib/domain/structure.ts";
import { NewSender } from "../../lib/schema/structure.ts";
import { check, type Errors, errorsOf } from "./forms.ts";
import { formCall, needs } from "./guard.ts";
import { type Done, doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { SenderList } from "./views/SenderList.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { SENDERS } from "./words/senders.ts";

export const senders = new Hono<PageEnv>();

senders.get("/", (c) => list(c, {}, {}));

senders.post("/", needs("structure:manage"), async (c) => {
  const { visit, form } = c.var;
  const checked = check(NewSender, {
    sender: (form["sender"] ?? "").trim(),
  }, visit.language);
  if ("errors" in checked) return await list(c, form, checked.errors);
  const id = visit.here!.id;
  try {
    const call = formCall(c, "POST /structures/:id/senders");
    const added = await addSender(visit.ports, call, { id, ...checked.value });
    return back(c, added.state ? "expediteurDemande" : "expediteur");
  } catch (error) {
    return await list(c, form, errorsOf(error, visit.language));
  }
});

senders.post("/defaut", needs("structure:manage"), async (c) => {
  const { visit, form } = c.var;
  const checked = check(NewSender, {
    sender: form["sender"] ?? "",
  }, visit.language);
  if ("errors" in checked) return await list(c, {}, checked.errors);
  try {
    await updateStructure(visit.ports, formCall(c, "PATCH /structures/:id"), {
      id: visit.here!.id,
      patch: { defaultSender: checked.value.sender },
    });
  } catch (error) {
    const { defaultSender, ...rest } = errorsOf(error, visit.language);
    return await list(c, form, { ...rest, sender: defaultSender ?? "" });
  }
  return back(c, "expediteurDefaut");
});

senders.post("/retirer", async (c) => {
  const { visit, form } = c.var;
  await removeSender(
    visit.ports,
    formCall(c, "DELETE /structures/:id/senders/:sender"),
    { id: visit.here!.id, sender: form["sender"] ?? "" },
  );
  return back(c, "expediteurRetire");
});

senders.post("/decider", async (c) => {
  const { visit, form } = c.var;
  const approve = form["decision"] === "oui";
  const id = form["structure"] ?? "";
  const route = `POST /structures/:id/sender-requests/${approve}`;
  await decideSender(visit.ports, formCall(c, route), {
    id,
    sender: form["sender"] ?? "",
    approve,
    reason: form["raison"]?.trim().slice(0, 200) || null,
  });
  return back(c, approve ? "expediteurAutorise" : "expediteurRefuse");
});

function back(c: Context<PageEnv>, done: Done): Response {
  const path = address(c.var.visit.here!.id, "expediteurs");
  return c.redirect(doneAt(path, done), 303);
}

async function list(
  c: Context<PageEnv>,
  fields: Fields,
  errors: Errors,
): Promise<Response> {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  const items = await listSenders(ports, actor, here!.id);
  const asked = await listSenderRequests(ports, actor, here!.id);
  return page(
    c,
    {
      title: SENDERS[visit.language].title,
      section: "expediteurs",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <SenderList
      visit={visit}
      items={items}
      asked={asked}
      fields={fields}
      errors={errors}
      done={c.req.query("fait")}
    />,
  );
}
