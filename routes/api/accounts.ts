import { readBalance, readLedger } from "../../lib/domain/account.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Page, PageQuery } from "../../lib/schema/common.ts";
import { Balance, LedgerEntry } from "../../lib/schema/credit.ts";

const tag = "credits";

export const accounts = [
  endpoint({
    id: "readBalance",
    tag,
    summary: {
      fr: "Lit le solde d'une structure",
      en: "Reads what a structure has",
    },
    method: "get",
    path: "/structures/{id}/balance",
    returns: { 200: Balance },
    problems: [],
  }, ({ ports, actor, params }) => readBalance(ports, actor, params.id)),

  endpoint(
    {
      id: "readLedger",
      tag,
      summary: {
        fr: "Liste les mouvements d'un compte, du plus récent au plus ancien",
        en: "Lists the movements of an account, the newest first",
      },
      method: "get",
      path: "/structures/{id}/ledger",
      query: PageQuery,
      returns: { 200: Page(LedgerEntry) },
      problems: ["invalid_cursor"],
    },
    ({ ports, actor, params, query }) =>
      readLedger(ports, actor, { ...query, id: params.id }),
  ),
];
