/**
 * The mail to managers, 30 and 7 days before an application's key ends.
 *
 * @module
 */
import { managersOf } from "../domain/audience.ts";
import { lineage } from "../domain/directory.ts";
import { WARNING_DAYS } from "../domain/key_record.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { type Claim, dropDue } from "./deliver.ts";

const DAY_MS = 86_400_000;

/** Warns of the end of a key, unless it has been replaced meanwhile. */
export async function warnOfKeyEnd(ports: Ports, claim: Claim): Promise<void> {
  const { id, dueMs, due: { structureId } } = claim;
  const application = await ports.store.get(keys.application(id));
  const endMs = application?.keyExpiresAtMs ?? null;
  const days = WARNING_DAYS.find((days) => endMs === dueMs + days * DAY_MS);
  const at = await lineage(ports, structureId);
  if (application !== null && days !== undefined && at !== null) {
    const { name } = application;
    const page =
      `${ports.publicUrl}/s/${structureId}/applications/${id}/renouveler`;
    for (const { email } of await managersOf(ports, at.structure)) {
      await ports.sendMail({
        to: email,
        subject: `La clé de ${name} expire dans ${days} jours`,
        text: [
          `La clé de ${name} (${at.structure.name}) expire dans ${days} jours : ensuite ${name} n’envoie plus de SMS.`,
          `Renouvelez-la sans interruption, l’ancienne reste valable 24 heures : ${page}`,
          "",
          `The key of ${name} (${at.structure.name}) ends in ${days} days: after that ${name} sends no more SMS.`,
          `Replace it without interruption, the old one stays valid for 24 hours: ${page}`,
        ].join("\n"),
      });
    }
  }
  await dropDue(ports, claim);
}
