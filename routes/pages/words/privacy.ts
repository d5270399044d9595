import { dictionary } from "../../../islands/language.ts";

export const PRIVACY = dictionary({
  fr: {
    title: "Données personnelles",
    lead: "Le registre de ce que le service garde, pourquoi, et jusqu’à quand.",
    register: "Registre",
    what: "Donnée",
    why: "Pourquoi",
    until: "Jusqu’à quand",
    rows: (text: string, number: string): [string, string, string][] => [
      [
        "Texte des SMS",
        "Les remettre, et montrer ce qui a été écrit",
        `illisible au plus tard ${text} jours après le jour de l’envoi`,
      ],
      [
        "Numéro des destinataires",
        "Remettre les SMS, répondre à une question sur un envoi",
        `illisible au plus tard ${number} jours après le jour de l’envoi`,
      ],
      [
        "Réponses reçues (numéro, texte)",
        "Les lire",
        "comme le texte et le numéro des SMS, depuis leur réception",
      ],
      [
        "Listes de contacts (numéro, nom, champs)",
        "Écrire à un groupe sans ressaisir les numéros",
        "jusqu’à ce que le contact ou la liste soit supprimé",
      ],
      [
        "Désabonnements",
        "Ne plus écrire à qui l’a demandé",
        "tant que la structure existe, sous forme d’empreinte : le numéro n’y est pas lisible",
      ],
      [
        "Date, intitulé, référence, statut, coût des SMS",
        "Rendre compte de la dépense publique",
        "tant que la structure existe ; n’y écrivez pas de nom",
      ],
      [
        "Comptes des membres (nom, adresse, journal)",
        "Ouvrir l’administration, savoir qui a fait quoi",
        "tant que le membre a un compte ; le journal ne nomme que son identifiant",
      ],
      [
        "Adresses et numéros prévenus des alertes",
        "Prévenir avant que les SMS ne manquent",
        "jusqu’à ce qu’ils soient retirés des alertes",
      ],
    ],
    legal:
      "Base : mission d’intérêt public (RGPD, article 6.1.e). Responsable du traitement : la structure. Numéros et textes sont chiffrés (AES-256-GCM) sous une clé par structure et par jour ; les effacer, c’est détruire cette clé, ici et dans ce que les sauvegardes ne peuvent alors plus ouvrir. Une sauvegarde faite avant garde sa clé : elle ne doit pas être conservée plus longtemps que ces durées.",
    processors: "Sous-traitants",
    processorsLead:
      "Les passerelles par où partent les SMS reçoivent le numéro, l’expéditeur et le texte.",
    noProcessor: "Aucune passerelle n’est configurée.",
    simulator: "simulateur : rien ne quitte ce service",
    days: "Durées de conservation",
    daysLead: (text: number, number: number) =>
      `L’installation garde les textes ${text} jours et les numéros ${number} jours. Vous pouvez réduire ces durées pour cette structure et celles qu’elle contient ; dans l’heure, ce qui les dépasse devient illisible, définitivement.`,
    text: "Jours de conservation des textes",
    number: "Jours de conservation des numéros",
    daysHelp: "3 jours au moins : un SMS peut attendre jusqu’à 3 jours.",
    save: "Enregistrer",
    person: "Une personne exerce ses droits",
    personLead:
      "Cherchez tout ce qui est gardé sur un numéro, ici et dans les structures rattachées, pour le lui remettre ou l’effacer.",
    recipient: "Numéro de mobile",
    search: "Chercher",
    proofs: "Preuves d’effacement",
    noProof:
      "Rien n’a encore dépassé sa durée. Chaque clé détruite apparaîtra ici, avec sa date.",
    proofDay: "Jour des SMS",
    proofWhat: "Devenu illisible",
    proofAt: "Le",
    texts: "les textes",
    numbers: "les numéros",
    export: "Tout exporter",
    exportLead:
      "Toute la structure et celles qu’elle contient, en JSON (une ligne par enregistrement) avec son schéma : réglages, grand livre, messages, statistiques. Le fichier contient des numéros et des textes lisibles : gardez-le comme tel.",
    exportButton: "Télécharger l’export",
  },
  en: {
    title: "Personal data",
    lead: "The register of what the service keeps, why, and for how long.",
    register: "Register",
    what: "Data",
    why: "Why",
    until: "Until when",
    rows: (text: string, number: string): [string, string, string][] => [
      [
        "Text of SMS",
        "To deliver them and show what was written",
        `unreadable at most ${text} days after the day of sending`,
      ],
      [
        "Recipients’ numbers",
        "To deliver SMS and answer questions about a send",
        `unreadable at most ${number} days after the day of sending`,
      ],
      [
        "Replies (number, text)",
        "To read them",
        "as text and number of SMS, from when they came",
      ],
      [
        "Contact lists (number, name, fields)",
        "To write to a group without typing the numbers again",
        "until the contact or the list is removed",
      ],
      [
        "Opt-outs",
        "Not to write again to who asked so",
        "as long as the structure exists, as a hash: the number cannot be read in it",
      ],
      [
        "Date, title, reference, status, cost of SMS",
        "To account for public spending",
        "as long as the structure exists; write no names there",
      ],
      [
        "Members’ accounts (name, address, journal)",
        "To open the administration, to know who did what",
        "as long as the member has an account; the journal names only an id",
      ],
      [
        "Addresses and numbers told of alerts",
        "To warn before SMS run out",
        "until they are taken off the alerts",
      ],
    ],
    legal:
      "Basis: a task in the public interest (GDPR, article 6.1.e). Controller: the structure. Numbers and texts are encrypted (AES-256-GCM) under a key per structure and day; to erase them is to destroy that key, here and in what backups then cannot open any more. A backup made before keeps its key: it must not be kept longer than this.",
    processors: "Processors",
    processorsLead:
      "The gateways SMS leave through receive the number, the sender and the text.",
    noProcessor: "No gateway is configured.",
    simulator: "simulator: nothing leaves this service",
    days: "How long things are kept",
    daysLead: (text: number, number: number) =>
      `The installation keeps texts for ${text} days and numbers for ${number} days. You may shorten this for this structure and those below it; within the hour, what is older becomes unreadable, for good.`,
    text: "Days that texts are kept",
    number: "Days that numbers are kept",
    daysHelp: "At least 3 days: an SMS may wait for up to 3 days.",
    save: "Save",
    person: "Somebody exercises their rights",
    personLead:
      "Look up all that is kept about a number, here and in the structures below, to hand it over or to erase it.",
    recipient: "Mobile number",
    search: "Look up",
    proofs: "Proofs of erasure",
    noProof:
      "Nothing is past its time yet. Each destroyed key will be listed here, with its date.",
    proofDay: "Day of the SMS",
    proofWhat: "Became unreadable",
    proofAt: "On",
    texts: "the texts",
    numbers: "the numbers",
    export: "Export everything",
    exportLead:
      "The whole structure and those below it, as JSON (a line a record) with its schema: settings, ledger, messages, statistics. The file holds readable numbers and texts: keep it as such.",
    exportButton: "Download the export",
  },
});

export const PERSON = dictionary({
  fr: {
    title: (number: string) => `Ce qui est gardé sur le ${number}`,
    back: "Données personnelles",
    nothing: "Rien n’est gardé sur ce numéro",
    nothingHelp: (structures: number) =>
      `${structures} structures ont été parcourues. Ce qui a dépassé sa durée de conservation ne peut plus être retrouvé.`,
    found: (messages: string, replies: string) =>
      `${messages} et ${replies} sont gardés.`,
    message: "SMS",
    reply: "réponse",
    inLists: "Dans les listes de contacts :",
    optedOut: "Ce numéro s’est désabonné de :",
    date: "Date",
    sent: "Texte",
    state: "Statut",
    more: (count: string) => `et ${count} autres, dans le fichier.`,
    download: "Télécharger (JSON)",
    erase: "Effacer ce numéro…",
    confirm: "Effacer ce numéro ?",
    consequence:
      "Son numéro et les textes qui lui ont été écrits disparaissent de l’historique, des réponses et des listes de contacts, définitivement. Les SMS gardent leur date, leur statut et leur coût. Ceux qui ne sont pas partis sont annulés et recrédités. S’il s’est désabonné, il le reste.",
    button: "Effacer définitivement",
    done: "C’est effacé",
    result: (messages: string, cancelled: string, replies: string) =>
      `${messages} sans numéro ni texte désormais, dont ${cancelled} ; ${replies}.`,
    cancelled: "annulé avant son départ",
    leaving:
      "Un SMS est en cours de remise : recommencez dans une minute pour l’effacer aussi.",
    note:
      "L’opération est au journal, sans le numéro. Une sauvegarde faite avant contient encore ces données : si elle est restaurée, il faudra recommencer.",
  },
  en: {
    title: (number: string) => `What is kept about ${number}`,
    back: "Personal data",
    nothing: "Nothing is kept about this number",
    nothingHelp: (structures: number) =>
      `${structures} structures were looked through. What is past its time can no longer be found.`,
    found: (messages: string, replies: string) =>
      `${messages} and ${replies} are kept.`,
    message: "SMS",
    reply: "reply",
    inLists: "In contact lists:",
    optedOut: "This number opted out of:",
    date: "Date",
    sent: "Text",
    state: "Status",
    more: (count: string) => `and ${count} more, in the file.`,
    download: "Download (JSON)",
    erase: "Erase this number…",
    confirm: "Erase this number?",
    consequence:
      "The number and the texts written to it vanish from the history, replies and contact lists, for good. SMS keep their date, status and cost. Those that have not left are cancelled and credited back. If it opted out, it stays so.",
    button: "Erase for good",
    done: "It is erased",
    result: (messages: string, cancelled: string, replies: string) =>
      `${messages} without number or text from now on, of them ${cancelled}; ${replies}.`,
    cancelled: "cancelled before leaving",
    leaving:
      "An SMS is being handed over: ask again in a minute to erase it too.",
    note:
      "The operation is in the journal, without the number. A backup made before still holds this data: should it be restored, this has to be done again.",
  },
});
