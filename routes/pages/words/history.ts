import { dictionary } from "../../../islands/language.ts";
import { number } from "../../../islands/words.ts";

/** The history and the page of a message. */
export const HISTORY = dictionary({
  fr: {
    title: "Historique",
    place: "Structure",
    wholeGroup: "Tout le groupe",
    alone: (name: string) => `${name} seulement`,
    otherPlace: "Une autre structure",
    search: "Numéro ou référence",
    find: "Chercher",
    chooseDates: "Choisir les dates",
    from: "Du",
    to: "Au",
    apply: "Appliquer",
    failed: "En erreur",
    anyTime: "Toute période",
    today: "Aujourd’hui",
    days: (days: number) => `${days} jours`,
    noMatch: "Aucun message ne correspond",
    noMatchWords:
      "Vérifiez le numéro en entier (06 12 34 56 78), la référence exacte ou la période.",
    none: "Aucun message pour l’instant",
    noneWords:
      "Chaque SMS apparaîtra ici avec sa date, son intitulé et ce qui lui est arrivé, qu’il vienne d’une application ou d’un envoi simple.",
    writeFirst: "Écrire un premier message",
    date: "Date",
    label: "Intitulé",
    message: "Message",
    count: "Nb SMS",
    erased: "numéro effacé",
    failedLabel: "En erreur :",
    yes: "Oui",
    no: "Non",
  },
  en: {
    title: "History",
    place: "Structure",
    wholeGroup: "The whole group",
    alone: (name: string) => `${name} only`,
    otherPlace: "Another structure",
    search: "Number or reference",
    find: "Search",
    chooseDates: "Choose the dates",
    from: "From",
    to: "To",
    apply: "Apply",
    failed: "Failed",
    anyTime: "Any time",
    today: "Today",
    days: (days: number) => `${days} days`,
    noMatch: "No message matches",
    noMatchWords:
      "Check the whole number (06 12 34 56 78), the exact reference or the period.",
    none: "No messages yet",
    noneWords:
      "Each SMS will appear here with its date, its title and what became of it, whether it comes from an application or a simple send.",
    writeFirst: "Write a first message",
    date: "Date",
    label: "Title",
    message: "Message",
    count: "SMS",
    erased: "number erased",
    failedLabel: "Failed:",
    yes: "Yes",
    no: "No",
  },
});

/** The page of one message. */
export const MESSAGE = dictionary({
  fr: {
    simulated: <Readonly<Record<string, string>>> {
      "simulated refusal": "refus simulé",
      "simulated refusal of the account": "refus du compte, simulé",
      "simulated error": "erreur simulée",
      "simulated silence": "silence simulé",
      "simulated throttling": "ralentissement simulé",
    },
    title: (day: string) => `Message du ${day}`,
    erased: "Numéro effacé",
    duplicate:
      "Ce message a pu être remis deux fois : la passerelle n’a pas répondu au premier essai. Il n’est compté qu’une fois.",
    textErased: "Le texte a été effacé à la fin de sa conservation.",
    timeline: "Ce qui s’est passé",
    details: "En détail",
    label: "Intitulé",
    sender: "Expéditeur",
    cost: "Coût",
    reference: "Référence",
    submission: "Envoi",
    wholeSubmission: "Voir tout l’envoi",
    id: "Identifiant",
    refused: "Rien n’a été envoyé ni débité.",
    creditedBack: "Il n’a pas quitté le service : ses SMS ont été recrédités.",
    counted: "Il avait été remis au réseau : ses SMS restent comptés.",
  },
  en: {
    simulated: <Readonly<Record<string, string>>> {},
    title: (day: string) => `Message of ${day}`,
    erased: "Number erased",
    duplicate:
      "This message may have been delivered twice: the gateway did not answer the first try. It is only counted once.",
    textErased: "The text was erased at the end of its retention.",
    timeline: "What happened",
    details: "In detail",
    label: "Title",
    sender: "Sender",
    cost: "Cost",
    reference: "Reference",
    submission: "Submission",
    wholeSubmission: "See the whole submission",
    id: "Identifier",
    refused: "Nothing was sent or charged.",
    creditedBack: "It did not leave the service: its SMS were credited back.",
    counted: "It had been handed to the network: its SMS stay counted.",
  },
});

/** The history as a table. */
export const EXPORT = dictionary({
  fr: {
    file: "historique",
    download: "Télécharger en CSV",
    large: "Export d’une longue période",
    yes: "Oui",
    no: "Non",
    place: "Structure",
    head: [
      "Date",
      "Intitulé",
      "Destinataire",
      "Texte",
      "Expéditeur",
      "SMS",
      "État",
      "En erreur",
      "Message",
      "Référence",
      "Identifiant",
    ],
  },
  en: {
    file: "history",
    download: "Download as CSV",
    large: "Export a long period",
    yes: "Yes",
    no: "No",
    place: "Structure",
    head: [
      "Date",
      "Title",
      "Recipient",
      "Text",
      "Sender",
      "SMS",
      "State",
      "Failed",
      "Message",
      "Reference",
      "Identifier",
    ],
  },
});

/** Sending again what failed. */
export const RESEND = dictionary({
  fr: {
    again: "Renvoyer aux échecs",
    from: (name: string) => `${name} : `,
    text: (text: string) => `« ${text} »`,
    button: (people: number) =>
      people === 1
        ? "Renvoyer ce message…"
        : `Renvoyer aux ${number(people, "fr")} échecs…`,
    why:
      "C’est un nouvel envoi : son prix s’affiche avant qu’il parte, et celui-ci reste tel quel dans l’historique.",
  },
  en: {
    again: "Send again to the failures",
    from: (name: string) => `${name}: `,
    text: (text: string) => `“${text}”`,
    button: (people: number) =>
      people === 1
        ? "Send this message again…"
        : `Send again to the ${number(people, "en")} failures…`,
    why:
      "It is a new send: its price is shown before it leaves, and this one stays as it is in the history.",
  },
});
