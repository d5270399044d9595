import { dictionary } from "../../../islands/language.ts";
import { counted } from "../../../islands/words.ts";

/** Where a person chooses of what to be told. */
export const NOTIFICATIONS_PATH = "/compte/notifications";

/** What the page of notifications says. */
export const NOTIFICATIONS = dictionary({
  fr: {
    title: "Notifications",
    lead:
      "Soyez prévenu sur votre téléphone ou votre ordinateur, même quand cette page est fermée. Aucun numéro ni texte de message n’y figure.",
    device: "Cet appareil",
    noScript:
      "Il faut JavaScript pour activer les notifications d’un navigateur.",
    devices: "Appareils prévenus",
    none: "Aucun appareil",
    noneHelp:
      "Activez les notifications sur votre téléphone : une demande de SMS y est traitée en trois gestes.",
    since: (when: string) => `depuis ${when}`,
    remove: "Retirer",
    trial: "Essayer",
    topics: "Me prévenir de",
    choices: {
      alerts: "Alertes de mes structures",
      below: "Alertes des structures au-dessous",
      requests: "Demandes de SMS à traiter",
      answers: "Réponses à mes demandes",
      gateways: "Passerelles en panne",
    },
    helps: {
      alerts: "Solde bas, volume, échecs, SMS qui vont expirer.",
      below: "Utile pour suivre un petit nombre de structures.",
      requests: "Quand une structure de votre groupe demande des SMS.",
      answers: "Quand votre groupe accorde ou refuse.",
      gateways: "Pour les exploitants et les structures qui ont la leur.",
    },
    save: "Enregistrer",
    browsers: (agent: string) => agent || "Navigateur",
    count: (count: number) => counted(count, "fr", "appareil"),
  },
  en: {
    title: "Notifications",
    lead:
      "Be told on your phone or computer, even when this page is closed. No number and no message text is in it.",
    device: "This device",
    noScript: "JavaScript is needed to turn on a browser’s notifications.",
    devices: "Devices that are told",
    none: "No device",
    noneHelp:
      "Turn notifications on on your phone: a request for SMS is answered there in three taps.",
    since: (when: string) => `since ${when}`,
    remove: "Remove",
    trial: "Try",
    topics: "Tell me of",
    choices: {
      alerts: "Alerts of my structures",
      below: "Alerts of the structures below",
      requests: "Requests for SMS to answer",
      answers: "Answers to my requests",
      gateways: "Gateways that are down",
    },
    helps: {
      alerts: "Low balance, volume, failures, SMS about to expire.",
      below: "Useful to follow a small number of structures.",
      requests: "When a structure of your group asks for SMS.",
      answers: "When your group gives or declines.",
      gateways: "For operators, and structures that have their own.",
    },
    save: "Save",
    browsers: (agent: string) => agent || "Browser",
    count: (count: number) => counted(count, "en", "device"),
  },
});
