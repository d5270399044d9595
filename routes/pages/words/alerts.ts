import { dictionary } from "../../../islands/language.ts";
import { counted, number, smsCount } from "../../../islands/words.ts";

/** The thresholds and who is told. */
export const ALERTS = dictionary({
  fr: {
    title: "Alertes",
    lead:
      "Soyez prévenu avant que les SMS ne manquent, ou quand un mois en consomme plus que prévu.",
    nobody: "Personne n’est encore prévenu",
    proposal:
      "Voici une proposition d’après vos crédits : modifiez-la comme il vous convient, puis enregistrez-la.",
    managers: "Un gestionnaire de la structure règle les seuils.",
    raised: "Alertes levées",
    now: (available: number, spent: number) =>
      `En ce moment : ${smsCount(available, "fr")} disponibles, ${
        counted(spent, "fr", "envoyé")
      } ce mois-ci.`,
    crossed: (thresholds: readonly number[]) =>
      ` Déjà sous ${thresholds.length === 1 ? "le seuil" : "les seuils"} de ${
        thresholds.map((one) => number(one, "fr")).join(" et ")
      }.`,
    low: "Prévenir quand il reste moins de",
    lowHelp:
      "Un ou plusieurs nombres de SMS, séparés par des virgules, par exemple 500, 100.",
    volume: "Prévenir quand un mois dépasse",
    volumeHelp: "De même ; laissez vide pour ne pas surveiller le volume.",
    days: "Prévenir quand il reste moins de (jours)",
    daysHelp:
      "Au rythme des trente derniers jours, par exemple 15, 5. Prévient plus tôt quand les envois s’accélèrent.",
    failures: "Prévenir quand les échecs dépassent (%)",
    failuresHelp:
      "Part des messages du jour, à partir de vingt, par exemple 10.",
    always:
      "D’elles-mêmes, sans seuil : des SMS qui vont expirer, une dotation qui n’a pas pu être versée, une passerelle de la structure en panne.",
    also: "Prévenir aussi",
    push: "Par notification, sur les appareils des gestionnaires",
    pushHelp: "Chacun les active sur son appareil, dans « Notifications ».",
    webhook: "Par webhook, aux applications qui écoutent",
    byMail: "Par mail à",
    byMailHelp: "Une adresse par ligne.",
    bySms: "Par SMS à",
    bySmsHelp:
      "Un mobile par ligne. Ces SMS sont pris sur vos crédits ; s’il n’en reste pas, seul le mail part.",
    save: "Enregistrer",
    item: (item: string, error: string) => `« ${item} » : ${error}`,
  },
  en: {
    title: "Alerts",
    lead:
      "Be told before the SMS run out, or when a month uses more than expected.",
    nobody: "Nobody is told yet",
    proposal:
      "Here is a proposal based on your credits: change it as you like, then save it.",
    managers: "A manager of the structure sets the thresholds.",
    raised: "Alerts raised",
    now: (available: number, spent: number) =>
      `Right now: ${smsCount(available, "en")} available, ${
        number(spent, "en")
      } sent this month.`,
    crossed: (thresholds: readonly number[]) =>
      ` Already below the ${
        thresholds.length === 1 ? "threshold" : "thresholds"
      } of ${thresholds.map((one) => number(one, "en")).join(" and ")}.`,
    low: "Tell when less is left than",
    lowHelp:
      "One or several numbers of SMS, separated by commas, for example 500, 100.",
    volume: "Tell when a month goes beyond",
    volumeHelp: "The same; leave empty not to watch the volume.",
    days: "Tell when fewer days are left than",
    daysHelp:
      "At the pace of the last thirty days, for example 15, 5. Warns earlier when sends speed up.",
    failures: "Tell when failures go beyond (%)",
    failuresHelp:
      "Share of the day’s messages, from twenty on, for example 10.",
    always:
      "By themselves, without a threshold: SMS about to expire, an allowance that could not be given, a gateway of the structure that is down.",
    also: "Tell as well",
    push: "By notification, on the managers’ devices",
    pushHelp: "Each turns them on for a device, under “Notifications”.",
    webhook: "By webhook, to the applications that listen",
    byMail: "By e-mail to",
    byMailHelp: "One address a line.",
    bySms: "By SMS to",
    bySmsHelp:
      "One mobile a line. These SMS are taken from your credits; if none is left, only the e-mail leaves.",
    save: "Save",
    item: (item: string, error: string) => `“${item}”: ${error}`,
  },
});

/** What there is to fill in of an alert. */
export interface Fact {
  /** The threshold, and what was left or reached. */
  readonly of: string;
  readonly is: string;
  readonly about: string;
  readonly until: string;
}

/** What was raised and how it was told. */
export const RAISED = dictionary({
  fr: {
    none: "Aucune alerte pour l’instant",
    armed:
      "La première apparaîtra ici au moment où un seuil sera franchi, avec les personnes prévenues. Elle se réarme d’elle-même quand le solde remonte, ou au début du mois suivant.",
    unarmed: (available: number) =>
      `Fixez un seuil ci-dessus : avec ${
        smsCount(available, "fr")
      } disponibles, vous saurez à temps qu’il faut en redemander.`,
    titles: {
      lowBalance: ({ of }: Fact) => `Moins de ${of} SMS disponibles`,
      monthlyVolume: ({ of }: Fact) => `Plus de ${of} SMS dans le mois`,
      daysLeft: ({ of }: Fact) => `Moins de ${of} jours de SMS`,
      failureRate: ({ of }: Fact) => `Plus de ${of} % d’échecs dans la journée`,
      gatewayDown: ({ about }: Fact) => `Passerelle « ${about} » en panne`,
      allowanceSkipped: ({ about }: Fact) => `Dotation de ${about} non versée`,
      expiring: ({ is, until }: Fact) => `${is} SMS expirent le ${until}`,
    },
    values: {
      lowBalance: ({ is }: Fact) => ` : il en restait ${is}`,
      monthlyVolume: ({ is }: Fact) => ` : le mois en comptait ${is}`,
      daysLeft: ({ is }: Fact) => ` : il en restait pour ${is} jours`,
      failureRate: ({ is }: Fact) => ` : ${is} % des messages`,
      gatewayDown: () => "",
      allowanceSkipped: ({ of, is }: Fact) =>
        ` : ${of} SMS attendus, ${is} disponibles`,
      expiring: ({ about }: Fact) => about && ` : ${about}`,
    },
    nobody: "Personne à prévenir",
    channels: {
      mail: "mail",
      push: "notification",
      webhook: "webhook",
      sms: "SMS",
    },
    notes: {
      no_credit: "pas assez de crédits",
      suspended: "structure suspendue",
      refused: "adresse refusée",
      unreachable: "sans réponse",
      not_configured: "aucun destinataire déclaré",
      own_sms: "aucun, un SMS d’alerte l’a causée",
    },
    sent: (recipients: number, channel: string, many: string) =>
      `${counted(recipients, "fr", channel, many)} ${
        recipients < 2 ? "envoyé" : "envoyés"
      }`,
    waiting: (channel: string) => `${channel} en attente`,
    again: (channel: string) => `${channel} : nouvel essai à venir`,
    outcome: (channel: string, why: string) => `${channel} : ${why}`,
  },
  en: {
    none: "No alerts yet",
    armed:
      "The first will appear here when a threshold is crossed, with who was told. It re-arms itself when the balance rises again, or when the next month begins.",
    unarmed: (available: number) =>
      `Set a threshold above: with ${
        smsCount(available, "en")
      } available, you will know in time that you need more.`,
    titles: {
      lowBalance: ({ of }: Fact) => `Fewer than ${of} SMS available`,
      monthlyVolume: ({ of }: Fact) => `More than ${of} SMS in the month`,
      daysLeft: ({ of }: Fact) => `Fewer than ${of} days of SMS`,
      failureRate: ({ of }: Fact) => `More than ${of}% failed in the day`,
      gatewayDown: ({ about }: Fact) => `Gateway “${about}” down`,
      allowanceSkipped: ({ about }: Fact) => `Allowance of ${about} not given`,
      expiring: ({ is, until }: Fact) => `${is} SMS expire on ${until}`,
    },
    values: {
      lowBalance: ({ is }: Fact) => `: ${is} were left`,
      monthlyVolume: ({ is }: Fact) => `: the month counted ${is}`,
      daysLeft: ({ is }: Fact) => `: enough for ${is} days`,
      failureRate: ({ is }: Fact) => `: ${is}% of the messages`,
      gatewayDown: () => "",
      allowanceSkipped: ({ of, is }: Fact) =>
        `: ${of} SMS due, ${is} available`,
      expiring: ({ about }: Fact) => about && `: ${about}`,
    },
    nobody: "Nobody to tell",
    channels: {
      mail: "e-mail",
      push: "notification",
      webhook: "webhook",
      sms: "SMS",
    },
    notes: {
      no_credit: "not enough credit",
      suspended: "structure suspended",
      refused: "address refused",
      unreachable: "no answer",
      not_configured: "no recipient declared",
      own_sms: "none, an alert SMS caused it",
    },
    sent: (recipients: number, channel: string, many: string) =>
      `${counted(recipients, "en", channel, many)} sent`,
    waiting: (channel: string) => `${channel} waiting`,
    again: (channel: string) => `${channel}: to be tried again`,
    outcome: (channel: string, why: string) => `${channel}: ${why}`,
  },
});
