/**
 * Contact lists: made from a table, looked through, written to.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { parseFields } from "../../lib/domain/field.ts";
import {
  allContacts,
  listContacts,
  putContacts,
  removeContact,
} from "../../lib/domain/contact.ts";
import {
  createContactList,
  deleteContactList,
  getContactList,
  listContactLists,
  renameContactList,
} from "../../lib/domain/contact_list.ts";
import { contactsCsv } from "../../lib/http/tables.ts";
import { type ContactsPut, NewContactList } from "../../lib/schema/contact.ts";
import { stepUp } from "./confirm.tsx";
import { check, type Errors, errorsOf } from "./forms.ts";
import { formCall } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { Confirm } from "./parts/Confirm.tsx";
import { page } from "./respond.tsx";
import { ContactListView } from "./views/ContactListView.tsx";
import { ContactLists } from "./views/ContactLists.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { LISTS } from "./words/people.ts";

const LISTED = 50;

export const lists = new Hono<PageEnv>();

lists.get("/", (c) => overview(c, {}, {}));

lists.post("/", async (c) => {
  const { visit, form } = c.var;
  const { ports, language } = visit;
  const checked = check(
    NewContactList,
    { name: (form["name"] ?? "").trim() },
    language,
  );
  if ("errors" in checked) return await overview(c, form, checked.errors);
  try {
    const structureId = visit.here!.id;
    const call = formCall(c, "POST /structures/:id/lists");
    const { id } = await createContactList(ports, call, {
      structureId,
      ...checked.value,
    });
    const path = address(structureId, "listes");
    return c.redirect(doneAt(`${path}/${id}`, "liste"), 303);
  } catch (error) {
    return await overview(c, form, errorsOf(error, language));
  }
});

lists.get("/:listId", (c) => open(c));

lists.post("/:listId", async (c) => {
  const { visit, form } = c.var;
  const words = LISTS[visit.language];
  const csv = form["fichier"]?.trim() || form["colle"]?.trim() || "";
  if (csv === "") return await open(c, { errors: { colle: words.nothing } });
  try {
    const done = await putContacts(
      visit.ports,
      formCall(c, "POST /structures/:id/lists/:listId/contacts"),
      {
        ...at(c),
        input: { csv, ...(form["remplace"] ? { replace: true } : {}) },
      },
    );
    return await open(c, { done });
  } catch (error) {
    const errors = errorsOf(error, visit.language);
    return await open(c, { errors: { colle: Object.values(errors)[0]! } });
  }
});

lists.post("/:listId/nom", async (c) => {
  const { visit, form } = c.var;
  try {
    const { name } = parseFields(NewContactList, { name: form["name"] });
    const call = formCall(c, "PATCH /structures/:id/lists/:listId");
    await renameContactList(visit.ports, call, { ...at(c), name });
  } catch (error) {
    return await open(c, { errors: errorsOf(error, visit.language) });
  }
  return c.redirect(doneAt(pathOf(c), "liste"), 303);
});

lists.get("/:listId/export", stepUp, async (c) => {
  const { ports, actor } = c.var.visit;
  return contactsCsv(await allContacts(ports, actor, at(c)));
});

lists.post("/:listId/retirer", async (c) => {
  const { visit, form } = c.var;
  await removeContact(
    visit.ports,
    formCall(c, "DELETE /structures/:id/lists/:listId/contacts/:contactId"),
    { ...at(c), contactId: form["contact"] ?? "" },
  );
  return c.redirect(doneAt(pathOf(c), "contactRetire"), 303);
});

lists.get("/:listId/supprimer", async (c) => {
  const { visit } = c.var;
  const words = LISTS[visit.language];
  const list = await getContactList(visit.ports, visit.actor, at(c));
  const title = words.deleteTitle(list.name);
  return page(
    c,
    { title, section: "listes" },
    <Confirm
      visit={visit}
      title={title}
      action={`${pathOf(c)}/supprimer`}
      button={words.delete}
      isDestructive
      back={pathOf(c)}
    >
      <p>{words.deleteWords(list.count)}</p>
    </Confirm>,
  );
});

lists.post("/:listId/supprimer", async (c) => {
  const call = formCall(c, "DELETE /structures/:id/lists/:listId");
  await deleteContactList(c.var.visit.ports, call, at(c));
  const path = address(c.var.visit.here!.id, "listes");
  return c.redirect(doneAt(path, "listeSupprimee"), 303);
});

function at(c: Context<PageEnv>): { id: string; listId: string } {
  return { id: c.var.visit.here!.id, listId: c.req.param("listId") ?? "" };
}

function pathOf(c: Context<PageEnv>): string {
  const { id, listId } = at(c);
  return `${address(id, "listes")}/${listId}`;
}

async function overview(
  c: Context<PageEnv>,
  fields: Fields,
  errors: Errors,
): Promise<Response> {
  const { visit } = c.var;
  const { ports, actor, here, language } = visit;
  return page(
    c,
    {
      title: LISTS[language].title,
      section: "listes",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <ContactLists
      visit={visit}
      lists={await listContactLists(ports, actor, here!.id)}
      fields={fields}
      errors={errors}
      done={c.req.query("fait")}
    />,
  );
}

async function open(
  c: Context<PageEnv>,
  { done = null, errors = {} }: { done?: ContactsPut | null; errors?: Errors } =
    {},
): Promise<Response> {
  const { visit } = c.var;
  const { ports, actor } = visit;
  const suite = c.req.query("suite");
  const list = await getContactList(ports, actor, at(c));
  const found = await listContacts(ports, actor, {
    ...at(c),
    limit: LISTED,
    cursor: suite,
  });
  return page(
    c,
    {
      title: list.name,
      section: "listes",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <ContactListView
      visit={visit}
      list={list}
      found={found}
      put={done}
      fields={c.var.form ?? {}}
      errors={errors}
      query={suite ? { suite } : {}}
      done={c.req.query("fait")}
    />,
  );
}
