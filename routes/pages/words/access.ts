import { dictionary } from "../../../islands/language.ts";

/** Signing in. */
export const SIGN_IN = dictionary({
  fr: {
    title: "Connexion",
    or: "ou avec un mot de passe",
    email: "Adresse électronique",
    password: "Mot de passe",
    signIn: "Se connecter",
    lost: "Clé d’accès ou mot de passe perdu ?",
    busy:
      "Trop de personnes se connectent en ce moment. Réessayez dans quelques secondes.",
    codeTitle: "Encore un code",
    codeLead:
      "Ouvrez votre application d’authentification et tapez le code à six chiffres qu’elle affiche pour lsmessage.",
    code: "Code",
    codeHelp: "Téléphone perdu ? Tapez à la place un de vos codes de secours.",
    startAgain: "Recommencer depuis le début",
    back: "Revenir à la connexion",
    lostTitle: "Retrouver l’accès",
    lostLead:
      "Choisissez ce qui correspond à votre situation. Personne ne pourra vous demander un mot de passe ou un code par téléphone.",
    recoveryTitle: "J’ai un code de secours",
    recoveryLead:
      "Si vous vous connectez seulement par clé d’accès, un code de secours suffit. Si vous avez un mot de passe, connectez-vous avec lui : le code de secours remplace ensuite celui de l’application.",
    recoveryCode: "Code de secours",
    recoveryHelp: "Seize lettres et chiffres. Il ne sert qu’une fois.",
    recoverySignIn: "Se connecter avec ce code",
    passkey: "Se connecter avec une clé d’accès",
  },
  en: {
    title: "Sign in",
    or: "or with a password",
    email: "Email address",
    password: "Password",
    signIn: "Sign in",
    lost: "Lost your passkey or password?",
    busy:
      "Too many people are signing in right now. Try again in a few seconds.",
    codeTitle: "One more code",
    codeLead:
      "Open your authenticator app and type the six-digit code it shows for lsmessage.",
    code: "Code",
    codeHelp: "Lost your phone? Type one of your recovery codes instead.",
    startAgain: "Start again",
    back: "Back to sign-in",
    lostTitle: "Regain access",
    lostLead:
      "Choose what fits your situation. Nobody will ever ask you for a password or a code by telephone.",
    recoveryTitle: "I have a recovery code",
    recoveryLead:
      "If you only sign in with passkeys, a recovery code is enough. If you have a password, sign in with it: the recovery code then stands for the app’s code.",
    recoveryCode: "Recovery code",
    recoveryHelp: "Sixteen letters and digits. It works once.",
    recoverySignIn: "Sign in with this code",
    passkey: "Sign in with a passkey",
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

/** Signing in through an identity provider. */
export const SSO = dictionary({
  fr: {
    signIn: "S’identifier avec ProConnect ou votre compte d’agent",
    refused: "Vous n’êtes pas connecté",
    back: "Revenir à la connexion",
    toSecurity: "Revenir à « Sécurité »",
    leaving: "Déconnexion de votre fournisseur d’identité…",
    goOn: "Continuer",
    title: "Authentification unique",
    lead:
      "Reliez le compte d’agent que vous utilisez ailleurs (ProConnect, Keycloak…) pour vous connecter avec lui.",
    link: "Relier mon compte d’agent",
    confirm: "Confirmer avec votre compte d’agent",
    ended: "Le temps imparti est passé, ou ce lien a déjà servi. Recommencez.",
    otherPerson:
      "L’identité confirmée n’est pas celle du compte avec lequel vous êtes connecté.",
    ruleTitle: "Authentification unique",
    ruleLead:
      "Les personnes que ProConnect (ou votre fournisseur d’identité) rattache au SIREN de cette structure peuvent entrer sans invitation, avec le rôle choisi ici.",
    choose: "Choisir qui entre",
    rule: "Entrent avec le rôle",
    nobody: "Personne : sur invitation seulement",
    viewer: "Lecture",
    sender: "Envoi",
    save: "Enregistrer",
  },
  en: {
    signIn: "Sign in with ProConnect or your work account",
    refused: "You are not signed in",
    back: "Back to sign-in",
    toSecurity: "Back to “Security”",
    leaving: "Signing out of your identity provider…",
    goOn: "Continue",
    title: "Single sign-on",
    lead:
      "Link the work account you use elsewhere (ProConnect, Keycloak…) to sign in with it.",
    link: "Link my work account",
    confirm: "Confirm with your work account",
    ended: "The time is over, or this link was used already. Start again.",
    otherPerson:
      "The identity confirmed is not the one of the account you are signed in with.",
    ruleTitle: "Single sign-on",
    ruleLead:
      "People whom ProConnect (or your identity provider) places at this structure’s SIREN may come in without an invitation, with the role chosen here.",
    choose: "Choose who comes in",
    rule: "They come in as",
    nobody: "Nobody: by invitation only",
    viewer: "Viewer",
    sender: "Sender",
    save: "Save",
  },
});
