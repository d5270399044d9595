import { dictionary } from "../../../islands/language.ts";

/** The page for when there is no network. */
export const OFFLINE_PAGE = dictionary({
  fr: {
    title: "Sur cet appareil",
    lead:
      "Ce que cet appareil garde pour quand le réseau manque, chiffré, jusqu’à votre déconnexion.",
    back: "Revenir au service",
    needsScript:
      "Sans JavaScript, rien n’est gardé sur cet appareil. Réessayez quand le réseau sera là.",
  },
  en: {
    title: "On this device",
    lead:
      "What this device keeps for when the network is missing, encrypted, until you sign out.",
    back: "Back to the service",
    needsScript:
      "Without JavaScript nothing is kept on this device. Try again when the network is back.",
  },
});
