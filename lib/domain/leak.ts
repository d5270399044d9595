/**
 * Keys that were found where they should not be: whoever has one whole may
 * report it, and it is revoked at once. Nothing else can be learnt here: a key
 * that is not one of ours is counted as none.
 *
 * @module
 */
import { sha256 } from "../crypto/seal.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { LeakedKeys, RevokedKeys } from "../schema/application.ts";
import { apiKeyId, isApiKey } from "./api_key.ts";
import { managersOf } from "./audience.ts";
import { type Asker, recordAudit } from "./audit.ts";
import { lineage } from "./directory.ts";
import { sameHash } from "./secret.ts";

/** Revokes those of these keys that are ours, and mails their managers. */
export async function revokeLeaked(
  ports: Ports,
  call: Asker,
  { keys: tokens, source }: LeakedKeys,
): Promise<RevokedKeys> {
  let revoked = 0;
  for (const token of new Set(tokens.map((one) => one.trim()))) {
    const found = await revoke(ports, call, token);
    if (found === null) continue;
    revoked++;
    await tell(ports, found, source ?? null)
      .catch((error) => ports.report(error));
  }
  return { revoked };
}

interface Revoked {
  readonly structureId: string;
  readonly name: string;
}

async function revoke(
  ports: Ports,
  call: Asker,
  token: string,
): Promise<Revoked | null> {
  const id = isApiKey(token) ? apiKeyId(token) : null;
  if (id === null) return null;
  return await ports.store.transact(keys.apiKey(id).id, async (tx) => {
    const key = await tx.get(keys.apiKey(id));
    if (key === null || !sameHash(key.hash, sha256(token))) return null;
    const application = await tx.get(keys.application(key.applicationId));
    tx.delete(keys.apiKey(id));
    if (application === null) return null;
    const { structureId, name, keyIds } = application;
    const kept = keyIds.filter((one) => one !== id);
    tx.put(keys.application(application.id), { ...application, keyIds: kept });
    await recordAudit(tx, ports, {
      call,
      structureId,
      action: "key.leak",
      target: application.id,
      detail: { name },
    });
    return { structureId, name };
  });
}

async function tell(
  ports: Ports,
  { structureId, name }: Revoked,
  source: string | null,
): Promise<void> {
  const at = await lineage(ports, structureId);
  if (at === null) return;
  const page = `${ports.publicUrl}/s/${structureId}/applications`;
  const where = source === null ? "" : ` (${source})`;
  for (const { email } of await managersOf(ports, at.structure)) {
    await ports.sendMail({
      to: email,
      subject: `Clé révoquée : ${name} (${at.structure.name})`,
      text: [
        `Une clé de ${name} a été trouvée là où elle ne devrait pas être${where}. Elle est révoquée : ${name} ne peut plus envoyer avec elle.`,
        `Créez-lui une nouvelle clé : ${page}`,
        "",
        `A key of ${name} was found where it should not be${where}. It is revoked: ${name} can no longer send with it.`,
        `Make it a new key: ${page}`,
      ].join("\n"),
    });
  }
}
