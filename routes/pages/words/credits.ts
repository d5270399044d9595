import { number, smsCount } from "../../../islands/words.ts";
import { dictionary } from "../../../islands/language.ts";

/** Credits and their movements. */
export const CREDITS = dictionary({
  fr: {
    title: "Crédits",
    add: "Ajouter des SMS",
    share: "Répartir",
    nextStructures: "Structures suivantes",
    movements: "Mouvements",
    none: "Aucun mouvement",
    noneWords:
      "Chaque SMS reçu, donné, réservé ou envoyé laissera ici une ligne, avec ce qui restait après.",
    balance: "Solde",
    available: "SMS disponibles",
    summary: (
      { granted, allocated, spent, reserved }: Record<
        "granted" | "allocated" | "spent" | "reserved",
        number
      >,
    ) =>
      `${smsCount(granted, "fr")} reçus${
        allocated === 0 ? "" : `, ${number(allocated, "fr")} donnés plus bas`
      }, ${number(spent, "fr")} envoyés, ${number(reserved, "fr")} réservés.`,
    has: (available: number) => `${smsCount(available, "fr")} disponibles`,
    give: "Donner",
    giveTo: (name: string) => `à ${name}`,
    take: "Reprendre",
    takeFrom: (name: string) => `à ${name}`,
    date: "Date",
    movement: "Mouvement",
    by: "Par",
    after: "Disponibles après",
    alreadyReserved: "déjà réservé",
    left: "Restaient",
    application: "Application",
    operator: "Exploitant",
    service: "Service",
    alerts: "Alertes",
    allowance: "Dotation",
    expiry: "Échéance",
    ask: "Demander des SMS",
    expiring: "À envoyer avant une date",
    expires: (count: number, day: string) =>
      `${smsCount(count, "fr")} expirent le ${day}`,
    expired: "Expirés",
    draws: "Puise dans votre solde",
    drawsFrom: (cap: number | null, drawable: number) =>
      `Pris dans le solde du groupe au fil des envois${
        cap === null ? "" : `, ${smsCount(cap, "fr")} par mois au plus`
      } : ${smsCount(drawable, "fr")} à disposition.`,
    provide: "Régler",
    provideOf: (name: string) => `la dotation de ${name}`,
  },
  en: {
    title: "Credits",
    add: "Add SMS",
    share: "Share out",
    nextStructures: "Next structures",
    movements: "Movements",
    none: "No movements",
    noneWords:
      "Each SMS received, given, reserved or sent will leave a line here, with what was left after it.",
    balance: "Balance",
    available: "SMS available",
    summary: ({ granted, allocated, spent, reserved }) =>
      `${smsCount(granted, "en")} received${
        allocated === 0 ? "" : `, ${number(allocated, "en")} given below`
      }, ${number(spent, "en")} sent, ${number(reserved, "en")} reserved.`,
    has: (available: number) => `${smsCount(available, "en")} available`,
    give: "Give",
    giveTo: (name: string) => `to ${name}`,
    take: "Take back",
    takeFrom: (name: string) => `from ${name}`,
    date: "Date",
    movement: "Movement",
    by: "By",
    after: "Available after",
    alreadyReserved: "already reserved",
    left: "Left",
    application: "Application",
    operator: "Operator",
    service: "Service",
    alerts: "Alerts",
    allowance: "Allowance",
    expiry: "Expiry",
    ask: "Ask for SMS",
    expiring: "To be sent before a date",
    expires: (count: number, day: string) =>
      `${smsCount(count, "en")} expire on ${day}`,
    expired: "Expired",
    draws: "Draws from your balance",
    drawsFrom: (cap: number | null, drawable: number) =>
      `Taken from the group’s balance as they are sent${
        cap === null ? "" : `, ${smsCount(cap, "en")} a month at most`
      }: ${smsCount(drawable, "en")} at hand.`,
    provide: "Set up",
    provideOf: (name: string) => `the allowance of ${name}`,
  },
});

/** Moving SMS. */
export const TRANSFER = dictionary({
  fr: {
    title: "Déplacer des SMS",
    confirm: "Confirmer",
    titles: {
      ajouter: (name: string) => `Ajouter des SMS à ${name}`,
      donner: (name: string) => `Donner des SMS à ${name}`,
      reprendre: (name: string) => `Reprendre des SMS à ${name}`,
    },
    verbs: {
      ajouter: (count: string) => `Ajouter ${count}`,
      donner: (count: string) => `Donner ${count}`,
      reprendre: (count: string) => `Reprendre ${count}`,
    },
    question: (act: string) => `${act} ?`,
    wholeNumber: "Indiquez un nombre entier de SMS, par exemple 500.",
    tooMany: (name: string, available: number) =>
      `${name} n’a que ${smsCount(available, "fr")} disponibles.`,
    nothing: "Il n’y a rien à déplacer.",
    number: "Nombre de SMS",
    continue: "Continuer",
    reason: "Motif",
    reasonHelp: "Il restera dans les mouvements, par exemple « Marché 2026 ».",
    directly: "Ou directement",
    all: (most: string) => `Tout, soit ${most}`,
    has: (name: string, available: number) =>
      `${name} en a ${smsCount(available, "fr")} aujourd’hui.`,
    have: (
      from: { name: string; available: number },
      to: { name: string; available: number },
    ) =>
      `${from.name} en a ${smsCount(from.available, "fr")}, ${to.name} ${
        smsCount(to.available, "fr")
      }.`,
    reasonWas: (note: string) => `Motif : ${note}`,
    isNew:
      "Ces SMS sont nouveaux : ils s’ajoutent à ce que le service a accordé. Le mouvement reste inscrit.",
    isImmediate: "C’est immédiat. Le mouvement reste inscrit des deux côtés.",
    then: "SMS, puis",
    until: "À envoyer avant le",
    untilHelp:
      "Ce qui n’est pas envoyé à la fin de ce jour est retiré ; laissez vide s’ils n’expirent pas.",
    untilWrong: "Choisissez un jour à venir.",
    untilIs: (day: string) => `Ils expirent à la fin du ${day}.`,
  },
  en: {
    title: "Move SMS",
    confirm: "Confirm",
    titles: {
      ajouter: (name: string) => `Add SMS to ${name}`,
      donner: (name: string) => `Give SMS to ${name}`,
      reprendre: (name: string) => `Take SMS back from ${name}`,
    },
    verbs: {
      ajouter: (count: string) => `Add ${count}`,
      donner: (count: string) => `Give ${count}`,
      reprendre: (count: string) => `Take back ${count}`,
    },
    question: (act: string) => `${act}?`,
    wholeNumber: "Enter a whole number of SMS, for example 500.",
    tooMany: (name: string, available: number) =>
      `${name} has only ${smsCount(available, "en")} available.`,
    nothing: "There is nothing to move.",
    number: "Number of SMS",
    continue: "Continue",
    reason: "Reason",
    reasonHelp: "It stays with the movement, for example “2026 contract”.",
    directly: "Or directly",
    all: (most: string) => `All, that is ${most}`,
    has: (name: string, available: number) =>
      `${name} has ${smsCount(available, "en")} today.`,
    have: (from, to) =>
      `${from.name} has ${smsCount(from.available, "en")}, ${to.name} ${
        smsCount(to.available, "en")
      }.`,
    reasonWas: (note: string) => `Reason: ${note}`,
    isNew:
      "These SMS are new: they add to what the service has granted. The movement stays on record.",
    isImmediate:
      "This takes effect at once. The movement stays on record on both sides.",
    then: "SMS, then",
    until: "To be sent before",
    untilHelp:
      "What is not sent at the end of that day is taken off; leave empty if they do not expire.",
    untilWrong: "Choose a day to come.",
    untilIs: (day: string) => `They expire at the end of ${day}.`,
  },
});
