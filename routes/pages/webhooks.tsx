/**
 * Webhooks: their secrets, shown once, and what became of each call.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { testWebhook } from "../../lib/delivery/webhook_trial.ts";
import {
  createWebhook,
  deleteWebhook,
  getWebhook,
  listWebhooks,
  rotateWebhookSecret,
  updateWebhook,
} from "../../lib/domain/webhook.ts";
import {
  listDeliveries,
  replayDelivery,
} from "../../lib/domain/webhook_log.ts";
import type { Problem } from "../../lib/problem.ts";
import { NewWebhook, WebhookEvent } from "../../lib/schema/webhook.ts";
import { check, type Errors, errorsOf } from "./forms.ts";
import { formCall, needs } from "./guard.ts";
import { page } from "./respond.tsx";
import { NewSecret } from "./views/NewSecret.tsx";
import { WebhookConfirm } from "./views/WebhookConfirm.tsx";
import { WebhookDetail } from "./views/WebhookDetail.tsx";
import { WebhookForm } from "./views/WebhookForm.tsx";
import { WebhookList } from "./views/WebhookList.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { WEBHOOKS } from "./words/webhooks.ts";

const LISTED = 20;
const GRACE_HOURS = 24;

export const webhooks = new Hono<PageEnv>();

webhooks.use(needs("application:manage"));

webhooks.get("/", async (c) => {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  const found = await listWebhooks(ports, actor, {
    structureId: here!.id,
    limit: LISTED,
  });
  return page(
    c,
    { title: WEBHOOKS[visit.language].title, section: "webhooks" },
    <WebhookList visit={visit} found={found} done={c.req.query("fait")} />,
  );
});

webhooks.get("/nouveau", (c) => {
  const all = WebhookEvent.options.map((event) => [event, "on"]);
  return write(c, { fields: Object.fromEntries(all), errors: {} });
});

webhooks.post("/nouveau", async (c) => {
  const { visit, form } = c.var;
  const read = readForm(c);
  if ("errors" in read) return write(c, { fields: form, errors: read.errors });
  const call = formCall(c, "POST /structures/:id/webhooks");
  try {
    const made = await createWebhook(visit.ports, call, {
      ...read.value,
      structureId: visit.here!.id,
    });
    return page(
      c,
      { title: WEBHOOKS[visit.language].secretTitle, section: "webhooks" },
      <NewSecret visit={visit} webhook={made} />,
    );
  } catch (error) {
    return write(c, { fields: form, errors: errorsOf(error, visit.language) });
  }
});

webhooks.get("/:webhookId", async (c) => await show(c));

webhooks.post("/:webhookId/essai", async (c) => {
  const { visit } = c.var;
  const call = formCall(c, "POST /structures/:id/webhooks/:id/test");
  const tested = await testWebhook(visit.ports, call, named(c));
  return c.redirect(`${own(c)}?essai=${tested.id}`, 303);
});

webhooks.post("/:webhookId/etat", async (c) => {
  const { visit, form } = c.var;
  const status = form["status"] === "paused" ? "paused" : "active";
  const call = formCall(c, "PATCH /structures/:id/webhooks/:id");
  const change = { status } as const;
  await updateWebhook(visit.ports, call, { ...named(c), change });
  const done = status === "paused" ? "paused" : "resumed";
  return c.redirect(`${own(c)}?fait=${done}`, 303);
});

webhooks.get("/:webhookId/modifier", async (c) => {
  const { ports, actor } = c.var.visit;
  const { id, url, description, events } = await getWebhook(
    ports,
    actor,
    named(c),
  );
  const fields = {
    url,
    description: description ?? "",
    ...Object.fromEntries(events.map((event) => [event, "on"])),
  };
  return write(c, { fields, errors: {}, id });
});

webhooks.post("/:webhookId/modifier", async (c) => {
  const { visit, form } = c.var;
  const read = readForm(c);
  const { id, structureId } = named(c);
  const again = (errors: Errors) => write(c, { fields: form, errors, id });
  if ("errors" in read) return again(read.errors);
  const call = formCall(c, "PATCH /structures/:id/webhooks/:id");
  try {
    const change = {
      ...read.value,
      description: read.value.description ?? null,
    };
    await updateWebhook(visit.ports, call, { structureId, id, change });
  } catch (error) {
    return again(errorsOf(error, visit.language));
  }
  return c.redirect(`${own(c)}?fait=saved`, 303);
});

webhooks.get("/:webhookId/renouveler", (c) => ask(c, "rotate"));

webhooks.post("/:webhookId/renouveler", async (c) => {
  const { visit } = c.var;
  const call = formCall(c, "POST /structures/:id/webhooks/:id/rotate");
  const made = await rotateWebhookSecret(visit.ports, call, {
    ...named(c),
    graceHours: GRACE_HOURS,
  });
  return page(
    c,
    { title: WEBHOOKS[visit.language].secretTitle, section: "webhooks" },
    <NewSecret visit={visit} webhook={made} />,
  );
});

webhooks.get("/:webhookId/supprimer", (c) => ask(c, "delete"));

webhooks.post("/:webhookId/supprimer", async (c) => {
  const { visit } = c.var;
  const call = formCall(c, "DELETE /structures/:id/webhooks/:id");
  await deleteWebhook(visit.ports, call, named(c));
  const list = address(visit.here!.id, "webhooks");
  return c.redirect(`${list}?fait=deleted`, 303);
});

webhooks.post("/:webhookId/appels/:deliveryId/renvoi", async (c) => {
  const { visit } = c.var;
  const route = "POST /structures/:id/webhooks/:id/deliveries/:id/replay";
  const deliveryId = c.req.param("deliveryId");
  try {
    const call = formCall(c, route);
    await replayDelivery(visit.ports, call, { ...named(c), deliveryId });
  } catch (error) {
    return await show(c, errorsOf(error as Problem, visit.language));
  }
  return c.redirect(`${own(c)}?fait=replayed`, 303);
});

type WebhookContext = Context<PageEnv>;

function named(c: WebhookContext): { structureId: string; id: string } {
  return {
    structureId: c.var.visit.here!.id,
    id: c.req.param("webhookId") ?? "",
  };
}

function own(c: WebhookContext): string {
  const { structureId, id } = named(c);
  return `${address(structureId, "webhooks")}/${id}`;
}

async function show(c: WebhookContext, errors: Errors = {}): Promise<Response> {
  const { visit } = c.var;
  const { ports, actor } = visit;
  const suite = c.req.query("suite");
  const webhook = await getWebhook(ports, actor, named(c));
  const deliveries = await listDeliveries(ports, actor, {
    ...named(c),
    limit: LISTED,
    cursor: suite,
  });
  return page(
    c,
    { title: WEBHOOKS[visit.language].title, section: "webhooks" },
    <WebhookDetail
      visit={visit}
      webhook={webhook}
      deliveries={deliveries}
      suite={suite}
      tested={c.req.query("essai")}
      done={c.req.query("fait")}
      error={errors[""]}
    />,
  );
}

async function ask(
  c: WebhookContext,
  what: "rotate" | "delete",
): Promise<Response> {
  const { visit } = c.var;
  const webhook = await getWebhook(visit.ports, visit.actor, named(c));
  return page(
    c,
    { title: WEBHOOKS[visit.language].title, section: "webhooks" },
    <WebhookConfirm
      visit={visit}
      webhook={webhook}
      what={what}
      graceHours={GRACE_HOURS}
    />,
  );
}

function readForm(c: WebhookContext) {
  const { visit: { language }, form } = c.var;
  const events = WebhookEvent.options.filter((event) => form[event] === "on");
  const { url = "", description = "" } = form;
  const checked = check(NewWebhook, { url, description, events }, language);
  if (events.length > 0) return checked;
  const errors = "errors" in checked ? checked.errors : {};
  return { errors: { ...errors, events: WEBHOOKS[language].pickOne } };
}

function write(
  c: WebhookContext,
  { fields, errors, id }: { fields: Fields; errors: Errors; id?: string },
): Response {
  const { visit } = c.var;
  return page(
    c,
    {
      title: WEBHOOKS[visit.language].title,
      section: "webhooks",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <WebhookForm
      visit={visit}
      fields={fields}
      errors={errors}
      id={id}
      callKey={fields["cle"] || visit.ports.newId("frm")}
    />,
  );
}
