import {
  addSender,
  listSenders,
  removeSender,
} from "../../lib/domain/sender.ts";
import {
  decideSender,
  listSenderRequests,
} from "../../lib/domain/sender_request.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Page } from "../../lib/schema/common.ts";
import {
  NewSender,
  SenderDecision,
  SenderItem,
  SenderRequest,
} from "../../lib/schema/structure.ts";

const tag = "senders";

const SENDER = /^[A-Za-z0-9 ]{1,11}$/;

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
    params: { sender: SENDER },
    returns: { 204: null },
    problems: [],
  }, async ({ ports, call, params }) => {
    await removeSender(ports, call, params);
    return null;
  }),

  endpoint({
    id: "listSenderRequests",
    tag,
    summary: {
      fr: "Liste les expéditeurs demandés, ici et au-dessous",
      en: "Lists the senders asked for, here and below",
    },
    method: "get",
    path: "/structures/{id}/sender-requests",
    returns: { 200: Page(SenderRequest) },
    problems: [],
  }, async ({ ports, actor, params }) => ({
    items: await listSenderRequests(ports, actor, params.id),
    nextCursor: null,
  })),

  endpoint(
    {
      id: "approveSender",
      tag,
      summary: {
        fr: "Autorise un expéditeur demandé",
        en: "Allows a sender that was asked for",
      },
      method: "post",
      path: "/structures/{id}/sender-requests/{sender}/approve",
      params: { sender: SENDER },
      returns: { 200: SenderRequest },
      problems: [],
    },
    ({ ports, call, params }) =>
      decideSender(ports, call, { ...params, approve: true }),
  ),

  endpoint({
    id: "refuseSender",
    tag,
    summary: {
      fr: "Refuse un expéditeur demandé",
      en: "Refuses a sender that was asked for",
    },
    method: "post",
    path: "/structures/{id}/sender-requests/{sender}/refuse",
    params: { sender: SENDER },
    body: SenderDecision,
    bodyIsOptional: true,
    returns: { 200: SenderRequest },
    problems: [],
  }, ({ ports, call, params, body }) =>
    decideSender(ports, call, {
      ...params,
      approve: false,
      reason: body.reason ?? null,
    })),
];
