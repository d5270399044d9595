import { dictionary } from "../../../islands/language.ts";

export const VERIFICATION = dictionary({
  fr: {
    title: "Vérification",
    lead:
      "Chaque SMS accordé est disponible, réservé ou dépensé : ici, on le recompte.",
    explain:
      "Le solde de chaque structure est recalculé depuis son grand livre, écriture par écriture, et comparé à la somme de ses messages ; ce qui est donné à l’intérieur doit être égal à ce qui y est reçu. Sur une longue histoire, cela prend quelques secondes. Rien n’est modifié.",
    run: "Vérifier maintenant",
    good: "Tout est exact",
    goodText: (received: string, structures: string) =>
      `${received} sont entrés ; les mêmes sont disponibles, réservés ou dépensés dans ${structures}.`,
    bad: "Quelque chose ne s’accorde pas",
    badText:
      "Prévenez l’exploitant avec le détail ci-dessous : les envois continuent, aucun crédit n’est perdu de vue.",
    structure: "Structure",
    structures: "structures",
    one: "structure",
    available: "Disponibles",
    reserved: "Réservés",
    spent: "Dépensés",
    entries: "Écritures",
    messages: "Messages",
    result: "Résultat",
    exact: "exact",
    broken: "à revoir",
  },
  en: {
    title: "Verification",
    lead:
      "Each SMS granted is available, reserved or spent: here it is counted again.",
    explain:
      "Each structure's balance is computed again from its ledger, entry by entry, and compared with the sum of its messages; what is given inside must equal what is received there. Over a long history this takes a few seconds. Nothing is changed.",
    run: "Verify now",
    good: "All is exact",
    goodText: (received: string, structures: string) =>
      `${received} came in; the same are available, reserved or spent in ${structures}.`,
    bad: "Something does not add up",
    badText:
      "Tell the operator, with the detail below: sends go on, no credit is lost from sight.",
    structure: "Structure",
    structures: "structures",
    one: "structure",
    available: "Available",
    reserved: "Reserved",
    spent: "Spent",
    entries: "Entries",
    messages: "Messages",
    result: "Result",
    exact: "exact",
    broken: "to be looked at",
  },
});

export const OPERATIONS = dictionary({
  fr: {
    title: "Exploitation",
    lead: "L’état du service, et ce que seul l’exploitant peut faire.",
    state: "État",
    ready: "Prêt",
    readyText: "La base répond et la remise des messages avance.",
    slow: "La base ne répond pas à temps",
    stuck: "Des messages attendent sans que rien ne s’en occupe",
    stuckText:
      "Vérifiez qu’une instance au moins tourne ; une reprise après un arrêt brutal demande jusqu’à 45 secondes.",
    waiting: "Travaux en attente d’écriture",
    flying: "Lots en cours de remise",
    lag: "Plus vieux message en attente",
    seconds: (value: string) => `${value} s`,
    commits: "Écritures validées",
    each: (ms: string) => `${ms} ms en moyenne`,
    again: "Écritures recommencées",
    refused: "Requêtes délestées",
    refusedHint: "refusées pour que les autres soient servies à temps",
    limit: (limit: string) => `limite actuelle : ${limit} à la fois`,
    memory: "Mémoire",
    megabytes: (value: string) => `${value} Mo`,
    fence: "Retenu depuis une restauration",
    noFence: "Rien n’est retenu.",
    fenceText: (at: string, backup: string) =>
      `La base a été restaurée le ${at} depuis une sauvegarde du ${backup}. Les messages qui attendaient dans cette sauvegarde sont peut-être partis entre-temps : ils sont retenus jusqu’à votre décision, ou jusqu’à la fin de leur validité (leurs crédits reviennent alors).`,
    heldBy: (name: string, count: string) => `${name} : ${count} retenus`,
    send: "Laisser partir…",
    cancel: "Annuler et recréditer…",
    sendTitle: "Laisser partir ces messages ?",
    sendText:
      "Ils vont être remis. Ceux qui étaient partis avant la panne arriveront une seconde fois ; ils sont signalés comme doublons possibles dans l’historique, et ne sont débités qu’une fois.",
    cancelTitle: "Annuler ces messages ?",
    cancelText:
      "Ils ne partiront pas et leurs crédits reviennent. Ceux qui étaient partis avant la panne ont été reçus quand même : ils seront notés annulés.",
    sendButton: "Laisser partir",
    cancelButton: "Annuler et recréditer",
    all: "Toutes les structures",
    keys: "Clés",
    keysText: (id: string) =>
      `La clé maîtresse active est « ${id} ». Pour en changer : placez une nouvelle clé en tête de LSMESSAGE_KEYS en gardant l’ancienne derrière, redémarrez, puis enveloppez à nouveau ce que l’ancienne protège.`,
    rewrap: "Envelopper sous la clé active",
    rewrapBusy: (done: string, id: string) =>
      `${done} enregistrements passés sous « ${id} » jusqu’ici ; la page suit l’avancement.`,
    rewrapDone: (id: string, count: string, at: string) =>
      `Terminé le ${at} : ${count} enregistrements sont passés sous « ${id} ».`,
    removable: (ids: string) =>
      `Plus rien ne dépend de ${ids} : vous pouvez retirer cette clé de LSMESSAGE_KEYS au prochain redémarrage. Les sauvegardes faites avant en ont encore besoin.`,
    needed: (ids: string) =>
      `Des enregistrements dépendent encore de ${ids} : ne retirez pas cette clé.`,
    retention: "Dernières destructions de clés",
    noRun: "Aucune clé n’a encore dépassé sa durée.",
    run: (texts: string, numbers: string, at: string) =>
      `${at} : textes de ${texts} journées, numéros de ${numbers} journées`,
    backup: "Sauvegardes",
    backupText:
      "« deno task backup FICHIER » copie la base pendant que le service tourne. Gardez le fichier « keys » ailleurs : sans lui une sauvegarde est illisible. Ne gardez aucune sauvegarde plus longtemps que les durées de conservation. « deno task restore FICHIER » retient ce qui attendait.",
    watch:
      "Pour la surveillance : /healthz, /readyz et /metrics (Prometheus, jeton d’exploitant).",
  },
  en: {
    title: "Operations",
    lead: "The state of the service, and what only the operator can do.",
    state: "State",
    ready: "Ready",
    readyText: "The store answers and delivery moves on.",
    slow: "The store does not answer in time",
    stuck: "Messages wait and nothing takes care of them",
    stuckText:
      "Make sure that an instance is running; taking over after a crash takes up to 45 seconds.",
    waiting: "Work waiting to be written",
    flying: "Batches being handed over",
    lag: "Oldest waiting message",
    seconds: (value: string) => `${value} s`,
    commits: "Commits",
    each: (ms: string) => `${ms} ms on average`,
    again: "Commits tried again",
    refused: "Requests shed",
    refusedHint: "refused so that others are served in time",
    limit: (limit: string) => `limit at the moment: ${limit} at a time`,
    memory: "Memory",
    megabytes: (value: string) => `${value} MB`,
    fence: "Held back since a restore",
    noFence: "Nothing is held back.",
    fenceText: (at: string, backup: string) =>
      `The store was restored on ${at} from a backup of ${backup}. Messages that waited in that backup may have left meanwhile: they are held until you decide, or until their validity ends (their credits then come back).`,
    heldBy: (name: string, count: string) => `${name}: ${count} held`,
    send: "Let them go…",
    cancel: "Cancel and credit back…",
    sendTitle: "Let these messages go?",
    sendText:
      "They will be handed over. Those that had left before the failure arrive a second time; they are flagged as possible duplicates in the history, and charged once.",
    cancelTitle: "Cancel these messages?",
    cancelText:
      "They will not leave and their credits come back. Those that had left before the failure were received all the same: they will be noted as cancelled.",
    sendButton: "Let them go",
    cancelButton: "Cancel and credit back",
    all: "Every structure",
    keys: "Keys",
    keysText: (id: string) =>
      `The active master key is "${id}". To change it: put a new key first in LSMESSAGE_KEYS and keep the old one behind it, restart, then wrap again what the old one protects.`,
    rewrap: "Wrap under the active key",
    rewrapBusy: (done: string, id: string) =>
      `${done} records moved to "${id}" so far; this page follows.`,
    rewrapDone: (id: string, count: string, at: string) =>
      `Finished on ${at}: ${count} records moved to "${id}".`,
    removable: (ids: string) =>
      `Nothing depends on ${ids} any more: you may take this key out of LSMESSAGE_KEYS at the next restart. Backups made before still need it.`,
    needed: (ids: string) =>
      `Records still depend on ${ids}: do not take this key out.`,
    retention: "Latest key destructions",
    noRun: "No key is past its time yet.",
    run: (texts: string, numbers: string, at: string) =>
      `${at}: texts of ${texts} days, numbers of ${numbers} days`,
    backup: "Backups",
    backupText:
      '"deno task backup FILE" copies the store while the service runs. Keep the file "keys" elsewhere: without it a backup cannot be read. Keep no backup longer than the retention. "deno task restore FILE" holds back what was waiting.',
    watch:
      "For monitoring: /healthz, /readyz and /metrics (Prometheus, operator's token).",
  },
});
