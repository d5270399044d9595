import { transferCredits } from "../../lib/domain/transfer.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { NewTransfer, Transfer } from "../../lib/schema/credit.ts";

export const transfers = [
  endpoint({
    id: "transferCredits",
    tag: "credits",
    summary: {
      fr: "Attribue, alloue ou reprend des SMS",
      en: "Grants, allocates or reclaims SMS",
    },
    method: "post",
    path: "/transfers",
    idempotencyKey: "required",
    freshFactor: true,
    body: NewTransfer,
    returns: { 201: Transfer },
    problems: ["insufficient_credit", "not_found"],
  }, ({ ports, call, body }) => transferCredits(ports, call, body)),
];
