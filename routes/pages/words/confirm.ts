import { dictionary } from "../../../islands/language.ts";

/** Asking a signed-in person to show again who they are. */
export const CONFIRM = dictionary({
  fr: {
    title: "Confirmez que c’est vous",
    lead:
      "Ce que vous faites est sensible : montrez encore une fois qui vous êtes. Ce que vous avez saisi est conservé, et cette confirmation vaut dix minutes.",
    passkey: "Confirmer avec une clé d’accès",
    or: "ou avec votre mot de passe",
    password: "Votre mot de passe",
    code: "Code de votre application",
    codeHelp: "Ou un de vos codes de secours.",
    confirm: "Confirmer",
    giveUp: "Renoncer",
    none:
      "Votre compte n’a encore ni mot de passe ni clé d’accès : déconnectez-vous puis reconnectez-vous, et ajoutez une clé d’accès aussitôt.",
    needsScript:
      "Votre clé d’accès demande que JavaScript soit activé dans ce navigateur.",
  },
  en: {
    title: "Confirm that it is you",
    lead:
      "What you are doing is sensitive: show once more who you are. What you typed is kept, and this confirmation holds for ten minutes.",
    passkey: "Confirm with a passkey",
    or: "or with your password",
    password: "Your password",
    code: "Code of your app",
    codeHelp: "Or one of your recovery codes.",
    confirm: "Confirm",
    giveUp: "Cancel",
    none:
      "Your account has neither a password nor a passkey yet: sign out, sign in again, and add a passkey at once.",
    needsScript: "Your passkey needs JavaScript to be on in this browser.",
  },
});
