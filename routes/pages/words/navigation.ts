import { dictionary } from "../../../islands/language.ts";

/** What stands around every page. */
export const NAVIGATION = dictionary({
  fr: {
    main: "Navigation principale",
    structures: "Structures",
    inbox: "Boîte de réception simulée",
    simulator: "Simulateur",
    more: "Plus",
    allStructures: "Toutes les structures",
    account: "Mon compte",
    security: "Sécurité",
    signOut: "Se déconnecter",
    switch: ", changer de structure",
    above: "Au-dessus",
    below: "Au-dessous",
    allOf: (name: string) => `Toutes celles de ${name}`,
    suspended: "Envois suspendus",
    suspendedWords:
      "Rien ne part de cette structure ni de celles qu’elle contient. Les crédits et l’historique sont conservés.",
    giveUp: "Renoncer",
    pages: "Pages de la liste",
    first: "Revenir au début",
    next: "Voir la suite",
  },
  en: {
    main: "Main navigation",
    structures: "Structures",
    inbox: "Simulated inbox",
    simulator: "Simulator",
    more: "More",
    allStructures: "All structures",
    account: "My account",
    security: "Security",
    signOut: "Sign out",
    switch: ", change structure",
    above: "Above",
    below: "Below",
    allOf: (name: string) => `All those of ${name}`,
    suspended: "Sends are suspended",
    suspendedWords:
      "Nothing leaves this structure nor those it contains. Credits and history are kept.",
    giveUp: "Cancel",
    pages: "Pages of the list",
    first: "Back to the start",
    next: "Show more",
  },
});
