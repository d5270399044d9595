import { dictionary } from "../../../islands/language.ts";

/** The names messages may come from. */
export const SENDERS = dictionary({
  fr: {
    title: "Expéditeurs",
    lead:
      "Le nom que le téléphone affiche à la place d’un numéro. On ne peut pas y répondre.",
    none: "Aucun nom d’expéditeur",
    noneWords:
      "Sans nom, vos SMS arrivent depuis un numéro court. Un nom connu, comme « MairieRodez », les rend reconnaissables.",
    add: "Ajouter un expéditeur",
    name: "Nom",
    nameHelp:
      "3 à 11 lettres sans accent, chiffres ou espaces, en commençant par une lettre.",
    addButton: "Ajouter",
    waiting: "Demandes à traiter",
    askedBy: (name: string) => `Demandé par ${name}`,
    pending: "En attente du groupe",
    refused: "Refusé",
    refusedFor: (reason: string) => `Raison : ${reason}`,
    approve: "Autoriser",
    refuse: "Refuser",
    reason: "Raison d’un refus",
    consequence:
      "Autorisé, ce nom s’affichera sur le téléphone des destinataires : vérifiez que la structure a le droit de le porter.",
    mine: "Vos demandes",
    isDefault: "Par défaut",
    makeDefault: "Par défaut",
    remove: "Retirer",
  },
  en: {
    title: "Senders",
    lead:
      "The name the phone shows in place of a number. It cannot be replied to.",
    none: "No sender name",
    noneWords:
      "Without a name your SMS come from a short number. A known name, such as “MairieRodez”, makes them recognisable.",
    add: "Add a sender",
    name: "Name",
    nameHelp:
      "3 to 11 letters without accents, digits or spaces, beginning with a letter.",
    addButton: "Add",
    waiting: "Requests to answer",
    askedBy: (name) => `Asked by ${name}`,
    pending: "Waiting for the group",
    refused: "Refused",
    refusedFor: (reason) => `Reason: ${reason}`,
    approve: "Allow",
    refuse: "Refuse",
    reason: "Reason for refusing",
    consequence:
      "Once allowed, this name shows on the recipients’ phones: make sure the structure may bear it.",
    mine: "Your requests",
    isDefault: "Default",
    makeDefault: "Make default",
    remove: "Remove",
  },
});
