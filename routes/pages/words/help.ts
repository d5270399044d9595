import { dictionary } from "../../../islands/language.ts";

/** How to begin, and how to connect an application. */
export const HELP = dictionary({
  fr: {
    title: "Aide",
    lead: "Les premiers pas, puis les réglages à recopier dans vos logiciels.",
    steps: "Premiers pas",
    done: "C’est fait",
    toDo: "À faire",
    couple: "Raccorder une application",
    coupleLead:
      "Créez d’abord une application : sa clé s’affiche une seule fois, avec une commande d’essai toute prête.",
    newApplication: "Créer une application",
    idelibre: "idelibre, version 4 ou plus",
    idelibrePath:
      "Dans idelibre, ouvrez « Connecteurs », puis « Connecteur Lsmessage », et remplissez :",
    idelibreSender: "3 à 11 lettres ou chiffres, une lettre d’abord",
    idelibreText: "140 caractères au plus",
    idelibreNotes: [
      "L’expéditeur s’écrit sans espace ni accent : idelibre n’en accepte pas.",
      "Sous le formulaire, idelibre vérifie l’adresse et la clé et affiche le solde.",
    ],
    webgfc: "web-GFC, version 3 ou plus",
    webgfcSteps: [
      "Ouvrez la liste des connecteurs de l’administration, puis celui de LsMessage. Le chemin varie avec la version.",
      "Recopiez l’adresse et la clé ci-dessus, cochez l’activation, enregistrez.",
      "Choisissez ensuite les événements qui préviennent par SMS.",
    ],
    other: "Un autre logiciel",
    otherWords:
      "Un appel HTTPS suffit. Une clé de test n’envoie rien et ne dépense rien.",
    keyLabel: "Votre clé, pour l’essai",
    keyHelp:
      "Collée ici, elle entre dans la commande. Elle ne quitte pas cette page.",
    wrongKey: "Une clé commence par lsm_live_ ou lsm_test_.",
    name: "Nom du réglage",
    value: "Valeur",
    address: "Adresse (URL), sans « / » à la fin",
    key: "Clé d’API",
    keyValue: "celle de votre application",
    sender: "Expéditeur",
    senderValue: "facultatif ; sinon celui de la structure",
    documentation: "Toute la documentation de l’API",
    text: "Une convocation vous attend.",
    copy: "Copier la commande",
    yourKey: "VOTRE_CLE",
  },
  en: {
    title: "Help",
    lead: "The first steps, then the settings to copy into your software.",
    steps: "First steps",
    done: "Done",
    toDo: "To do",
    couple: "Connect an application",
    coupleLead:
      "First create an application: its key is shown only once, with a command ready to try.",
    newApplication: "Create an application",
    idelibre: "idelibre, version 4 or later",
    idelibrePath:
      "In idelibre open “Connecteurs”, then “Connecteur Lsmessage”, and fill in:",
    idelibreSender: "3 to 11 letters or digits, a letter first",
    idelibreText: "at most 140 characters",
    idelibreNotes: [
      "The sender has neither spaces nor accents: idelibre takes none.",
      "Below its form idelibre checks the address and the key and shows the balance.",
    ],
    webgfc: "web-GFC, version 3 or later",
    webgfcSteps: [
      "Open the connectors of the administration, then that of LsMessage. The way there varies with the version.",
      "Copy the address and the key above, tick the activation, save.",
      "Then choose the events that notify by SMS.",
    ],
    other: "Other software",
    otherWords:
      "One HTTPS call is all it takes. A test key sends nothing and spends nothing.",
    keyLabel: "Your key, to try it",
    keyHelp:
      "Pasted here it goes into the command. It does not leave this page.",
    wrongKey: "A key begins with lsm_live_ or lsm_test_.",
    name: "Setting",
    value: "Value",
    address: "Address (URL), without a final “/”",
    key: "API key",
    keyValue: "that of your application",
    sender: "Sender",
    senderValue: "optional; otherwise that of the structure",
    documentation: "All the documentation of the API",
    text: "A document is waiting for you.",
    copy: "Copy the command",
    yourKey: "YOUR_KEY",
  },
});
