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
    byMail: "By e-mail to",
    byMailHelp: "One address a line.",
    bySms: "By SMS to",
    bySmsHelp:
      "One mobile a line. These SMS are taken from your credits; if none is left, only the e-mail leaves.",
    save: "Save",
    item: (item: string, error: string) => `“${item}”: ${error}`,
  },
});

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
    low: (threshold: string) => `Moins de ${threshold} SMS disponibles`,
    volume: (threshold: string) => `Plus de ${threshold} SMS dans le mois`,
    lowValue: (value: string) => ` : il en restait ${value}`,
    volumeValue: (value: string) => ` : le mois en comptait ${value}`,
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
    low: (threshold: string) => `Fewer than ${threshold} SMS available`,
    volume: (threshold: string) => `More than ${threshold} SMS in the month`,
    lowValue: (value: string) => `: ${value} were left`,
    volumeValue: (value: string) => `: the month counted ${value}`,
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
