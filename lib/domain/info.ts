import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { Info } from "../schema/message.ts";
import type { Actor } from "./actor.ts";
import { EMPTY_ACCOUNT } from "./credit.ts";
import { authorised } from "./directory.ts";
import { sendersOf } from "./sender.ts";
import { reachOf } from "./shared.ts";

/** The version of the API, as `/info` and the documentation tell it. */
export const API_VERSION = "1";

/**
 * What a key is told about itself.
 *
 * @throws {Problem} `forbidden` for who is no application, or may not read
 *   the balance
 */
export async function readInfo(ports: Ports, actor: Actor): Promise<Info> {
  if (actor.kind !== "application") {
    throw new Problem("forbidden", {
      detail: {
        fr: "Cet appel renseigne une clé d'application sur elle-même.",
        en: "This call tells an application's key about itself.",
      },
    });
  }
  const { structureId, id, name, mode } = actor;
  const { structure } = await authorised(
    ports,
    actor,
    "credit:read",
    structureId,
  );
  const account = await ports.store.get(keys.account(structureId)) ??
    EMPTY_ACCOUNT;
  return {
    structure: { id: structureId, name: structure.name },
    application: { id, name, mode },
    balance: await reachOf(ports.store, account, ports.now()),
    reserved: account.reserved,
    senders: sendersOf(structure),
    apiVersion: API_VERSION,
  };
}
