import { dictionary } from "../../../islands/language.ts";

/** The words of the replies' page. */
export const REPLIES = dictionary({
  fr: {
    title: "Réponses",
    lead:
      "Ce que les destinataires ont répondu. Un « STOP » désabonne son auteur.",
    none: "Aucune réponse",
    noneHelp:
      "On ne peut répondre qu’à un numéro : un SMS envoyé sous un nom, comme « MairieRodez », n’en permet pas. Avec le simulateur, répondez depuis la boîte de réception.",
    from: (number: string) => `De ${number}`,
    erased: "Numéro effacé",
    textErased: "Le texte a été effacé à la fin de sa conservation.",
    answers: "Voir le message auquel elle répond",
    stop: "Désabonné",
    tell: "Être prévenu par mail",
    tellHelp:
      "Une adresse par ligne. Le mail dit que des réponses attendent, toutes les cinq minutes au plus, jamais ce qu’elles contiennent.",
    addresses: "Adresses",
    save: "Enregistrer",
  },
  en: {
    title: "Replies",
    lead: "What recipients wrote back. A “STOP” opts its author out.",
    none: "No replies",
    noneHelp:
      "Only a number can be answered: an SMS sent under a name, like “MairieRodez”, cannot. With the simulator, answer from its inbox.",
    from: (number: string) => `From ${number}`,
    erased: "Number erased",
    textErased: "The text was erased at the end of its retention.",
    answers: "See the message it answers",
    stop: "Opted out",
    tell: "Be told by mail",
    tellHelp:
      "One address a line. The mail says that replies are waiting, every five minutes at most, never what they say.",
    addresses: "Addresses",
    save: "Save",
  },
});
