import { dictionary } from "../../../islands/language.ts";

/** Signing in. */
export const SIGN_IN = dictionary({
  fr: {
    title: "Connexion",
    email: "Adresse électronique",
    password: "Mot de passe",
    signIn: "Se connecter",
    busy:
      "Trop de personnes se connectent en ce moment. Réessayez dans quelques secondes.",
  },
  en: {
    title: "Sign in",
    email: "E-mail address",
    password: "Password",
    signIn: "Sign in",
    busy:
      "Too many people are signing in right now. Try again in a few seconds.",
  },
});

/** The first administrator. */
export const SET_UP = dictionary({
  fr: {
    title: "Première installation",
    lead:
      "Créez le compte de la personne qui administre ce service. Vous déclarerez ensuite vos structures et leur donnerez des SMS.",
    name: "Votre nom",
    emailHelp: "Elle vous servira à vous connecter.",
    passwordHelp:
      "12 caractères au moins. Une phrase est plus facile à retenir.",
    create: "Créer le compte",
  },
  en: {
    title: "First set-up",
    lead:
      "Create the account of the person who administers this service. You will then declare your structures and give them SMS.",
    name: "Your name",
    emailHelp: "You will sign in with it.",
    passwordHelp: "At least 12 characters. A sentence is easier to remember.",
    create: "Create the account",
  },
});
