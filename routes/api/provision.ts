import {
  readAllowance,
  removeAllowance,
  setAllowance,
} from "../../lib/domain/allowance.ts";
import { readSharing, setSharing } from "../../lib/domain/sharing.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Allowance, NewAllowance } from "../../lib/schema/allowance.ts";
import { NewSharing, Sharing } from "../../lib/schema/credit.ts";

const tag = "credits";

export const provision = [
  endpoint({
    id: "readSharing",
    tag,
    summary: {
      fr: "Dit si une structure a son solde ou puise dans celui du groupe",
      en: "Tells whether a structure has a balance or draws from its group's",
    },
    method: "get",
    path: "/structures/{id}/sharing",
    returns: { 200: Sharing },
    problems: [],
  }, ({ ports, actor, params }) => readSharing(ports, actor, params.id)),

  endpoint(
    {
      id: "setSharing",
      tag,
      summary: {
        fr: "Donne à une structure son solde, ou la fait puiser dans le groupe",
        en: "Gives a structure a balance, or has it draw from its group's",
      },
      description:
        "For managers of the group. In `shared` mode each acceptance allocates what it lacks from the group, in its own commit and under `monthlyCap`; what the structure had left, and what is released later, goes back to the group.",
      method: "put",
      freshFactor: true,
      path: "/structures/{id}/sharing",
      body: NewSharing,
      returns: { 200: Sharing },
      problems: ["conflict"],
    },
    ({ ports, call, params, body }) =>
      setSharing(ports, call, { ...body, structureId: params.id }),
  ),

  endpoint({
    id: "readAllowance",
    tag,
    summary: {
      fr: "Lit la dotation mensuelle d'une structure",
      en: "Reads what a structure is given each month",
    },
    method: "get",
    path: "/structures/{id}/allowance",
    returns: { 200: Allowance.nullable() },
    problems: [],
  }, ({ ports, actor, params }) => readAllowance(ports, actor, params.id)),

  endpoint(
    {
      id: "setAllowance",
      tag,
      summary: {
        fr: "Fixe la dotation mensuelle d'une structure",
        en: "Sets what a structure is given each month",
      },
      description:
        "For managers of the group. Given at once for the current month, then at the start of each (Europe/Paris), once each. A month in which the group has too little is skipped, and an alert is raised.",
      method: "put",
      freshFactor: true,
      path: "/structures/{id}/allowance",
      body: NewAllowance,
      returns: { 200: Allowance },
      problems: ["conflict"],
    },
    ({ ports, call, params, body }) =>
      setAllowance(ports, call, { ...body, structureId: params.id }),
  ),

  endpoint({
    id: "removeAllowance",
    tag,
    summary: {
      fr: "Arrête la dotation mensuelle d'une structure",
      en: "Ends what a structure is given each month",
    },
    method: "delete",
    path: "/structures/{id}/allowance",
    returns: { 204: null },
    problems: ["conflict"],
  }, ({ ports, call, params }) => removeAllowance(ports, call, params.id)),
];
