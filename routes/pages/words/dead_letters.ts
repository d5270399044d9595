import { dictionary } from "../../../islands/language.ts";
import { counted, smsCount } from "../../../islands/words.ts";

/** Messages that came to nothing, and sending them again. */
export const DEAD_LETTERS = dictionary({
  fr: {
    title: "Échecs",
    lead:
      "Les messages qui ne sont pas arrivés. Renvoyez ceux qui le méritent : chacun est compté comme un nouvel envoi.",
    none: "Aucun échec",
    noneWords: "Tout ce qui est parti est arrivé, ou attend encore son accusé.",
    choose: (to: string) => `Choisir le message à ${to}`,
    gone: "numéro effacé",
    again: "Renvoyer les messages choisis",
    nothing: "Choisissez au moins un message.",
    replayed: "Déjà renvoyé",
    erased: "Texte effacé",
    confirm: "Renvoyer ces messages ?",
    cost: (messages: number, credits: number) =>
      `${counted(messages, "fr", "message")} : ${
        smsCount(credits, "fr")
      } réservés, et décomptés au départ.`,
    once:
      "Chaque message n’est renvoyé qu’une fois, même si un collègue le demande aussi.",
    send: "Renvoyer",
    done: (messages: number) =>
      `${counted(messages, "fr", "message")} en cours de renvoi.`,
    refused: "Non renvoyés",
    history: "Voir l’historique",
  },
  en: {
    title: "Failures",
    lead:
      "The messages that did not arrive. Send those again that deserve it: each counts as a new one.",
    none: "No failure",
    noneWords: "All that left has arrived, or still awaits its receipt.",
    choose: (to: string) => `Choose the message to ${to}`,
    gone: "number erased",
    again: "Send the chosen messages again",
    nothing: "Choose at least one message.",
    replayed: "Sent again already",
    erased: "Text erased",
    confirm: "Send these messages again?",
    cost: (messages: number, credits: number) =>
      `${counted(messages, "en", "message")}: ${
        smsCount(credits, "en")
      } reserved, and spent when they leave.`,
    once:
      "Each message is sent again only once, even if a colleague asks for it too.",
    send: "Send again",
    done: (messages: number) =>
      `${counted(messages, "en", "message")} on the way again.`,
    refused: "Not sent again",
    history: "See the history",
  },
});
