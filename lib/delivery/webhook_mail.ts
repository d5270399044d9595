/**
 * The mail to those who manage a structure when one of its endpoints is not
 * told of anything any more.
 *
 * @module
 */
import { managersOf } from "../domain/audience.ts";
import { lineage } from "../domain/directory.ts";
import type { Ports } from "../ports.ts";
import type { StoredWebhook } from "../schema/webhook.ts";

/** Mails the managers; never throws, for the endpoint is suspended already. */
export async function tellManagers(
  ports: Ports,
  webhook: StoredWebhook,
): Promise<void> {
  try {
    const at = await lineage(ports, webhook.structureId);
    if (at === null) return;
    const mail = suspensionMail(ports.publicUrl, at.structure.name, webhook);
    for (const { email } of await managersOf(ports, at.structure)) {
      await ports.sendMail({ to: email, ...mail });
    }
  } catch (error) {
    ports.report(error, { webhookId: webhook.id });
  }
}

function suspensionMail(
  publicUrl: string,
  structure: string,
  { id, structureId, url, status }: StoredWebhook,
): { subject: string; text: string } {
  const { host } = new URL(url);
  const page = `${publicUrl}/s/${structureId}/webhooks/${id}`;
  const [why, reason] = status === "gone"
    ? [
      "L’application a répondu 410 : elle ne veut plus rien recevoir.",
      "The application answered 410: it wants nothing more.",
    ]
    : [
      "Rien n’y est arrivé depuis plus de trois jours, malgré dix tentatives.",
      "Nothing has arrived there for over three days, in spite of ten attempts.",
    ];
  return {
    subject: `Webhook arrêté : ${host} (${structure})`,
    text: [
      `Le webhook de ${structure} vers ${host} est arrêté. ${why}`,
      "Les SMS continuent de partir ; seule cette application n’est plus prévenue.",
      `Une fois l’application réparée, réactivez-le : ${page}`,
      "",
      `The webhook of ${structure} to ${host} is stopped. ${reason}`,
      "SMS still leave; only this application is not told any more.",
      `Once the application is mended, resume it: ${page}`,
    ].join("\n"),
  };
}
