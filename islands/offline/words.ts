import { dictionary } from "../language.ts";
import { counted, smsCount } from "../words.ts";

/** The page for when there is no network. */
export const OFFLINE = dictionary({
  fr: {
    known: "Derniers soldes connus",
    asOf: (age: string) => `connu ${age}`,
    nothingKnown:
      "Rien n’est encore gardé sur cet appareil. Ouvrez un tableau de bord quand le réseau sera là : son solde restera lisible ici.",
    available: (count: number) => `${smsCount(count, "fr")} disponibles`,
    waiting: "Envois en attente",
    nothingWaits: "Aucun envoi n’attend.",
    to: (people: number) => `À ${counted(people, "fr", "personne")}`,
    state: {
      waiting: "En attente de réseau",
      old: "Plus de 24 h : à confirmer",
      refused: "Refusé par le service",
      signedOut: "Connectez-vous pour l’envoyer",
    },
    written: (age: string) => `écrit ${age}`,
    sendNow: "Envoyer maintenant",
    delete: "Supprimer",
    sent: "Parti.",
    see: "Voir l’envoi",
    stillOffline: "Toujours pas de réseau.",
    write: "Écrire sans réseau",
    structure: "Structure",
    recipients: "Destinataires",
    recipientsHelp: "Un numéro par ligne.",
    message: "Message",
    cost: (credits: number) =>
      `Coûtera ${
        smsCount(credits, "fr")
      }. Partira dès que le réseau revient, dans les 24 heures ; ensuite il faudra le confirmer.`,
    queue: (credits: number) => `Mettre en attente ${smsCount(credits, "fr")}`,
    missing: "Indiquez au moins un numéro et un message.",
    queued: "Mis en attente sur cet appareil.",
    justNow: "à l’instant",
    minutes: (n: number) => `il y a ${counted(n, "fr", "minute")}`,
    hours: (n: number) => `il y a ${counted(n, "fr", "heure")}`,
    days: (n: number) => `il y a ${counted(n, "fr", "jour")}`,
  },
  en: {
    known: "Last known balances",
    asOf: (age: string) => `known ${age}`,
    nothingKnown:
      "Nothing is kept on this device yet. Open a dashboard when the network is back: its balance will stay readable here.",
    available: (count: number) => `${smsCount(count, "en")} available`,
    waiting: "Sends that wait",
    nothingWaits: "No send is waiting.",
    to: (people: number) => `To ${counted(people, "en", "person", "people")}`,
    state: {
      waiting: "Waiting for the network",
      old: "More than 24 h: to be confirmed",
      refused: "Refused by the service",
      signedOut: "Sign in to send it",
    },
    written: (age: string) => `written ${age}`,
    sendNow: "Send now",
    delete: "Delete",
    sent: "Sent.",
    see: "See the send",
    stillOffline: "Still no network.",
    write: "Write without a network",
    structure: "Structure",
    recipients: "Recipients",
    recipientsHelp: "One number a line.",
    message: "Message",
    cost: (credits: number) =>
      `Will cost ${
        smsCount(credits, "en")
      }. Leaves when the network is back, within 24 hours; after that you will have to confirm it.`,
    queue: (credits: number) => `Keep ${smsCount(credits, "en")} waiting`,
    missing: "Enter at least one number and a message.",
    queued: "Waiting on this device.",
    justNow: "just now",
    minutes: (n: number) => `${counted(n, "en", "minute")} ago`,
    hours: (n: number) => `${counted(n, "en", "hour")} ago`,
    days: (n: number) => `${counted(n, "en", "day")} ago`,
  },
});

type Words = typeof OFFLINE["fr"];

/** How long ago something was. */
export function ageOf(atMs: number, nowMs: number, words: Words): string {
  const minutes = Math.floor((nowMs - atMs) / 60_000);
  if (minutes < 1) return words.justNow;
  if (minutes < 60) return words.minutes(minutes);
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? words.hours(hours) : words.days(Math.floor(hours / 24));
}
