/**
 * What is said of a request for SMS by mail: to its group when it is made, to
 * who asked when it is answered. In French, then in English.
 *
 * @module
 */
import type { Mail } from "../ports.ts";
import type { StoredCreditRequest } from "../schema/credit_request.ts";
import type { PushMessage } from "../schema/push.ts";
import type { Language } from "./alert_facts.ts";

/** Where the request comes from, and which news of it is told. */
interface Place {
  readonly what: "asked" | "answered";
  readonly name: string;
  readonly publicUrl: string;
}

const FR = new Intl.NumberFormat("fr-FR");
const EN = new Intl.NumberFormat("en-GB");

/** The mail, but for whom it goes to. */
export function requestMail(
  request: StoredCreditRequest,
  place: Place,
): Omit<Mail, "to"> {
  return place.what === "asked"
    ? askedMail(request, place)
    : answeredMail(request, place);
}

/** Where a request is answered, or its answer read. */
export function requestPath(
  { id, structureId, groupId }: StoredCreditRequest,
  what: Place["what"],
): string {
  const at = what === "asked" ? groupId ?? structureId : structureId;
  return `/s/${at}/demandes/${id}`;
}

function askedMail(
  request: StoredCreditRequest,
  { name, publicUrl }: Place,
): Omit<Mail, "to"> {
  const { credits, reason } = request;
  const url = `${publicUrl}${requestPath(request, "asked")}`;
  return {
    subject: `${name} demande ${FR.format(credits)} SMS`,
    text: [
      "Bonjour,",
      `« ${name} » demande ${FR.format(credits)} SMS :`,
      `  ${reason}`,
      `Accorder tout ou partie, ou refuser :\n${url}`,
      "— English —",
      "Hello,",
      `"${name}" asks for ${EN.format(credits)} SMS:`,
      `  ${reason}`,
      `Give all or part of it, or decline:\n${url}`,
    ].join("\n\n"),
  };
}

function answeredMail(
  request: StoredCreditRequest,
  { name, publicUrl }: Place,
): Omit<Mail, "to"> {
  const url = `${publicUrl}${requestPath(request, "answered")}`;
  const { fr, en } = outcome(request);
  const word = request.word === null ? [] : [`  ${request.word}`];
  return {
    subject: `${name} : ${fr.subject}`,
    text: [
      "Bonjour,",
      `Pour « ${name} », ${fr.sentence}`,
      ...word,
      `Voir la demande :\n${url}`,
      "— English —",
      "Hello,",
      `For "${name}", ${en}`,
      ...word,
      `See the request:\n${url}`,
    ].join("\n\n"),
  };
}

function outcome({ status, credits, granted }: StoredCreditRequest) {
  if (status !== "approved") {
    return {
      fr: {
        subject: "demande de SMS refusée",
        sentence: `la demande de ${FR.format(credits)} SMS est refusée.`,
      },
      en: `the request for ${EN.format(credits)} SMS is declined.`,
    };
  }
  return {
    fr: {
      subject: `${FR.format(granted)} SMS accordés`,
      sentence: granted === credits
        ? `les ${FR.format(granted)} SMS demandés sont accordés.`
        : `${FR.format(granted)} SMS sont accordés, sur ${
          FR.format(credits)
        } demandés.`,
    },
    en: granted === credits
      ? `the ${EN.format(granted)} SMS asked for are given.`
      : `${EN.format(granted)} SMS are given, of ${
        EN.format(credits)
      } asked for.`,
  };
}

/** The push: who, how many; why is not for a locked screen. */
export function requestPush(
  request: StoredCreditRequest,
  { what, name }: Place,
  { language, badge }: { language: Language; badge: number | null },
): PushMessage {
  const { id, credits } = request;
  const asked = language === "fr"
    ? `Demande ${FR.format(credits)} SMS. Touchez pour répondre.`
    : `Asks for ${EN.format(credits)} SMS. Tap to answer.`;
  const { fr, en } = outcome(request);
  return {
    title: name,
    body: what === "asked"
      ? asked
      : capital(language === "fr" ? fr.sentence : en),
    url: requestPath(request, what),
    tag: `request-${id}`,
    ...(badge === null ? {} : { badge }),
  };
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
