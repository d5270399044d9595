import {
  cancelSubmission,
  getSubmission,
} from "../../lib/domain/submission.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Submission } from "../../lib/schema/message.ts";

const tag = "messages";

export const submissions = [
  endpoint({
    id: "getSubmission",
    tag,
    summary: { fr: "Lit l'avancement d'un envoi", en: "Reads a submission" },
    method: "get",
    path: "/submissions/{id}",
    returns: { 200: Submission },
    problems: [],
  }, ({ ports, actor, params }) => getSubmission(ports, actor, params.id)),

  endpoint({
    id: "cancelSubmission",
    tag,
    summary: {
      fr: "Annule ce qui n'est pas encore parti ; ses SMS sont rendus",
      en: "Cancels what has not left yet; its credits come back",
    },
    method: "post",
    path: "/submissions/{id}/cancel",
    returns: { 200: Submission },
    problems: ["already_final"],
  }, ({ ports, call, params }) => cancelSubmission(ports, call, params.id)),
];
