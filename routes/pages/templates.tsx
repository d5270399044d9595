/**
 * Texts to be used again.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { listContactLists } from "../../lib/domain/contact_list.ts";
import {
  createTemplate,
  deleteTemplate,
  getTemplate,
  listTemplates,
  updateTemplate,
} from "../../lib/domain/template.ts";
import { previewTemplate } from "../../lib/domain/template_preview.ts";
import {
  NewTemplate,
  type TemplatePreviewed,
} from "../../lib/schema/template.ts";
import { check, type Errors, errorsOf } from "./forms.ts";
import { formCall } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { Confirm } from "./parts/Confirm.tsx";
import { page } from "./respond.tsx";
import { TemplateForm } from "./views/TemplateForm.tsx";
import { TemplateList } from "./views/TemplateList.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { TEMPLATES } from "./words/people.ts";

export const templates = new Hono<PageEnv>();

templates.get("/", async (c) => {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  return page(
    c,
    { title: TEMPLATES[visit.language].title, section: "modeles" },
    <TemplateList
      visit={visit}
      templates={await listTemplates(ports, actor, here!.id)}
      done={c.req.query("fait")}
    />,
  );
});

templates.get("/nouveau", (c) => form(c, { templateId: null }));
templates.post("/nouveau", (c) => save(c, null));
templates.get(
  "/:templateId",
  (c) => form(c, { templateId: c.req.param("templateId") }),
);
templates.post("/:templateId", (c) => save(c, c.req.param("templateId")));

templates.get("/:templateId/supprimer", async (c) => {
  const { visit } = c.var;
  const words = TEMPLATES[visit.language];
  const templateId = c.req.param("templateId");
  const id = visit.here!.id;
  const { name } = await getTemplate(visit.ports, visit.actor, {
    id,
    templateId,
  });
  const path = `${address(id, "modeles")}/${templateId}`;
  const title = words.deleteTitle(name);
  return page(
    c,
    { title, section: "modeles" },
    <Confirm
      visit={visit}
      title={title}
      action={`${path}/supprimer`}
      button={words.delete}
      isDestructive
      back={path}
    >
      <p>{words.deleteWords}</p>
    </Confirm>,
  );
});

templates.post("/:templateId/supprimer", async (c) => {
  const id = c.var.visit.here!.id;
  const templateId = c.req.param("templateId");
  const call = formCall(c, "DELETE /structures/:id/templates/:templateId");
  await deleteTemplate(c.var.visit.ports, call, { id, templateId });
  return c.redirect(doneAt(address(id, "modeles"), "modeleSupprime"), 303);
});

/** Saves a template, or only shows what it becomes. */
async function save(
  c: Context<PageEnv>,
  templateId: string | null,
): Promise<Response> {
  const { visit, form: given } = c.var;
  const { ports, language } = visit;
  const { name, text } = given;
  const checked = check(NewTemplate, { name: name?.trim(), text }, language);
  if ("errors" in checked) {
    return await form(c, { templateId, errors: checked.errors });
  }
  const id = visit.here!.id;
  try {
    if (given["etape"] === "apercu") {
      const preview = await previewTemplate(ports, visit.actor, {
        id,
        input: {
          text: checked.value.text,
          ...(given["liste"] ? { listIds: [given["liste"]] } : {}),
        },
      });
      return await form(c, { templateId, preview });
    }
    if (templateId === null) {
      const call = formCall(c, "POST /structures/:id/templates");
      await createTemplate(ports, call, { structureId: id, ...checked.value });
    } else {
      const call = formCall(c, "PATCH /structures/:id/templates/:templateId");
      const patch = checked.value;
      await updateTemplate(ports, call, { id, templateId, patch });
    }
    return c.redirect(doneAt(address(id, "modeles"), "modele"), 303);
  } catch (error) {
    const errors = errorsOf(error, language);
    return await form(c, { templateId, errors });
  }
}

async function form(
  c: Context<PageEnv>,
  { templateId, errors = {}, preview = null }: {
    templateId: string | null;
    errors?: Errors;
    preview?: TemplatePreviewed | null;
  },
): Promise<Response> {
  const { visit } = c.var;
  const { ports, actor, here, language } = visit;
  const id = here!.id;
  const stored = templateId === null
    ? null
    : await getTemplate(ports, actor, { id, templateId });
  const fields: Fields = c.req.method === "POST"
    ? c.var.form
    : { name: stored?.name ?? "", text: stored?.text ?? "" };
  return page(
    c,
    {
      title: stored?.name ?? TEMPLATES[language].create,
      section: "modeles",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <TemplateForm
      visit={visit}
      stored={stored}
      lists={await listContactLists(ports, actor, id)}
      fields={fields}
      errors={errors}
      preview={preview}
    />,
  );
}
