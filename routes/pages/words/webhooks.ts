import { dictionary } from "../../../islands/language.ts";
import type {
  AttemptError,
  DeliveryStatus,
  WebhookStatus,
  WebhookType,
} from "../../../lib/schema/webhook.ts";

/** Telling a structure's own programs of what happens. */
export const WEBHOOKS = dictionary({
  fr: {
    title: "Webhooks",
    lead:
      "Votre logiciel est prévenu dès qu’un SMS arrive, échoue ou reçoit une réponse, sans avoir à demander.",
    new: "Nouveau webhook",
    none: "Aucun webhook",
    noneWords:
      "Donnez l’adresse de votre logiciel : il y reçoit un appel signé à chaque événement, répété jusqu’à ce qu’il réponde.",
    url: "Adresse à prévenir",
    urlHelp: "En https. Elle doit répondre 2xx en moins de 10 secondes.",
    events: "Prévenir quand",
    description: "Nom",
    descriptionHelp: "Pour vous y retrouver, par exemple « idelibre ».",
    create: "Créer le webhook",
    save: "Enregistrer",
    edit: "Modifier",
    secretTitle: "Secret",
    newSecretOf: (host: string) => `Secret de ${host}`,
    copyNow: "Copiez le secret maintenant",
    copyNowWords:
      "Il ne sera plus affiché. Votre logiciel s’en sert pour vérifier que les appels viennent bien d’ici.",
    copySecret: "Copier le secret",
    verify: "Vérifier la signature",
    verifyWords:
      "Passez les en-têtes (en minuscules), le corps tel qu’il est arrivé et le secret.",
    copyCode: "Copier le code",
    copied: "J’ai copié le secret",
    arrived: (when: string) => `Dernier appel reçu ${when}`,
    neverArrived: "Aucun appel reçu pour l’instant",
    state: "État",
    listens: "Événements",
    bothSecrets: (when: string) =>
      `Les appels portent aussi la signature de l’ancien secret jusqu’au ${when}.`,
    test: "Envoyer un essai",
    pause: "Mettre en pause",
    resume: "Réactiver",
    rotate: "Renouveler le secret",
    delete: "Supprimer",
    tested: (status: number) => `Essai reçu : l’adresse a répondu ${status}.`,
    testFailed: (why: string) => `L’essai n’est pas passé : ${why}.`,
    suspendedTitle: "Webhook suspendu",
    suspendedWords:
      "Rien n’est arrivé à cette adresse depuis plus de trois jours. Les SMS partent toujours ; réparez votre logiciel, envoyez un essai, puis réactivez.",
    goneTitle: "Webhook arrêté",
    goneWords:
      "L’adresse a répondu 410 : elle ne veut plus rien recevoir. Réactivez-le si c’était une erreur.",
    deliveries: "Appels",
    noDelivery: "Aucun appel pour l’instant",
    noDeliveryWords:
      "Ils apparaissent ici avec la réponse reçue, pendant 30 jours. Envoyez un essai pour voir le premier.",
    attempts: (count: number) =>
      count === 1 ? "1 tentative" : `${count} tentatives`,
    nextAttempt: (when: string) => `prochaine ${when}`,
    replay: "Renvoyer",
    replayed: "L’événement est renvoyé.",
    request: "Appel envoyé",
    answer: "Réponse",
    noAnswer: "Sans corps",
    answered: (status: number, ms: number) => `Réponse ${status} en ${ms} ms`,
    rotateQuestion: "Renouveler le secret ?",
    rotateWords: (hours: number) =>
      `Un nouveau secret est créé et affiché une fois. Pendant ${hours} heures les appels portent les deux signatures : remplacez l’ancien dans votre logiciel sans rien perdre.`,
    rotateButton: "Créer un nouveau secret",
    deleteQuestion: (host: string) => `Supprimer le webhook vers ${host} ?`,
    deleteWords:
      "Votre logiciel ne sera plus prévenu de rien, et les appels en attente sont abandonnés. Les SMS ne changent pas. C’est définitif.",
    deleteButton: "Supprimer le webhook",
    saved: "Le webhook est enregistré.",
    paused: "Le webhook est en pause : rien n’y est envoyé.",
    resumed: "Le webhook est actif.",
    deleted: "Le webhook est supprimé.",
    pickOne: "Choisissez au moins un événement.",
  },
  en: {
    title: "Webhooks",
    lead:
      "Your software is told as soon as an SMS arrives, fails or is answered, without having to ask.",
    new: "New webhook",
    none: "No webhook",
    noneWords:
      "Give the address of your software: it receives a signed call for each event, repeated until it answers.",
    url: "Address to tell",
    urlHelp: "With https. It must answer 2xx within 10 seconds.",
    events: "Tell when",
    description: "Name",
    descriptionHelp: 'To know it again, e.g. "idelibre".',
    create: "Create the webhook",
    save: "Save",
    edit: "Change",
    secretTitle: "Secret",
    newSecretOf: (host: string) => `Secret of ${host}`,
    copyNow: "Copy the secret now",
    copyNowWords:
      "It will not be shown again. Your software uses it to check that calls come from here.",
    copySecret: "Copy the secret",
    verify: "Verify the signature",
    verifyWords:
      "Pass the headers (in lower case), the body as it came, and the secret.",
    copyCode: "Copy the code",
    copied: "I have copied the secret",
    arrived: (when: string) => `Last call received ${when}`,
    neverArrived: "No call received yet",
    state: "State",
    listens: "Events",
    bothSecrets: (when: string) =>
      `Calls also carry the old secret’s signature until ${when}.`,
    test: "Send a test",
    pause: "Pause",
    resume: "Resume",
    rotate: "Replace the secret",
    delete: "Delete",
    tested: (status: number) =>
      `Test received: the address answered ${status}.`,
    testFailed: (why: string) => `The test did not arrive: ${why}.`,
    suspendedTitle: "Webhook suspended",
    suspendedWords:
      "Nothing has arrived at this address for over three days. SMS still leave; mend your software, send a test, then resume.",
    goneTitle: "Webhook stopped",
    goneWords:
      "The address answered 410: it wants nothing more. Resume it if that was a mistake.",
    deliveries: "Calls",
    noDelivery: "No call yet",
    noDeliveryWords:
      "They appear here with the answer received, for 30 days. Send a test to see the first one.",
    attempts: (count: number) =>
      count === 1 ? "1 attempt" : `${count} attempts`,
    nextAttempt: (when: string) => `next ${when}`,
    replay: "Send again",
    replayed: "The event is being sent again.",
    request: "Call sent",
    answer: "Answer",
    noAnswer: "No body",
    answered: (status: number, ms: number) => `Answered ${status} in ${ms} ms`,
    rotateQuestion: "Replace the secret?",
    rotateWords: (hours: number) =>
      `A new secret is made and shown once. For ${hours} hours calls carry both signatures: replace the old one in your software without losing anything.`,
    rotateButton: "Make a new secret",
    deleteQuestion: (host: string) => `Delete the webhook to ${host}?`,
    deleteWords:
      "Your software will not be told of anything any more, and waiting calls are dropped. SMS do not change. This is final.",
    deleteButton: "Delete the webhook",
    saved: "The webhook has been saved.",
    paused: "The webhook is paused: nothing is sent there.",
    resumed: "The webhook is active.",
    deleted: "The webhook has been deleted.",
    pickOne: "Choose at least one event.",
  },
});

/** What each event tells. */
export const EVENTS = dictionary<Readonly<Record<WebhookType, string>>>({
  fr: {
    "message.sent": "un SMS est parti",
    "message.delivered": "un SMS est reçu",
    "message.failed": "un SMS échoue ou expire",
    "message.received": "quelqu’un répond",
    "alert.raised": "une alerte est levée",
    "webhook.test": "essai",
  },
  en: {
    "message.sent": "an SMS has left",
    "message.delivered": "an SMS is received",
    "message.failed": "an SMS fails or expires",
    "message.received": "somebody answers",
    "alert.raised": "an alert is raised",
    "webhook.test": "test",
  },
});

export const WEBHOOK_STATES = dictionary<
  Readonly<Record<WebhookStatus, string>>
>({
  fr: {
    active: "Actif",
    paused: "En pause",
    gone: "Arrêté",
    suspended: "Suspendu",
  },
  en: {
    active: "Active",
    paused: "Paused",
    gone: "Stopped",
    suspended: "Suspended",
  },
});

export const DELIVERY_STATES = dictionary<
  Readonly<Record<DeliveryStatus, string>>
>({
  fr: { pending: "À réessayer", delivered: "Reçu", failed: "Abandonné" },
  en: {
    pending: "To be tried again",
    delivered: "Received",
    failed: "Given up",
  },
});

/** Why no answer counts. */
export const ATTEMPT_ERRORS = dictionary<
  Readonly<Record<AttemptError, string>>
>({
  fr: {
    refused_address: "adresse d’un réseau privé, jamais appelée",
    unreachable: "personne ne répond à cette adresse",
    tls: "certificat refusé",
    timeout: "pas de réponse en 10 secondes",
    redirect: "redirection, qui n’est pas suivie",
    too_large: "réponse trop longue",
  },
  en: {
    refused_address: "address of a private network, never called",
    unreachable: "nobody answers at this address",
    tls: "certificate refused",
    timeout: "no answer within 10 seconds",
    redirect: "a redirect, which is not followed",
    too_large: "answer too long",
  },
});
