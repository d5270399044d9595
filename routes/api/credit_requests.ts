import {
  approveRequest,
  declineRequest,
} from "../../lib/domain/credit_answer.ts";
import {
  askForCredits,
  listRequests,
  readRequest,
  withdrawRequest,
} from "../../lib/domain/credit_request.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Page, PageQuery } from "../../lib/schema/common.ts";
import {
  Approval,
  CreditRequest,
  NewCreditRequest,
  Refusal,
} from "../../lib/schema/credit_request.ts";

const tag = "credits";
const returns = { 200: CreditRequest };

export const creditRequests = [
  endpoint(
    {
      id: "askForCredits",
      tag,
      summary: {
        fr: "Demande des SMS au groupe",
        en: "Asks the group for SMS",
      },
      description:
        "The managers of the structure above are told by mail and by web push; at the top of the tree, the operators.",
      method: "post",
      path: "/structures/{id}/credit-requests",
      body: NewCreditRequest,
      returns: { 201: CreditRequest },
      location: ({ id }) => `/credit-requests/${id}`,
      problems: ["conflict"],
    },
    ({ ports, call, params, body }) =>
      askForCredits(ports, call, { ...body, structureId: params.id }),
  ),

  endpoint(
    {
      id: "listMadeRequests",
      tag,
      summary: {
        fr: "Liste les demandes de SMS d'une structure",
        en: "Lists the requests for SMS of a structure",
      },
      method: "get",
      path: "/structures/{id}/credit-requests",
      query: PageQuery,
      returns: { 200: Page(CreditRequest) },
      problems: ["invalid_cursor"],
    },
    ({ ports, actor, params, query }) =>
      listRequests(ports, actor, {
        ...query,
        structureId: params.id,
        to: "made",
      }),
  ),

  endpoint(
    {
      id: "listReceivedRequests",
      tag,
      summary: {
        fr: "Liste les demandes de SMS reçues par un groupe",
        en: "Lists the requests for SMS that a group received",
      },
      method: "get",
      path: "/structures/{id}/credit-requests/received",
      query: PageQuery,
      returns: { 200: Page(CreditRequest) },
      problems: ["invalid_cursor"],
    },
    ({ ports, actor, params, query }) =>
      listRequests(ports, actor, {
        ...query,
        structureId: params.id,
        to: "received",
      }),
  ),

  endpoint({
    id: "readCreditRequest",
    tag,
    summary: { fr: "Lit une demande de SMS", en: "Reads a request for SMS" },
    method: "get",
    path: "/credit-requests/{id}",
    returns,
    problems: [],
  }, ({ ports, actor, params }) => readRequest(ports, actor, params.id)),

  endpoint(
    {
      id: "approveCreditRequest",
      tag,
      summary: {
        fr: "Accorde une demande, en tout ou partie",
        en: "Gives what was asked for, or a part of it",
      },
      method: "post",
      freshFactor: true,
      path: "/credit-requests/{id}/approve",
      body: Approval,
      bodyIsOptional: true,
      returns,
      problems: ["already_final", "insufficient_credit"],
    },
    ({ ports, call, params, body }) =>
      approveRequest(ports, call, { ...body, id: params.id }),
  ),

  endpoint(
    {
      id: "declineCreditRequest",
      tag,
      summary: { fr: "Refuse une demande", en: "Declines a request" },
      method: "post",
      path: "/credit-requests/{id}/decline",
      body: Refusal,
      returns,
      problems: ["already_final"],
    },
    ({ ports, call, params, body }) =>
      declineRequest(ports, call, { ...body, id: params.id }),
  ),

  endpoint({
    id: "withdrawCreditRequest",
    tag,
    summary: { fr: "Retire une demande", en: "Withdraws a request" },
    method: "post",
    path: "/credit-requests/{id}/withdraw",
    returns,
    problems: ["already_final"],
  }, ({ ports, call, params }) => withdrawRequest(ports, call, params.id)),
];
