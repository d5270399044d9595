/**
 * What is said of a gateway that is down, to who runs the installation.
 *
 * @module
 */
import type { Mail } from "../ports.ts";
import type { PushMessage } from "../schema/push.ts";
import { type Language, LOCALES } from "./alert_facts.ts";

interface GatewayNews {
  readonly id: string;
  readonly name: string;
  readonly atMs: number;
  readonly publicUrl: string;
}

/** The mail, but for whom it goes to; in French, then in English. */
export function gatewayMail(
  { name, atMs, publicUrl }: GatewayNews,
): Omit<Mail, "to"> {
  return {
    subject: `La passerelle ${name} ne répond plus`,
    text: [
      "Bonjour,",
      `La passerelle « ${name} » ne répond plus depuis le ${
        instant(atMs, "fr")
      }. Les messages attendent, ou passent par une autre si l'ordre le permet. Elle est reprise d'elle-même dès qu'elle répond.`,
      `Voir le service :\n${publicUrl}/`,
      "— English —",
      "Hello,",
      `The gateway "${name}" has not answered since ${
        instant(atMs, "en")
      }. Messages wait, or take another where the order allows it. It is taken back by itself once it answers.`,
      `See the service:\n${publicUrl}/`,
    ].join("\n\n"),
  };
}

/** The push. */
export function gatewayPush(
  { id, name }: GatewayNews,
  language: Language,
): PushMessage {
  return {
    title: language === "fr" ? "Passerelle en panne" : "Gateway down",
    body: language === "fr"
      ? `« ${name} » ne répond plus.`
      : `"${name}" does not answer.`,
    url: "/",
    tag: `gateway-${id}`,
  };
}

function instant(atMs: number, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: "Europe/Paris",
    dateStyle: "long",
    timeStyle: "short",
  }).format(atMs);
}
