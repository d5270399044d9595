import { dictionary } from "../../../islands/language.ts";
import { number } from "../../../islands/words.ts";

/** The gateways' pages. */
export const GATEWAYS = dictionary({
  fr: {
    title: "Passerelles",
    colon: " : ",
    lead:
      "Les chemins par lesquels partent les SMS. Le premier qui convient est pris ; s’il tombe en panne, le suivant prend le relais.",
    ownLead:
      "Le contrat SMS de la structure, si elle en a un : ses messages le prennent d’abord, puis ceux des niveaux supérieurs.",
    new: "Nouvelle passerelle",
    none: "Aucune passerelle propre",
    noneWords:
      "Les messages partent par les passerelles du niveau supérieur. Si la structure a son propre marché, déclarez-le ici : il sera pris d’abord.",
    choose: "Quel est le service ?",
    chooseWords:
      "Les identifiants demandés ensuite se trouvent dans l’espace client du service.",
    formOf: (kind: string) => `Nouvelle passerelle ${kind}`,
    edit: "Modifier",
    editOf: (name: string) => `Modifier ${name}`,
    delete: "Supprimer",
    deleteOf: (name: string) => `Supprimer ${name} ?`,
    deleteWords:
      "Plus aucun message n’y part. Les accusés de réception de ce qui est déjà parti ne seront plus reconnus. Pour changer de contrat sans rien perdre, donnez-lui plutôt une date de fin.",
    saved: "La passerelle est enregistrée.",
    deleted: "La passerelle est supprimée.",
    save: "Enregistrer",
    create: "Créer la passerelle",
    account: "Compte chez le service",
    lab: "Laboratoire",
    labWords:
      "Faites-le ralentir, échouer ou se taire pour répéter une panne. Ce qui est réglé ici vaut pour les messages à venir.",
    labApply: "Appliquer",
    routing: "Choix et débit",
    dates: "Dates du contrat",
    name: "Nom",
    nameHelp: "Pour vous y retrouver, par exemple « Marché 2027 ».",
    order: "Ordre",
    orderHelp: "Le plus petit est pris d’abord.",
    weight: "Poids",
    weightHelp:
      "À ordre égal, les messages se partagent selon les poids : 3 et 1 font trois quarts et un quart.",
    rate: "SMS par seconde, au plus",
    rateHelp: "Vide : sans limite. Les structures s’y partagent la place.",
    concurrency: "Appels simultanés, au plus",
    dailyCap: "SMS par jour, au plus",
    dailyCapHelp:
      "Vide : sans limite. Au-delà, la passerelle suivante est prise.",
    prefixes: "Préfixes",
    prefixesHelp:
      "Vide : tous les numéros. Par exemple +33 +262 pour la France et La Réunion.",
    validFrom: "À partir du",
    validFromHelp:
      "Avant, elle n’est pas prise. Donnez à l’ancien contrat la même date de fin. Heure de Paris.",
    validUntil: "Jusqu’au",
    canaries: "Numéros d’essai",
    canariesHelp:
      "Un par ligne. Leurs messages prennent cette passerelle d’abord, même avant sa date.",
    kept: "Enregistré ; vide le garde tel quel.",
    json: "En JSON.",
    fallback: (value: string) => `Vide : ${value}.`,
    percent: "En pour cent.",
    state: "État",
    lastMinute: (calls: number, errors: number) =>
      calls === 0
        ? "Rien dans la dernière minute"
        : `${number(calls, "fr")} appels dans la dernière minute, ${
          number(errors, "fr")
        } en erreur`,
    orderIs: (order: number) => `ordre ${order}`,
    ratePer: (rate: number) => `${number(rate, "fr")} SMS/s`,
    capIs: (cap: number) => `${number(cap, "fr")} SMS par jour`,
    from: (when: string) => `à partir de ${when}`,
    until: (when: string) => `jusqu’au ${when}`,
    errors: "Dernières erreurs",
    noErrors: "Aucune erreur depuis le démarrage.",
    times: (count: number) => `${number(count, "fr")} fois`,
    events: "Pannes et refus",
    noEvents: "Aucune panne en trente jours.",
    balance: "Solde chez le service",
    balanceAsk: "Demander le solde",
    balanceUnknown: "Le service n’a pas donné de solde.",
    inSms: (amount: number) => `${number(amount, "fr")} SMS`,
    inEuros: (amount: number) => `${number(amount, "fr")} €`,
    callback: "Adresse des accusés de réception",
    callbackHelp:
      "À donner au service s’il ne la reçoit pas avec chaque message. Elle contient un secret.",
    copy: "Copier l’adresse",
    trial: "Envoi d’essai",
    trialWords:
      "Un vrai SMS part par cette passerelle, sans être décompté d’une structure.",
    trialTo: "Mobile",
    trialSend: "Envoyer l’essai",
    phone: "Voir les téléphones simulés",
    dryRun: "Essai à blanc",
    dryRunWords:
      "Montre la passerelle que prendrait un message. Rien n’est envoyé.",
    dryTo: "Mobile du destinataire",
    dryAt: "Le",
    dryAtHelp: "Vide : maintenant.",
    dryFrom: "Structure qui envoie",
    dryShow: "Montrer",
    first: "Prise d’abord",
    then: "Puis, en cas de panne",
    shared: (percent: number) => `${percent} % des messages d’abord`,
    canary: "numéro d’essai",
    above: "Passerelle d’un niveau supérieur",
    nothing: "Aucune passerelle ne prendrait ce message : il attendrait.",
  },
  en: {
    title: "Gateways",
    colon: ": ",
    lead:
      "The ways SMS leave by. The first that fits is taken; if it fails, the next takes over.",
    ownLead:
      "The structure's own SMS contract, if it has one: its messages take it first, then those of the levels above.",
    new: "New gateway",
    none: "No gateway of its own",
    noneWords:
      "Messages leave by the gateways of the level above. If the structure has a contract of its own, declare it here: it will be taken first.",
    choose: "Which service is it?",
    chooseWords:
      "The credentials asked for next are in the service's customer area.",
    formOf: (kind: string) => `New gateway: ${kind}`,
    edit: "Edit",
    editOf: (name: string) => `Edit ${name}`,
    delete: "Delete",
    deleteOf: (name: string) => `Delete ${name}?`,
    deleteWords:
      "No message leaves by it any more. Receipts of what has left already will not be recognised. To change contracts without losing anything, give it an end date instead.",
    saved: "The gateway has been saved.",
    deleted: "The gateway has been deleted.",
    save: "Save",
    create: "Create the gateway",
    account: "Account at the service",
    lab: "Laboratory",
    labWords:
      "Make it slow, failing or silent to rehearse a breakdown. What is set here holds for messages to come.",
    labApply: "Apply",
    routing: "Choice and pace",
    dates: "Dates of the contract",
    name: "Name",
    nameHelp: "To find it again, for example “Contract 2027”.",
    order: "Order",
    orderHelp: "The lowest is taken first.",
    weight: "Weight",
    weightHelp:
      "At the same order, messages are shared by weight: 3 and 1 make three quarters and a quarter.",
    rate: "SMS a second, at most",
    rateHelp: "Empty: no limit. Structures take turns.",
    concurrency: "Calls at a time, at most",
    dailyCap: "SMS a day, at most",
    dailyCapHelp: "Empty: no limit. Beyond it the next gateway is taken.",
    prefixes: "Prefixes",
    prefixesHelp:
      "Empty: all numbers. For example +33 +262 for France and its island in the Indian Ocean.",
    validFrom: "From",
    validFromHelp:
      "It is not taken before. Give the old contract the same end. Paris time.",
    validUntil: "Until",
    canaries: "Trial numbers",
    canariesHelp:
      "One a line. Their messages take this gateway first, even before its date.",
    kept: "Stored; left empty it stays as it is.",
    json: "In JSON.",
    fallback: (value: string) => `Empty: ${value}.`,
    percent: "In percent.",
    state: "State",
    lastMinute: (calls: number, errors: number) =>
      calls === 0
        ? "Nothing in the last minute"
        : `${number(calls, "en")} calls in the last minute, ${
          number(errors, "en")
        } failed`,
    orderIs: (order: number) => `order ${order}`,
    ratePer: (rate: number) => `${number(rate, "en")} SMS/s`,
    capIs: (cap: number) => `${number(cap, "en")} SMS a day`,
    from: (when: string) => `from ${when}`,
    until: (when: string) => `until ${when}`,
    errors: "Last errors",
    noErrors: "No error since the start.",
    times: (count: number) => `${number(count, "en")} times`,
    events: "Breakdowns and refusals",
    noEvents: "No breakdown in thirty days.",
    balance: "Balance at the service",
    balanceAsk: "Ask for the balance",
    balanceUnknown: "The service gave no balance.",
    inSms: (amount: number) => `${number(amount, "en")} SMS`,
    inEuros: (amount: number) => `€${number(amount, "en")}`,
    callback: "Address for receipts",
    callbackHelp:
      "To be given to the service if it is not told with each message. It holds a secret.",
    copy: "Copy the address",
    trial: "Trial",
    trialWords: "One real SMS leaves by this gateway, charged to no structure.",
    trialTo: "Mobile",
    trialSend: "Send the trial",
    phone: "See the simulated phones",
    dryRun: "Dry run",
    dryRunWords: "Shows the gateway a message would take. Nothing is sent.",
    dryTo: "Recipient's mobile",
    dryAt: "On",
    dryAtHelp: "Empty: now.",
    dryFrom: "Structure that sends",
    dryShow: "Show",
    first: "Taken first",
    then: "Then, if it fails",
    shared: (percent: number) => `${percent}% of messages first`,
    canary: "trial number",
    above: "A gateway of a level above",
    nothing: "No gateway would take this message: it would wait.",
  },
});

/** Whether messages go to a gateway. */
export const GATEWAY_STATES = dictionary({
  fr: { closed: "En service", open: "En panne", "half-open": "Se rétablit" },
  en: { closed: "Working", open: "Down", "half-open": "Recovering" },
});

export const GATEWAY_EVENTS = dictionary({
  fr: {
    down: "En panne",
    up: "Rétablie",
    refused: "Refuse le compte du service",
  },
  en: { down: "Down", up: "Working again", refused: "Refuses the account" },
});

export const DETOURS = dictionary({
  fr: {
    not_yet: "pas encore ouverte à cette date",
    ended: "terminée à cette date",
    prefix: "pas pour ce préfixe",
  },
  en: {
    not_yet: "not open yet on this date",
    ended: "over on this date",
    prefix: "not for this prefix",
  },
});

export const OUTCOMES = dictionary({
  fr: {
    accepted: "La passerelle a pris le SMS.",
    rejected: "La passerelle l’a refusé.",
    retry: "La passerelle ne peut pas maintenant.",
    unknown: "La passerelle n’a pas répondu : le SMS est peut-être parti.",
  },
  en: {
    accepted: "The gateway took the SMS.",
    rejected: "The gateway refused it.",
    retry: "The gateway cannot now.",
    unknown: "The gateway did not answer: the SMS may have left.",
  },
});
