/**
 * Whose account a provider's subject is. An account is the issuer and the
 * subject together, never a mail address; who has none comes in by the rule of
 * the structure that has their SIRET's SIREN, or not at all.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { StoredMember } from "../schema/member.ts";
import type { SsoIdentity, StoredSsoRule } from "../schema/sso.ts";
import { recordPersonal } from "./audit.ts";
import { accountEmail, insertMember, memberActor } from "./member.ts";
import type { Self } from "./security.ts";
import { tellOfChange } from "./security_notice.ts";

const SIREN_DIGITS = 9;

/**
 * The member who signs in with this identity.
 *
 * @throws {Problem} `forbidden` for who has neither an account nor a structure
 *   that lets them in
 */
export async function memberOfIdentity(
  ports: Ports,
  identity: SsoIdentity,
): Promise<StoredMember> {
  const account = await ports.store.get(accountKey(identity));
  const member = account &&
    await ports.store.get(keys.member(account.memberId));
  const rule = await ruleFor(ports, identity);
  if (account && member) {
    const { structureId } = account;
    if (structureId === null || structureId === rule?.structureId) {
      return member;
    }
    throw elsewhere();
  }
  if (rule === null) throw closed();
  return await welcome(ports, identity, rule);
}

/**
 * Links an identity to the account of who is signed in.
 *
 * @throws {Problem} `conflict` when it is somebody else's
 */
export async function linkIdentity(
  ports: Ports,
  call: Self,
  identity: SsoIdentity,
): Promise<void> {
  const memberId = call.actor.id;
  const key = accountKey(identity);
  const isNew = await ports.store.transact(memberId, async (tx) => {
    const known = await tx.get(key);
    if (known?.memberId === memberId) return false;
    const owner = known && await tx.get(keys.member(known.memberId));
    if (owner) throw taken();
    tx.put(key, { memberId, structureId: null });
    await recordPersonal(tx, ports, { call, action: "sso.link" });
    return true;
  });
  if (isNew) await tellOfChange(ports, call.actor, "ssoLinked");
}

/** Makes the account of who comes in by a structure's rule. */
async function welcome(
  ports: Ports,
  identity: SsoIdentity,
  { structureId, role }: StoredSsoRule,
): Promise<StoredMember> {
  const { email, name } = identity;
  if (email === null) throw closed();
  const member: StoredMember = {
    id: ports.newId("mem"),
    email,
    name: name ?? email,
    operator: false,
    roles: { [structureId]: role },
    password: null,
    createdAtMs: ports.now(),
  };
  return await ports.store.transact(structureId, async (tx) => {
    const key = accountKey(identity);
    await tx.get(key);
    if (await tx.get(keys.memberByEmail(accountEmail(email))) !== null) {
      throw knownAddress();
    }
    await insertMember(tx, member);
    tx.put(key, { memberId: member.id, structureId });
    const call = { actor: memberActor(member) };
    await recordPersonal(tx, ports, { call, action: "sso.join" });
    return member;
  });
}

async function ruleFor(
  ports: Ports,
  { siret }: SsoIdentity,
): Promise<StoredSsoRule | null> {
  if (siret === null) return null;
  const rule = await ports.store.get(
    keys.ssoRule(siret.slice(0, SIREN_DIGITS)),
  );
  const structure = rule && await ports.store.get(
    keys.structure(rule.structureId),
  );
  return structure?.siren === rule?.siren ? rule : null;
}

function accountKey({ issuer, subject }: SsoIdentity) {
  return keys.ssoAccount(sha256(`${issuer}\0${subject}`));
}

function closed(): Problem {
  return new Problem("forbidden", {
    detail: {
      fr:
        "Vous êtes bien identifié, mais aucune structure ne vous a ouvert son accès ici. Demandez une invitation à un gestionnaire de votre structure ; si vous avez déjà un compte, connectez-vous autrement puis reliez-le depuis « Sécurité ».",
      en:
        "You are identified, but no structure has given you access here. Ask a manager of your structure for an invitation; if you already have an account, sign in another way, then link it from “Security”.",
    },
  });
}

function elsewhere(): Problem {
  return new Problem("forbidden", {
    detail: {
      fr:
        "Votre établissement n’est plus celui qui vous a ouvert cet accès. Demandez une invitation à un gestionnaire de votre structure.",
      en:
        "Your organisation is no longer the one that gave you access. Ask a manager of your structure for an invitation.",
    },
  });
}

function knownAddress(): Problem {
  return new Problem("forbidden", {
    detail: {
      fr:
        "Un compte existe déjà avec votre adresse. Connectez-vous d’une autre façon, puis reliez-le depuis « Sécurité ».",
      en:
        "An account with your address exists already. Sign in another way, then link it from “Security”.",
    },
  });
}

function taken(): Problem {
  return new Problem("conflict", {
    detail: {
      fr: "Cette identité est déjà reliée à un autre compte.",
      en: "This identity is linked to another account already.",
    },
  });
}
