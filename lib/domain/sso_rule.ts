/**
 * Whom a structure lets in by single sign-on: nobody, until its manager says
 * with which role the people of its SIREN come in.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { SsoRole } from "../schema/sso.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import type { Call } from "./call.ts";
import { authorised } from "./directory.ts";

/** The role the people of the structure's SIREN come in with, or null. */
export async function readSsoRule(
  ports: Ports,
  actor: Actor,
  structureId: string,
): Promise<SsoRole | null> {
  const { structure: { siren } } = await authorised(
    ports,
    actor,
    "member:manage",
    structureId,
  );
  const rule = siren && await ports.store.get(keys.ssoRule(siren));
  return rule && rule.structureId === structureId ? rule.role : null;
}

/**
 * Sets, or with null takes away, that role.
 *
 * @throws {Problem} `conflict` without a SIREN, or for one that another
 *   structure uses
 */
export async function setSsoRule(
  ports: Ports,
  call: Call,
  { structureId, role }: { structureId: string; role: SsoRole | null },
): Promise<void> {
  const { structure: { siren } } = await authorised(
    ports,
    call.actor,
    "member:manage",
    structureId,
  );
  if (siren === null) throw noSiren();
  const key = keys.ssoRule(siren);
  await ports.store.transact(structureId, async (tx) => {
    const before = await tx.get(key);
    const holder = before && before.structureId !== structureId
      ? await tx.get(keys.structure(before.structureId))
      : null;
    if (holder?.siren === siren) throw sirenTaken();
    if (role === null) tx.delete(key);
    else tx.put(key, { structureId, siren, role });
    await recordAudit(tx, ports, {
      call,
      structureId,
      action: "sso.set",
      detail: { role },
    });
  });
}

function noSiren(): Problem {
  return new Problem("conflict", {
    detail: {
      fr: "Indiquez d’abord le SIREN de la structure.",
      en: "First give the structure’s SIREN.",
    },
  });
}

function sirenTaken(): Problem {
  return new Problem("conflict", {
    detail: {
      fr:
        "Une autre structure accueille déjà les personnes de ce SIREN. Il ne peut y en avoir qu’une.",
      en:
        "Another structure already lets the people of this SIREN in. There can be only one.",
    },
  });
}
