import { dictionary } from "../../../islands/language.ts";

/** A page of plain text: a title, and sections of paragraphs. */
export interface LegalText {
  readonly title: string;
  readonly lead: string;
  readonly sections: readonly {
    readonly title: string;
    readonly paragraphs: readonly string[];
    readonly list?: readonly string[];
  }[];
}

interface LegalTexts {
  readonly accessibility: LegalText;
  readonly notices: LegalText;
  readonly data: LegalText;
}

/** What the law wants said. */
export const LEGAL = dictionary<LegalTexts>({
  fr: {
    accessibility: {
      title: "Accessibilité",
      lead:
        "Chacun doit pouvoir lire et utiliser ce service, quels que soient son appareil et sa façon de lire. État de conformité au RGAA 4.1 : non conforme, faute d’audit.",
      sections: [
        {
          title: "Comment c’est vérifié",
          paragraphs: [
            "Les principaux écrans d’une structure (accueil, historique, envoi, crédits, alertes, applications, expéditeurs, réglages, aide) et les pages publiques sont contrôlés par un outil automatique, axe-core, en clair, en sombre, à 320 pixels de large, en texte doublé et en couleurs imposées. Un tel outil ne voit qu’une partie des défauts.",
            "Aucun audit n’a été mené, ni par un tiers ni avec des utilisateurs de technologies d’assistance. Sans audit, le référentiel veut que le service soit dit non conforme, quel que soit son état réel.",
          ],
        },
        {
          title: "Ce qui n’est pas accessible",
          paragraphs: [
            "Voici les limites connues. D’autres peuvent exister : les écrans qui ne sont pas cités plus haut ne sont pas contrôlés automatiquement, et aucun parcours n’est rejoué avec un lecteur d’écran.",
          ],
          list: [
            "Sans JavaScript : pas de clé d’accès, de notifications, d’envoi en attente de réseau, de choix d’un contact du téléphone ni d’aperçu du coût pendant la frappe. La connexion par mot de passe et l’envoi restent possibles.",
            "Les courbes sont des images : leurs valeurs sont à lire dans le tableau ou la phrase qui les accompagne.",
            "Sur un petit écran, les grands tableaux défilent dans le sens de la largeur.",
          ],
        },
        {
          title: "Signaler une difficulté",
          paragraphs: [
            "Écrivez à la collectivité ou au centre de mutualisation qui vous a donné accès : il doit vous répondre et vous proposer une autre façon d’obtenir l’information.",
            "Sans réponse, saisissez le Défenseur des droits : par son formulaire en ligne, par téléphone au 09 69 39 00 00, ou par courrier gratuit, sans timbre, à Défenseur des droits, Libre réponse 71120, 75342 Paris CEDEX 07.",
          ],
        },
      ],
    },
    notices: {
      title: "Mentions légales",
      lead: "Qui publie ce service, et à quelles conditions.",
      sections: [
        {
          title: "Logiciel",
          paragraphs: [
            "lsmessage est un logiciel libre, sous licence GNU AGPL version 3 ou ultérieure. Vous pouvez l’étudier, le modifier et le partager aux conditions de cette licence.",
          ],
        },
        {
          title: "Cookies",
          paragraphs: [
            "Quatre cookies, tous nécessaires et d’aucun tiers : votre session, la langue choisie, la dernière structure ouverte, la date de votre dernière visite. Un cinquième ne vit qu’un quart d’heure, le temps de se connecter par le portail de votre organisation. Aucune mesure d’audience, aucune publicité.",
          ],
        },
      ],
    },
    data: {
      title: "Données personnelles",
      lead:
        "Ce que le service garde des personnes, pourquoi, et pendant combien de temps.",
      sections: [
        {
          title: "Qui en répond",
          paragraphs: [
            "La collectivité qui envoie les SMS est responsable du traitement ; l’exploitant de cette installation agit pour elle, en sous-traitant.",
          ],
        },
        {
          title: "Ce qui est gardé",
          paragraphs: [],
          list: [
            "Les numéros et les textes des messages, chiffrés, avec une clé par structure et par jour.",
            "Ce qui est arrivé à chaque message : dates, état, coût en SMS.",
            "Les comptes des agents : nom, adresse électronique, rôles, sessions.",
            "Le journal des actions, sans numéro, sans texte et sans adresse électronique.",
          ],
        },
        {
          title: "Pendant combien de temps",
          paragraphs: [],
          list: [
            "Les numéros et les textes jusqu’à la fin de leur conservation, que chaque structure peut raccourcir : leur clé est alors détruite et rien ne peut plus les relire.",
            "Sur votre appareil, brouillons, envois en attente et derniers soldes sont chiffrés et disparaissent à la déconnexion.",
          ],
        },
        {
          title: "Vos droits",
          paragraphs: [
            "Accès, rectification, effacement, opposition : écrivez au délégué à la protection des données de la collectivité qui vous a envoyé le SMS. Il peut exporter ou effacer tout ce qui concerne votre numéro. Vous pouvez aussi saisir la CNIL (cnil.fr).",
          ],
        },
      ],
    },
  },
  en: {
    accessibility: {
      title: "Accessibility",
      lead:
        "Everyone must be able to read and use this service, whatever their device and way of reading. State of conformity with RGAA 4.1: not conformant, for want of an audit.",
      sections: [
        {
          title: "How it is checked",
          paragraphs: [
            "The main screens of a structure (home, history, sending, credits, alerts, applications, senders, settings, help) and the public pages are checked by an automatic tool, axe-core, in light, in dark, at a width of 320 pixels, with doubled text and in forced colours. Such a tool sees only a part of the defects.",
            "No audit has taken place, neither by a third party nor with people who use assistive technology. Without an audit the French reference has a service called not conformant, whatever its real state.",
          ],
        },
        {
          title: "What is not accessible",
          paragraphs: [
            "These are the known limits. There may be others: screens not named above are not checked automatically, and no journey is replayed with a screen reader.",
          ],
          list: [
            "Without JavaScript: no passkeys, notifications, sends that wait for the network, picking a contact of the phone, or cost while one types. Signing in with a password and sending remain possible.",
            "Charts are images: read their values in the table or the sentence beside them.",
            "On a small screen wide tables scroll sideways.",
          ],
        },
        {
          title: "Report a difficulty",
          paragraphs: [
            "Write to the public body or the group that gave you access: it must answer and offer you another way to the information.",
            "Without an answer, turn to the French Defender of Rights, by its online form or by telephone at +33 9 69 39 00 00.",
          ],
        },
      ],
    },
    notices: {
      title: "Legal notices",
      lead: "Who publishes this service, and on what terms.",
      sections: [
        {
          title: "Software",
          paragraphs: [
            "lsmessage is free software under the GNU AGPL, version 3 or later. You may study, change and share it on the terms of that licence.",
          ],
        },
        {
          title: "Cookies",
          paragraphs: [
            "Four cookies, all necessary and of no third party: your session, the language you chose, the structure that was open last, the date of your last visit. A fifth lives a quarter of an hour at most, while you sign in through your organisation. No audience measurement, no advertising.",
          ],
        },
      ],
    },
    data: {
      title: "Personal data",
      lead: "What the service keeps of people, why, and for how long.",
      sections: [
        {
          title: "Who answers for it",
          paragraphs: [
            "The public body that sends the SMS is the controller; whoever runs this installation acts for it, as a processor.",
          ],
        },
        {
          title: "What is kept",
          paragraphs: [],
          list: [
            "The numbers and texts of messages, encrypted, with a key for each structure and day.",
            "What became of each message: dates, state, cost in SMS.",
            "The accounts of staff: name, e-mail address, roles, sessions.",
            "The journal of actions, without numbers, texts or e-mail addresses.",
          ],
        },
        {
          title: "For how long",
          paragraphs: [],
          list: [
            "Numbers and texts until the end of their retention, which each structure may shorten: their key is then destroyed and nothing can read them any more.",
            "On your device, drafts, waiting sends and last balances are encrypted and go at sign-out.",
          ],
        },
        {
          title: "Your rights",
          paragraphs: [
            "Access, correction, erasure, objection: write to the data protection officer of the public body that sent you the SMS. They can export or erase all that concerns your number. You may also turn to the French authority, the CNIL (cnil.fr).",
          ],
        },
      ],
    },
  },
});

/** What stands at the foot of public pages. */
export const FOOT = dictionary({
  fr: { label: "Informations légales", address: "Adresse du service :" },
  en: { label: "Legal information", address: "Address of the service:" },
});

/** Who runs the installation. */
export const PUBLISHER = dictionary({
  fr: {
    title: "Éditeur et hébergeur",
    unknown:
      "L’organisme qui exploite cette installation n’a pas encore renseigné son nom ici. Adressez-vous à la collectivité ou au centre de mutualisation qui vous a donné accès.",
    publisher: "Éditeur",
    address: "Adresse",
    phone: "Téléphone",
    email: "Courriel",
    director: "Directeur ou directrice de la publication",
    host: "Hébergeur",
    sameHost: "l’éditeur lui-même",
    dpo: "Délégué à la protection des données",
    contact: "À qui écrire",
  },
  en: {
    title: "Publisher and host",
    unknown:
      "The body that runs this installation has not given its name here yet. Turn to the public body or the group that gave you access.",
    publisher: "Publisher",
    address: "Address",
    phone: "Telephone",
    email: "E-mail",
    director: "Director of publication",
    host: "Host",
    sameHost: "the publisher itself",
    dpo: "Data protection officer",
    contact: "Whom to write to",
  },
});
