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
import { endpoint } from "../../lib/http/endpoint.ts";
import { contactsCsv } from "../../lib/http/tables.ts";
import { Page, PageQuery } from "../../lib/schema/common.ts";
import {
  Contact,
  ContactList,
  ContactsPut,
  NewContactList,
  PutContacts,
} from "../../lib/schema/contact.ts";

const tag = "lists";

export const lists = [
  endpoint(
    {
      id: "createContactList",
      tag,
      summary: {
        fr: "Crée une liste de contacts",
        en: "Creates a contact list",
      },
      method: "post",
      path: "/structures/{id}/lists",
      body: NewContactList,
      returns: { 201: ContactList },
      problems: ["conflict"],
    },
    ({ ports, call, params, body }) =>
      createContactList(ports, call, { structureId: params.id, ...body }),
  ),

  endpoint({
    id: "listContactLists",
    tag,
    summary: {
      fr: "Liste les listes de contacts",
      en: "Lists the contact lists",
    },
    method: "get",
    path: "/structures/{id}/lists",
    returns: { 200: Page(ContactList) },
    problems: [],
  }, async ({ ports, actor, params }) => ({
    items: await listContactLists(ports, actor, params.id),
    nextCursor: null,
  })),

  endpoint({
    id: "getContactList",
    tag,
    summary: { fr: "Lit une liste", en: "Reads a list" },
    method: "get",
    path: "/structures/{id}/lists/{listId}",
    returns: { 200: ContactList },
    problems: [],
  }, ({ ports, actor, params }) => getContactList(ports, actor, params)),

  endpoint(
    {
      id: "renameContactList",
      tag,
      summary: { fr: "Renomme une liste", en: "Renames a list" },
      method: "patch",
      path: "/structures/{id}/lists/{listId}",
      body: NewContactList,
      returns: { 200: ContactList },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      renameContactList(ports, call, { ...params, ...body }),
  ),

  endpoint({
    id: "deleteContactList",
    tag,
    summary: {
      fr: "Supprime une liste et ses contacts",
      en: "Deletes a list and its contacts",
    },
    method: "delete",
    path: "/structures/{id}/lists/{listId}",
    returns: { 204: null },
    problems: [],
  }, async ({ ports, call, params }) => {
    await deleteContactList(ports, call, params);
    return null;
  }),

  endpoint(
    {
      id: "putContacts",
      tag,
      summary: {
        fr: "Ajoute ou met à jour des contacts, un par numéro",
        en: "Adds or updates contacts, one for each number",
      },
      description:
        "From objects or from a CSV table. Rows without a usable number are told with their line and left out.",
      method: "post",
      path: "/structures/{id}/lists/{listId}/contacts",
      body: PutContacts,
      returns: { 200: ContactsPut },
      problems: ["conflict"],
    },
    ({ ports, call, params, body }) =>
      putContacts(ports, call, { ...params, input: body }),
  ),

  endpoint(
    {
      id: "listContacts",
      tag,
      summary: {
        fr: "Liste les contacts d'une liste, par nom",
        en: "Lists the contacts of a list, by name",
      },
      description: "With `Accept: text/csv`, all of them as a table.",
      method: "get",
      path: "/structures/{id}/lists/{listId}/contacts",
      query: PageQuery,
      returns: { 200: Page(Contact) },
      alsoAs: ["text/csv"],
      problems: ["invalid_cursor"],
    },
    async ({ ports, actor, params, query, request }) =>
      /\btext\/csv\b/i.test(request.headers.get("accept") ?? "")
        ? contactsCsv(await allContacts(ports, actor, params))
        : await listContacts(ports, actor, { ...params, ...query }),
  ),

  endpoint({
    id: "removeContact",
    tag,
    summary: { fr: "Retire un contact", en: "Removes a contact" },
    method: "delete",
    path: "/structures/{id}/lists/{listId}/contacts/{contactId}",
    returns: { 204: null },
    problems: ["conflict"],
  }, async ({ ports, call, params }) => {
    await removeContact(ports, call, params);
    return null;
  }),
];
