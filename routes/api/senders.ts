import {
  addSender,
  listSenders,
  removeSender,
} from "../../lib/domain/sender.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Page } from "../../lib/schema/common.ts";
import { NewSender, SenderItem } from "../../lib/schema/structure.ts";

const tag = "senders";

export const senders = [
  endpoint(
    {
      id: "addSender",
      tag,
      summary: { fr: "Autorise un expéditeur", en: "Allows a sender" },
      method: "post",
      path: "/structures/{id}/senders",
      body: NewSender,
      returns: { 201: SenderItem },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      addSender(ports, call, { id: params.id, sender: body.sender }),
  ),

  endpoint({
    id: "listSenders",
    tag,
    summary: {
      fr: "Liste les expéditeurs autorisés",
      en: "Lists the senders allowed",
    },
    method: "get",
    path: "/structures/{id}/senders",
    returns: { 200: Page(SenderItem) },
    problems: [],
  }, async ({ ports, actor, params }) => ({
    items: await listSenders(ports, actor, params.id),
    nextCursor: null,
  })),

  endpoint({
    id: "removeSender",
    tag,
    summary: { fr: "Retire un expéditeur", en: "Removes a sender" },
    method: "delete",
    path: "/structures/{id}/senders/{sender}",
    params: { sender: /^[A-Za-z0-9 ]{1,11}$/ },
    returns: { 204: null },
    problems: [],
  }, async ({ ports, call, params }) => {
    await removeSender(ports, call, params);
    return null;
  }),
];
