import { dictionary } from "../../../islands/language.ts";
import { smsCount } from "../../../islands/words.ts";

/** How a structure below is provided for. */
export const PROVISION = dictionary({
  fr: {
    title: (name: string) => `Régler ${name}`,
    lead: (name: string, available: number) =>
      `${name} a ${smsCount(available, "fr")} disponibles.`,
    mode: "D’où viennent ses SMS",
    allocated: "Un solde à elle",
    allocatedHelp:
      "Vous lui donnez des SMS, ou une dotation mensuelle ; elle s’arrête quand il n’en reste plus.",
    shared: "Votre solde, au fil des envois",
    sharedHelp:
      "Chaque envoi est pris dans votre solde, sous un plafond mensuel si vous en fixez un.",
    cap: "Plafond par mois",
    capHelp: "Nombre de SMS ; vide, il n’y a pas de plafond.",
    allowance: "Dotation mensuelle",
    allowanceLead:
      "Donnée une fois par mois, le premier, sans que vous ayez à y penser.",
    credits: "SMS par mois",
    carry: "Reporter ce qui reste",
    carryHelp:
      "Coché, ce nombre s’ajoute chaque mois. Sinon, son solde est ramené à ce nombre s’il est plus bas.",
    next: (day: string) => `Prochaine dotation le ${day}.`,
    last: (given: number, period: string) =>
      `Dernière : ${smsCount(given, "fr")} pour ${period}.`,
    skipped: (period: string) =>
      `La dotation de ${period} n’a pas été versée : votre solde ne suffisait pas.`,
    continue: "Continuer",
    stop: "Arrêter la dotation",
    wholeNumber: "Indiquez un nombre entier de SMS, par exemple 500.",
    confirmShared: (name: string) => `${name} puisera dans votre solde ?`,
    willReturn: (count: number) =>
      `Ses ${
        smsCount(count, "fr")
      } disponibles reviennent tout de suite dans votre solde, et sa dotation s’arrête.`,
    willDraw: (cap: string) =>
      cap === ""
        ? "Ses envois seront pris dans votre solde, sans plafond : ils peuvent l’épuiser."
        : `Ses envois seront pris dans votre solde, ${cap} par mois au plus.`,
    doShared: "Puiser dans mon solde",
    confirmAllocated: (name: string) => `Un solde propre pour ${name} ?`,
    willStop:
      "Elle ne puisera plus dans votre solde : tant que vous ne lui donnez rien, ses envois seront refusés.",
    doAllocated: "Donner un solde propre",
    confirmAllowance: (name: string, count: string) =>
      `Donner ${count} par mois à ${name} ?`,
    willGive: (top: string) =>
      `La première part tout de suite, puis le premier de chaque mois : ${top}. Un mois où votre solde ne suffit pas est sauté et vous êtes prévenu.`,
    adds: (count: string) => `${count} s’ajoutent à ce qui lui reste`,
    tops: (count: string) => `son solde est ramené à ${count}`,
    doAllowance: (count: string) => `Donner ${count} par mois`,
  },
  en: {
    title: (name: string) => `Set up ${name}`,
    lead: (name: string, available: number) =>
      `${name} has ${smsCount(available, "en")} available.`,
    mode: "Where its SMS come from",
    allocated: "A balance of its own",
    allocatedHelp:
      "You give it SMS, or a monthly allowance; it stops when none is left.",
    shared: "Your balance, as they are sent",
    sharedHelp:
      "Each send is taken from your balance, under a monthly cap if you set one.",
    cap: "Cap a month",
    capHelp: "A number of SMS; empty, there is no cap.",
    allowance: "Monthly allowance",
    allowanceLead: "Given once a month, on the first, by itself.",
    credits: "SMS a month",
    carry: "Carry over what is left",
    carryHelp:
      "Ticked, this number is added each month. Otherwise its balance is brought up to this number.",
    next: (day: string) => `Next allowance on ${day}.`,
    last: (given: number, period: string) =>
      `Last: ${smsCount(given, "en")} for ${period}.`,
    skipped: (period: string) =>
      `The allowance of ${period} was not given: your balance was too low.`,
    continue: "Continue",
    stop: "End the allowance",
    wholeNumber: "Enter a whole number of SMS, for example 500.",
    confirmShared: (name: string) => `${name} will draw from your balance?`,
    willReturn: (count: number) =>
      `Its ${
        smsCount(count, "en")
      } available come back to your balance at once, and its allowance ends.`,
    willDraw: (cap: string) =>
      cap === ""
        ? "Its sends will be taken from your balance, without a cap: they may use it up."
        : `Its sends will be taken from your balance, ${cap} a month at most.`,
    doShared: "Draw from my balance",
    confirmAllocated: (name: string) => `A balance of its own for ${name}?`,
    willStop:
      "It will no longer draw from your balance: until you give it some, its sends will be refused.",
    doAllocated: "Give it a balance of its own",
    confirmAllowance: (name: string, count: string) =>
      `Give ${count} a month to ${name}?`,
    willGive: (top: string) =>
      `The first leaves at once, then on the first of each month: ${top}. A month in which your balance is too low is skipped, and you are told.`,
    adds: (count: string) => `${count} are added to what it has left`,
    tops: (count: string) => `its balance is brought up to ${count}`,
    doAllowance: (count: string) => `Give ${count} a month`,
  },
});
