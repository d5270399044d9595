import { dictionary } from "../../../islands/language.ts";

/** Quiet hours, and what is done in doubt. */
export const SENDING = dictionary({
  fr: {
    title: "Règles d’envoi",
    lead: "À quelles heures les messages partent, et que faire dans le doute.",
    inherited: (name: string) =>
      `Ces règles sont celles de « ${name} ». Les enregistrer ici en fait des règles propres à la structure.`,
    quiet: "Heures calmes",
    quietWords:
      "Entre ces heures, seuls les messages urgents partent ; les autres attendent la fin.",
    from: "De",
    to: "À",
    timeHelp: "Laissez les deux vides pour n’avoir pas d’heures calmes.",
    zone: "Heure de",
    doubt: "Si une passerelle n’a pas répondu",
    doubtWords:
      "L’opérateur est d’abord interrogé quand c’est possible. S’il ne sait pas répondre :",
    resend: "renvoyer une fois, au risque d’un doublon (signalé)",
    uncertain: "ne pas renvoyer, et laisser le message incertain",
    save: "Enregistrer",
    reset: "Reprendre les règles du niveau supérieur",
    saved: "Les règles d’envoi sont enregistrées.",
    settings: "Réglages",
    both: "Donnez les deux heures, ou aucune.",
    zones: {
      "Europe/Paris": "Paris (métropole)",
      "America/Guadeloupe": "Guadeloupe",
      "America/Martinique": "Martinique",
      "America/Cayenne": "Guyane",
      "Indian/Reunion": "La Réunion",
      "Indian/Mayotte": "Mayotte",
      "America/Miquelon": "Saint-Pierre-et-Miquelon",
      "Pacific/Noumea": "Nouvelle-Calédonie",
      "Pacific/Tahiti": "Polynésie française",
      "Pacific/Wallis": "Wallis-et-Futuna",
    },
  },
  en: {
    title: "Sending rules",
    lead: "When messages leave, and what to do in doubt.",
    inherited: (name: string) =>
      `These rules are those of “${name}”. Saving them here makes them the structure's own.`,
    quiet: "Quiet hours",
    quietWords:
      "Between these hours only urgent messages leave; the others wait for their end.",
    from: "From",
    to: "To",
    timeHelp: "Leave both empty to have no quiet hours.",
    zone: "Time in",
    doubt: "If a gateway did not answer",
    doubtWords:
      "The network is asked first where that is possible. If it cannot tell:",
    resend: "send once more, at the risk of a duplicate (flagged)",
    uncertain: "do not send again, and leave the message uncertain",
    save: "Save",
    reset: "Take the rules of the level above again",
    saved: "The sending rules have been saved.",
    settings: "Settings",
    both: "Give both hours, or none.",
    zones: {
      "Europe/Paris": "Paris",
      "America/Guadeloupe": "Guadeloupe",
      "America/Martinique": "Martinique",
      "America/Cayenne": "Cayenne",
      "Indian/Reunion": "Saint-Denis (Indian Ocean)",
      "Indian/Mayotte": "Mayotte",
      "America/Miquelon": "Miquelon",
      "Pacific/Noumea": "Noumea",
      "Pacific/Tahiti": "Tahiti",
      "Pacific/Wallis": "Wallis",
    },
  },
});
