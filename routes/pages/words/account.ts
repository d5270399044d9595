import { dictionary } from "../../../islands/language.ts";

/** One's own account. */
export const ACCOUNT = dictionary({
  fr: {
    title: "Mon compte",
    name: "Votre nom",
    nameHelp: "Il paraît dans le journal et dans les mouvements de SMS.",
    email: "Adresse électronique",
    language: "Langue",
    byBrowser: "Celle du navigateur",
    french: "Français",
    english: "Anglais (English)",
    save: "Enregistrer",
    security: "Sécurité",
    securityLead:
      "Clés d’accès, mot de passe, codes de secours, sessions ouvertes.",
    openSecurity: "Ouvrir la page Sécurité",
    demands: "Demandes de récupération",
    demandsLead:
      "Des personnes ont perdu leur accès et attendent votre réponse.",
    openDemands: "Y répondre",
  },
  en: {
    title: "My account",
    name: "Your name",
    nameHelp: "It appears in the journal and in SMS movements.",
    email: "E-mail address",
    language: "Language",
    byBrowser: "The browser’s",
    french: "French",
    english: "English",
    save: "Save",
    security: "Security",
    securityLead: "Passkeys, password, recovery codes, open sessions.",
    openSecurity: "Open the Security page",
    demands: "Demands to regain access",
    demandsLead: "People have lost their access and wait for your answer.",
    openDemands: "Answer them",
  },
});

/** How one signs in. */
export const SECURITY = dictionary({
  fr: {
    title: "Sécurité",
    back: "Mon compte",
    passkeys: "Clés d’accès",
    passkeysLead:
      "L’empreinte, le visage ou le code de votre appareil remplace le mot de passe. Ajoutez-en une par appareil : si l’un se perd, l’autre vous laisse entrer.",
    noPasskey: "Aucune clé d’accès",
    noPasskeyLead:
      "Ajoutez celle de ce téléphone ou de cet ordinateur : se connecter ne prendra plus qu’un geste, et personne ne pourra vous la voler par un faux site.",
    addPasskey: "Ajouter une clé d’accès sur cet appareil",
    made: (at: string) => `Ajoutée ${at}`,
    used: (at: string) => `utilisée ${at}`,
    unused: "jamais utilisée",
    synced: "Synchronisée",
    remove: "Retirer",
    removeOf: (name: string) => `Retirer la clé d’accès ${name}`,
    removeTitle: (name: string) => `Retirer « ${name} » ?`,
    removeWords:
      "Cette clé d’accès ne permettra plus de se connecter ici. Elle reste affichée par l’appareil tant que vous ne l’y effacez pas.",
    lastPasskey:
      "C’est votre seule façon de vous connecter : ajoutez d’abord une autre clé d’accès ou un mot de passe.",
    password: "Mot de passe",
    hasPassword: "Vous avez un mot de passe.",
    noPassword:
      "Vous n’avez pas de mot de passe, et n’en avez pas besoin tant que vous avez une clé d’accès.",
    changePassword: "Changer de mot de passe",
    setPassword: "Choisir un mot de passe",
    newPassword: "Nouveau mot de passe",
    passwordHelp:
      "12 caractères au moins. Une phrase est plus facile à retenir.",
    again: "Le même, une seconde fois",
    passwordWords: "Vos autres sessions seront fermées.",
    totp: "Application d’authentification",
    totpLead:
      "Avec un mot de passe seul, quiconque l’apprend entre à votre place. Une application sur votre téléphone donne un code de plus, qui change toutes les trente secondes.",
    totpOn: "Activée : un code est demandé après votre mot de passe.",
    totpOff: "Pas encore activée.",
    addTotp: "Activer une application",
    removeTotp: "Désactiver",
    removeTotpTitle: "Désactiver l’application d’authentification ?",
    removeTotpWords:
      "Votre mot de passe suffira alors pour se connecter à votre place.",
    scanTitle: "Activer une application d’authentification",
    scan:
      "Dans votre application (FreeOTP, Aegis, Google Authenticator…), ajoutez un compte et visez ce carré.",
    qr: "Code à viser avec l’application d’authentification",
    manual: "Ou recopiez cette clé :",
    copyKey: "Copier la clé",
    code: "Code affiché par l’application",
    codeHelp: "Six chiffres.",
    activate: "Activer",
    recovery: "Codes de secours",
    recoveryLead:
      "Dix codes à garder sur papier pour le jour où votre téléphone manque. Chacun ne sert qu’une fois.",
    recoveryLeft: (left: number) =>
      left === 0
        ? "Il n’en reste aucun."
        : left === 1
        ? "Il en reste un."
        : `Il en reste ${left}.`,
    recoveryNone: "Vous n’en avez pas encore.",
    makeCodes: "Créer dix codes",
    renewCodes: "En créer dix nouveaux",
    renewTitle: "Créer dix nouveaux codes de secours ?",
    renewWords: "Les codes créés auparavant ne serviront plus.",
    codesTitle: "Vos codes de secours",
    codesLead:
      "Ils ne seront plus jamais affichés. Imprimez-les ou recopiez-les, et gardez-les loin de votre téléphone.",
    copyCodes: "Copier les codes",
    kept: "Je les ai conservés",
    sessions: "Sessions ouvertes",
    sessionsLead:
      "Les navigateurs où vous êtes connecté. Fermez ce que vous ne reconnaissez pas.",
    thisOne: "Cet appareil",
    opened: (at: string) => `Ouverte ${at}`,
    seen: (at: string) => `vue ${at}`,
    close: "Fermer",
    closeOf: (name: string) => `Fermer la session ${name}`,
    closeOthers: "Fermer toutes les autres sessions",
    by: {
      passkey: "par clé d’accès",
      password: "par mot de passe",
      code: "par mot de passe et code",
      recovery: "par code de secours",
      link: "par un lien",
      sso: "par authentification unique",
    },
  },
  en: {
    title: "Security",
    back: "My account",
    passkeys: "Passkeys",
    passkeysLead:
      "Your device’s fingerprint, face or code replaces the password. Add one on each device: if one is lost, the other lets you in.",
    noPasskey: "No passkey",
    noPasskeyLead:
      "Add the one of this telephone or computer: signing in will take one tap, and nobody can steal it by a false site.",
    addPasskey: "Add a passkey on this device",
    made: (at: string) => `Added ${at}`,
    used: (at: string) => `used ${at}`,
    unused: "never used",
    synced: "Synchronised",
    remove: "Remove",
    removeOf: (name: string) => `Remove the passkey ${name}`,
    removeTitle: (name: string) => `Remove “${name}”?`,
    removeWords:
      "This passkey will no longer sign in here. The device goes on showing it until you delete it there.",
    lastPasskey:
      "This is your only way to sign in: first add another passkey or a password.",
    password: "Password",
    hasPassword: "You have a password.",
    noPassword:
      "You have no password, and need none as long as you have a passkey.",
    changePassword: "Change the password",
    setPassword: "Choose a password",
    newPassword: "New password",
    passwordHelp: "At least 12 characters. A sentence is easier to remember.",
    again: "The same once more",
    passwordWords: "Your other sessions will be ended.",
    totp: "Authenticator app",
    totpLead:
      "With a password alone, whoever learns it gets in. An app on your telephone gives one more code, which changes every thirty seconds.",
    totpOn: "On: a code is asked for after your password.",
    totpOff: "Not on yet.",
    addTotp: "Turn an app on",
    removeTotp: "Turn off",
    removeTotpTitle: "Turn the authenticator app off?",
    removeTotpWords: "Your password will then be enough to sign in as you.",
    scanTitle: "Turn an authenticator app on",
    scan:
      "In your app (FreeOTP, Aegis, Google Authenticator…), add an account and scan this square.",
    qr: "Code to scan with the authenticator app",
    manual: "Or type this key:",
    copyKey: "Copy the key",
    code: "Code shown by the app",
    codeHelp: "Six digits.",
    activate: "Turn on",
    recovery: "Recovery codes",
    recoveryLead:
      "Ten codes to keep on paper for the day your telephone is missing. Each works once.",
    recoveryLeft: (left: number) =>
      left === 0 ? "None is left." : `${left} left.`,
    recoveryNone: "You have none yet.",
    makeCodes: "Make ten codes",
    renewCodes: "Make ten new ones",
    renewTitle: "Make ten new recovery codes?",
    renewWords: "The codes made before will no longer work.",
    codesTitle: "Your recovery codes",
    codesLead:
      "They will never be shown again. Print them or write them down, and keep them away from your telephone.",
    copyCodes: "Copy the codes",
    kept: "I have kept them",
    sessions: "Open sessions",
    sessionsLead:
      "The browsers where you are signed in. End what you do not recognise.",
    thisOne: "This device",
    opened: (at: string) => `Opened ${at}`,
    seen: (at: string) => `seen ${at}`,
    close: "End",
    closeOf: (name: string) => `End the session ${name}`,
    closeOthers: "End all other sessions",
    by: {
      passkey: "by passkey",
      password: "by password",
      code: "by password and code",
      recovery: "by recovery code",
      link: "by a link",
      sso: "by single sign-on",
    },
  },
});
