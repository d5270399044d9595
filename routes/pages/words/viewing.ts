import { dictionary } from "../../../islands/language.ts";

/** Seeing the pages as somebody else does. */
export const VIEWING = dictionary({
  fr: {
    see: (name: string) => `Voir comme ${name}`,
    what:
      "Les pages s’affichent comme cette personne les voit, pendant trente minutes au plus. Vous regardez seulement : rien ne peut être modifié. Le journal garde le début et la fin.",
    start: "Voir les pages comme elle",
    banner: (name: string) => `Vous voyez les pages comme ${name}`,
    until: (time: string) =>
      `Lecture seule, jusqu’à ${time} au plus tard. Rien ne peut être modifié.`,
    leave: "Revenir à ma vue",
    leaveTitle: "Revenir à votre propre vue",
    own: "Vous êtes déjà dans votre propre vue.",
    account: (name: string) =>
      `Le compte et la sécurité de ${name} ne regardent que cette personne. Revenez à votre propre vue pour ouvrir votre compte.`,
  },
  en: {
    see: (name: string) => `See as ${name}`,
    what:
      "The pages are shown as this person sees them, for thirty minutes at most. You only look: nothing can be changed. The journal keeps the beginning and the end.",
    start: "See the pages as they do",
    banner: (name: string) => `You are seeing the pages as ${name}`,
    until: (time: string) =>
      `Read only, until ${time} at the latest. Nothing can be changed.`,
    leave: "Back to my view",
    leaveTitle: "Back to your own view",
    own: "You are already in your own view.",
    account: (name: string) =>
      `The account and the security of ${name} are theirs alone. Go back to your own view to open your account.`,
  },
});
