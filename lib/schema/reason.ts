import type { Text } from "../problem.ts";
import type { Reason, TryNote } from "./batch.ts";

/** The history's words for where a message is. A closed list. */
export const REASONS: Readonly<Record<Reason, Text>> = {
  sent: { fr: "message envoyé", en: "message sent" },
  delivered: { fr: "message envoyé", en: "message sent" },
  insufficient_credit: {
    fr: "Crédit insuffisant",
    en: "Insufficient credit",
  },
  suspended: {
    fr: "Impossible d'envoyer le message : structure suspendue",
    en: "The message could not be sent: structure suspended",
  },
  daily_cap: {
    fr: "Impossible d'envoyer le message : plafond quotidien atteint",
    en: "The message could not be sent: daily cap reached",
  },
  rejected: {
    fr: "Impossible d'envoyer le message : refusé par la passerelle",
    en: "The message could not be sent: refused by the gateway",
  },
  undelivered: {
    fr: "Impossible d'envoyer le message : non remis par le réseau",
    en: "The message could not be sent: not delivered by the network",
  },
  expired: {
    fr: "Impossible d'envoyer le message : délai de validité dépassé",
    en: "The message could not be sent: validity over",
  },
  expired_on_network: {
    fr: "Impossible d'envoyer le message : téléphone resté injoignable",
    en: "The message could not be sent: the phone stayed out of reach",
  },
  no_gateway: {
    fr: "En attente : aucune passerelle n'est ouverte pour cette structure",
    en: "Waiting: no gateway is open for this structure",
  },
  gateway_refused: {
    fr: "En attente : la passerelle refuse le compte du service",
    en: "Waiting: the gateway refuses the service's account",
  },
  gateway_down: {
    fr: "En attente : la passerelle ne répond plus, elle sera réessayée",
    en: "Waiting: the gateway does not answer, it will be tried again",
  },
  gateway_full: {
    fr: "En attente : plafond quotidien de la passerelle atteint",
    en: "Waiting: the gateway's daily cap is reached",
  },
  retrying: {
    fr: "En attente : nouvel essai après une erreur de la passerelle",
    en: "Waiting: trying again after an error of the gateway",
  },
  unknown_outcome: {
    fr: "Incertain : la passerelle n'a pas répondu",
    en: "Uncertain: the gateway did not answer",
  },
  quiet_hours: {
    fr: "En attente : heures calmes de la structure",
    en: "Waiting: the structure's quiet hours",
  },
  resending: {
    fr:
      "Renvoi : la passerelle n'a pas répondu, le message part une seconde fois",
    en:
      "Sending again: the gateway did not answer, the message leaves a second time",
  },
  left_uncertain: {
    fr: "Incertain : la passerelle n'a pas répondu, pas de nouvel envoi",
    en: "Uncertain: the gateway did not answer, it is not sent again",
  },
  cancelled: { fr: "Envoi annulé", en: "Submission cancelled" },
  never_sent: {
    fr: "Impossible d'envoyer le message : refusé par l'opérateur",
    en: "The message could not be sent: refused by the carrier",
  },
  opted_out: {
    fr: "Impossible d'envoyer le message : destinataire désabonné entre-temps",
    en: "The message could not be sent: the recipient opted out meanwhile",
  },
};

/** In the place of `sent`, once no receipt is waited for any more. */
export const UNCONFIRMED: Text = {
  fr: "message envoyé, sans accusé de réception après 72 h",
  en: "message sent, no receipt after 72 h",
};

/** What a timeline says of a hand-over that nobody answered for. */
export const TRY_NOTES: Readonly<Record<TryNote, Text>> = {
  found: {
    fr: "Retrouvé chez l'opérateur : il était bien parti",
    en: "Found at the network: it had left",
  },
  absent: {
    fr: "L'opérateur, interrogé, ne le connaît pas encore",
    en: "The network was asked and does not know it yet",
  },
  not_told: {
    fr: "L'opérateur, interrogé, n'a pas su répondre",
    en: "The network was asked and could not tell",
  },
  resend: {
    fr: "Renvoyé une fois, signalé comme doublon possible",
    en: "Sent once more, flagged as a possible duplicate",
  },
  left_uncertain: {
    fr: "Laissé incertain : la structure préfère ne pas renvoyer",
    en: "Left uncertain: the structure prefers not to send again",
  },
  interrupted: {
    fr: "Interrompu pendant la remise : l'opérateur est interrogé d'abord",
    en: "Interrupted while being handed over: the network is asked first",
  },
};
