import { dictionary } from "../../../islands/language.ts";
import { counted, number, smsCount } from "../../../islands/words.ts";

/** « Envoi simple », from writing to confirming. */
export const SEND = dictionary({
  fr: {
    title: "Envoi simple",
    lead: (available: number) =>
      `${
        smsCount(available, "fr")
      } disponibles. Rien ne part avant que vous ayez confirmé.`,
    check: "Vérifier l’envoi",
    toCorrect: (numbers: number) =>
      `${counted(numbers, "fr", "numéro")} à corriger`,
    others: (count: number) => `… et ${number(count, "fr")} autres.`,
    without: (numbers: number) =>
      `Continuer sans ${numbers === 1 ? "ce numéro" : "ces numéros"}`,
    why: (number: string, why: string) => `${number} : ${why}`,
    shortNumber: "Numéro court de l’opérateur",
    confirmTitle: "Vérifier l’envoi",
    confirm: "Vérifiez avant d’envoyer",
    nothingSent: "Rien n’a été envoyé",
    recipients: (people: number) => counted(people, "fr", "destinataire"),
    send: (credits: number) => `Envoyer ${smsCount(credits, "fr")}`,
    change: "Modifier",
    consequence: (
      { credits, people, sender, left, name, when }: {
        credits: number;
        people: number;
        sender: string | null;
        left: number;
        name: string;
        when: string | null;
      },
    ) =>
      `${smsCount(credits, "fr")} ${
        when === null
          ? credits === 1 ? "part tout de suite" : "partent tout de suite"
          : `${credits === 1 ? "partira" : "partiront"} ${when}`
      } vers ${counted(people, "fr", "personne")}${
        sender === null ? "" : `, de la part de « ${sender} »`
      }. Il restera ${smsCount(left, "fr")} à ${name}.`,
    missing: (credits: number) => `Il manque ${smsCount(credits, "fr")}`,
    missingWords: (credits: number, available: number) =>
      `Cet envoi en demande ${number(credits, "fr")} et il en reste ${
        number(available, "fr")
      }. Retirez des destinataires, raccourcissez le message, ou demandez des SMS à votre mutualisation.`,
    seeCredits: "Voir les crédits",
    length: (units: number, segments: number) =>
      `${counted(units, "fr", "caractère")}, soit ${
        smsCount(segments, "fr")
      } par personne.`,
    writeSo: (credits: number) =>
      `Écrire ainsi : ${smsCount(credits, "fr")} au total`,
    doubles: (doubles: number) =>
      `${counted(doubles, "fr", "doublon")} compté une seule fois`,
    leftOut: (numbers: number) =>
      `${
        counted(numbers, "fr", "numéro inutilisable", "numéros inutilisables")
      } laissé de côté`,
    and: " ; ",
    corrections: (numbers: number) =>
      numbers === 1
        ? "Un numéro est à corriger, voyez pourquoi plus haut."
        : `${
          number(numbers, "fr")
        } numéros sont à corriger, voyez pourquoi plus haut.`,
    noRecipient:
      "Indiquez au moins un numéro de mobile, par exemple 06 12 34 56 78.",
    tooMany: (most: number) =>
      `${
        number(most, "fr")
      } destinataires au plus ; répartissez-les en plusieurs envois.`,
    noText: "Écrivez le message à envoyer.",
    wrongDate: "Choisissez un jour et une heure à venir.",
    allOptedOut:
      "Tous ces destinataires se sont désabonnés : il ne reste personne à qui écrire.",
    missingValues: (names: readonly string[]) =>
      `Rien ne remplace ${
        names.map((name) => `{{${name}}}`).join(", ")
      } pour certains destinataires : donnez une valeur ci-dessous, ou complétez la liste.`,
    valueFor: (name: string) => `${name}, pour tous`,
    values: "Valeurs communes",
    maybe: (number: string) => ` Vouliez-vous dire ${number} ?`,
    correctAll: (count: number) =>
      count === 1 ? "Corriger ce numéro" : `Corriger ces ${count} numéros`,
    lists: "Listes de contacts",
    listCount: (name: string, count: number) =>
      `${name} (${number(count, "fr")})`,
    templates: "Partir d’un modèle",
    manageLists: "Gérer les listes",
    later: "Envoyer plus tard",
    laterHelp: "Laissez vide pour envoyer tout de suite. Heure de Paris.",
    urgent: "Urgent : partir aussi pendant les heures calmes",
    more: "Expéditeur, date, urgence",
    file: "Fichier de numéros",
    fileHelp: "CSV ou texte ; les numéros y sont reconnus où qu’ils soient.",
    whoOptedOut: "Désabonnés, laissés de côté",
    optedOut: (count: number) =>
      `${
        counted(
          count,
          "fr",
          "destinataire désabonné",
          "destinataires désabonnés",
        )
      } laissé de côté`,
    priceChanged: (before: number, now: number) =>
      `Le coût a changé : ${smsCount(now, "fr")} au lieu de ${
        number(before, "fr")
      }. Vérifiez de nouveau.`,
    examples: ["Le texte le plus long", "Le texte le plus court"],
    ofLists: (names: string) => `Listes : ${names}`,
    written: (count: number) =>
      counted(count, "fr", "numéro saisi", "numéros saisis"),
    tryTitle: "Essai",
    tryOut: "D’abord un essai, sur mon téléphone",
    tryNumber: "Mon numéro",
    tryButton: (segments: number) => `M’envoyer un essai (${segments} SMS)`,
    tried: (number: string) => `L’essai est parti vers ${number}.`,
    isUrgent: "Il part aussi pendant les heures calmes.",
    tooLong: (segments: number, most: number) =>
      `Ce message ferait ${segments} SMS ; ${most} au plus. Raccourcissez-le.`,
  },
  en: {
    title: "Simple send",
    lead: (available: number) =>
      `${
        smsCount(available, "en")
      } available. Nothing leaves before you have confirmed.`,
    check: "Check before sending",
    toCorrect: (numbers: number) =>
      `${counted(numbers, "en", "number")} to correct`,
    others: (count: number) => `… and ${number(count, "en")} others.`,
    without: (numbers: number) =>
      `Go on without ${numbers === 1 ? "this number" : "these numbers"}`,
    why: (number: string, why: string) => `${number}: ${why}`,
    shortNumber: "The carrier’s short number",
    confirmTitle: "Check the send",
    confirm: "Check before sending",
    nothingSent: "Nothing was sent",
    recipients: (people: number) => counted(people, "en", "recipient"),
    send: (credits: number) => `Send ${smsCount(credits, "en")}`,
    change: "Change",
    consequence: ({ credits, people, sender, left, name, when }) =>
      `${smsCount(credits, "en")} ${
        when === null
          ? credits === 1 ? "leaves at once" : "leave at once"
          : `will leave ${when}`
      } for ${counted(people, "en", "person", "people")}${
        sender === null ? "" : `, from “${sender}”`
      }. ${name} will have ${smsCount(left, "en")} left.`,
    missing: (credits: number) => `${smsCount(credits, "en")} are missing`,
    missingWords: (credits: number, available: number) =>
      `This send needs ${number(credits, "en")} and ${
        number(available, "en")
      } are left. Remove recipients, shorten the message, or ask your group for more SMS.`,
    seeCredits: "See the credits",
    length: (units: number, segments: number) =>
      `${counted(units, "en", "character")}, that is ${
        smsCount(segments, "en")
      } a person.`,
    writeSo: (credits: number) =>
      `Write it so: ${smsCount(credits, "en")} in all`,
    doubles: (doubles: number) =>
      `${counted(doubles, "en", "double")} counted only once`,
    leftOut: (numbers: number) =>
      `${counted(numbers, "en", "unusable number")} left out`,
    and: "; ",
    corrections: (numbers: number) =>
      numbers === 1
        ? "One number must be corrected, see why above."
        : `${number(numbers, "en")} numbers must be corrected, see why above.`,
    noRecipient:
      "Enter at least one mobile number, for example 06 12 34 56 78.",
    tooMany: (most: number) =>
      `At most ${
        number(most, "en")
      } recipients; split them into several sends.`,
    noText: "Write the message to send.",
    wrongDate: "Choose a day and a time to come.",
    allOptedOut:
      "All of these recipients have opted out: there is nobody left to write to.",
    missingValues: (names) =>
      `Nothing fills ${
        names.map((name) => `{{${name}}}`).join(", ")
      } for some recipients: give a value below, or complete the list.`,
    valueFor: (name) => `${name}, for all`,
    values: "Values for all",
    maybe: (number) => ` Did you mean ${number}?`,
    correctAll: (count) =>
      count === 1 ? "Correct this number" : `Correct these ${count} numbers`,
    lists: "Contact lists",
    listCount: (name, count) => `${name} (${number(count, "en")})`,
    templates: "Start from a template",
    manageLists: "Manage the lists",
    later: "Send later",
    laterHelp: "Leave empty to send at once. Paris time.",
    urgent: "Urgent: leave during quiet hours too",
    more: "Sender, date, urgency",
    file: "File of numbers",
    fileHelp: "CSV or text; numbers are found wherever they stand.",
    whoOptedOut: "Opted out, left out",
    optedOut: (count) =>
      `${
        counted(
          count,
          "en",
          "recipient who opted out",
          "recipients who opted out",
        )
      } left out`,
    priceChanged: (before, now) =>
      `The cost has changed: ${smsCount(now, "en")} instead of ${
        number(before, "en")
      }. Check again.`,
    examples: ["The longest text", "The shortest text"],
    ofLists: (names) => `Lists: ${names}`,
    written: (count) =>
      counted(count, "en", "number written", "numbers written"),
    tryTitle: "Trial",
    tryOut: "First a trial, on my phone",
    tryNumber: "My number",
    tryButton: (segments) => `Send me a trial (${segments} SMS)`,
    tried: (number) => `The trial has left for ${number}.`,
    isUrgent: "It leaves during quiet hours too.",
    tooLong: (segments: number, most: number) =>
      `This message would take ${segments} SMS; at most ${most}. Shorten it.`,
  },
});

/** How far a submission is. */
export const SUBMISSION = dictionary({
  fr: {
    title: (people: number) => `Envoi à ${counted(people, "fr", "personne")}`,
    cancel: "Annuler ce qui n’est pas encore parti",
    shown: (shown: number) =>
      `Les ${shown} premiers sont affichés ; tous sont dans l’historique.`,
    allHistory: "Voir l’historique",
    another: "Écrire un autre message",
    done: "Tout est parti",
    going: "Envoi en cours…",
    progress: (done: number, all: number) => `${done} sur ${all}`,
    count: (status: string, count: string) => `${status} : ${count}`,
  },
  en: {
    title: (people: number) =>
      `Send to ${counted(people, "en", "person", "people")}`,
    cancel: "Cancel what has not left yet",
    shown: (shown: number) =>
      `The first ${shown} are shown; all are in the history.`,
    allHistory: "See the history",
    another: "Write another message",
    done: "Everything has left",
    going: "Sending…",
    progress: (done: number, all: number) => `${done} of ${all}`,
    count: (status: string, count: string) => `${status}: ${count}`,
  },
});
