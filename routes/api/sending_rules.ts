import {
  putSendingRules,
  readSendingRules,
} from "../../lib/domain/sending_rules.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import {
  NewSendingRules,
  SendingRules,
} from "../../lib/schema/sending_rules.ts";

const tag = "structures";

export const sendingRules = [
  endpoint({
    id: "readSendingRules",
    tag,
    summary: {
      fr: "Lit les règles d'envoi d'une structure",
      en: "Reads the sending rules of a structure",
    },
    description:
      "Its own, or those of the nearest structure above that has some.",
    method: "get",
    path: "/structures/{id}/sending",
    returns: { 200: SendingRules },
    problems: [],
  }, ({ ports, actor, params }) => readSendingRules(ports, actor, params.id)),

  endpoint(
    {
      id: "putSendingRules",
      tag,
      summary: {
        fr: "Fixe les heures calmes et la conduite en cas de doute",
        en: "Sets quiet hours, and what to do in doubt",
      },
      method: "put",
      path: "/structures/{id}/sending",
      body: NewSendingRules,
      returns: { 200: SendingRules },
      problems: [],
    },
    ({ ports, call, params, body }) =>
      putSendingRules(ports, call, { id: params.id, rules: body }),
  ),

  endpoint({
    id: "deleteSendingRules",
    tag,
    summary: {
      fr: "Rend à une structure les règles de celle du dessus",
      en: "Gives a structure the rules of the one above again",
    },
    method: "delete",
    path: "/structures/{id}/sending",
    returns: { 204: null },
    problems: [],
  }, async ({ ports, call, params }) => {
    await putSendingRules(ports, call, { id: params.id, rules: null });
    return null;
  }),
];
