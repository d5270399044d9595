import { dictionary } from "../../../islands/language.ts";

/** Coupled applications and their keys. */
export const APPLICATIONS = dictionary({
  fr: {
    title: "Applications",
    lead:
      "Chaque application couplée envoie avec sa propre clé, débitée sur cette structure.",
    new: "Nouvelle application",
    none: "Aucune application couplée",
    noneWords:
      "idelibre, web-GFC ou tout autre logiciel : créez une application, copiez sa clé dans le logiciel, il peut envoyer.",
    test: "Test",
    created: (when: string) => `Créée ${when}`,
    rotate: "Renouveler la clé",
    rotateOf: (name: string) => `de ${name}`,
    delete: "Supprimer",
    name: "Nom",
    nameHelp:
      "Il devient l’intitulé de ses messages dans l’historique, par exemple « idelibre ».",
    key: "Clé",
    live: "Réelle",
    liveWords: "Les SMS partent et sont débités.",
    testKey: "De test",
    testWords:
      "Rien ne part et rien n’est débité : pour essayer le couplage sans risque.",
    create: "Créer la clé",
    deleteTitle: "Supprimer l’application",
    deleteQuestion: (name: string) => `Supprimer ${name} ?`,
    deleteButton: (name: string) => `Supprimer ${name}`,
    deleteWords: (name: string) =>
      `Sa clé est refusée dès maintenant : ${name} ne peut plus envoyer de SMS. Ce qu’elle a déjà envoyé part et reste dans l’historique. C’est définitif.`,
    rotateQuestion: (name: string) => `Renouveler la clé de ${name} ?`,
    rotateButton: "Créer une nouvelle clé",
    rotateWords: (hours: number) =>
      `Une nouvelle clé est créée et affichée une fois. L’ancienne fonctionne encore ${hours} heures, le temps de la remplacer dans l’application ; ensuite elle est refusée.`,
    newKey: "Nouvelle clé",
    keyOf: (name: string) => `Clé de ${name}`,
    newKeyOf: (name: string) => `Nouvelle clé de ${name}`,
    copyNow: "Copiez la clé maintenant",
    copyNowWords:
      "Elle ne sera plus affichée : le service n’en garde qu’une empreinte.",
    keyTitle: "Clé",
    testKeyTitle: "Clé de test",
    copyKey: "Copier la clé",
    settings: "Dans idelibre ou web-GFC",
    address: "Adresse du service",
    theOneAbove: "celle ci-dessus",
    tryIt: "Pour essayer en ligne de commande",
    copyCommand: "Copier la commande",
    exampleText: "Une convocation vous attend.",
    copied: "J’ai copié la clé",
  },
  en: {
    title: "Applications",
    lead:
      "Each connected application sends with its own key, charged to this structure.",
    new: "New application",
    none: "No application is connected",
    noneWords:
      "idelibre, web-GFC or any other software: create an application, copy its key into the software, and it can send.",
    test: "Test",
    created: (when: string) => `Created ${when}`,
    rotate: "Renew the key",
    rotateOf: (name: string) => `of ${name}`,
    delete: "Delete",
    name: "Name",
    nameHelp:
      "It becomes the title of its messages in the history, for example “idelibre”.",
    key: "Key",
    live: "Live",
    liveWords: "SMS are sent and charged.",
    testKey: "Test",
    testWords:
      "Nothing is sent and nothing is charged: to try the connection without risk.",
    create: "Create the key",
    deleteTitle: "Delete the application",
    deleteQuestion: (name: string) => `Delete ${name}?`,
    deleteButton: (name: string) => `Delete ${name}`,
    deleteWords: (name: string) =>
      `Its key is refused from now on: ${name} can no longer send SMS. What it has already sent leaves and stays in the history. This is final.`,
    rotateQuestion: (name: string) => `Renew the key of ${name}?`,
    rotateButton: "Create a new key",
    rotateWords: (hours: number) =>
      `A new key is created and shown once. The old one works for another ${hours} hours, the time to replace it in the application; after that it is refused.`,
    newKey: "New key",
    keyOf: (name: string) => `Key of ${name}`,
    newKeyOf: (name: string) => `New key of ${name}`,
    copyNow: "Copy the key now",
    copyNowWords:
      "It will not be shown again: the service only keeps its fingerprint.",
    keyTitle: "Key",
    testKeyTitle: "Test key",
    copyKey: "Copy the key",
    settings: "In idelibre or web-GFC",
    address: "Address of the service",
    theOneAbove: "the one above",
    tryIt: "To try it from a command line",
    copyCommand: "Copy the command",
    exampleText: "A document is waiting for you.",
    copied: "I have copied the key",
  },
});
