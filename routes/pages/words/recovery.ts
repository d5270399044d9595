import { dictionary } from "../../../islands/language.ts";

/** Getting back in after everything was lost. */
export const RECOVERY = dictionary({
  fr: {
    askTitle: "J’ai tout perdu",
    askLead:
      "Un autre gestionnaire de votre structure confirme que c’est vous, un jour passe, puis un lien vous laisse choisir un mot de passe. Vous êtes prévenu de chaque étape et pouvez l’arrêter.",
    ask: "Demander à retrouver l’accès",
    askedTitle: "Demande prise en compte",
    asked:
      "Si cette adresse a un compte, un message vient d’y partir et un autre gestionnaire est prévenu. Appelez-le : il voudra entendre que c’est vous.",
    back: "Revenir à la connexion",
    stopTitle: "Arrêter la demande",
    stopLead:
      "Si vous n’avez pas demandé à retrouver l’accès, arrêtez-le ici : aucun lien ne fonctionnera.",
    stop: "Arrêter",
    stoppedTitle: "C’est arrêté",
    stopped:
      "Aucun lien de cette demande ne fonctionnera. Si quelqu’un a agi à votre place, prévenez un gestionnaire.",
    endTitle: "Choisir un nouveau mot de passe",
    endLead:
      "Les clés d’accès, l’application et les codes d’avant sont retirés, et toutes les sessions fermées.",
    codeRead: "Code lu dans le lien.",
    codeLabel: "Code du lien",
    codeHelp: "Dans le lien reçu par message, ce qui suit « # ».",
    password: "Nouveau mot de passe",
    passwordHelp:
      "12 caractères au moins. Une phrase est plus facile à retenir.",
    again: "Le même, une seconde fois",
    end: "Enregistrer et se connecter",
    listTitle: "Demandes de récupération",
    listBack: "Mon compte",
    listLead:
      "Assurez-vous de vive voix que la demande vient bien de la personne : qui accepte à tort donne ce compte à un inconnu.",
    none: "Aucune demande",
    noneLead:
      "Quand une personne que vous gérez perd tout moyen de se connecter, sa demande paraît ici.",
    askedAt: (at: string) => `Demandé ${at}`,
    readyAt: (at: string) => `Accepté : le lien partira ${at}`,
    approve: "Accepter",
    approveOf: (name: string) => `Accepter la demande de ${name}`,
    refuse: "Refuser",
    refuseOf: (name: string) => `Refuser la demande de ${name}`,
  },
  en: {
    askTitle: "I have lost everything",
    askLead:
      "Another manager of your structure confirms that it is you, a day passes, then a link lets you choose a password. You are told of each step and can stop it.",
    ask: "Ask to regain access",
    askedTitle: "Noted",
    asked:
      "If this address has an account, a message is on its way to it and another manager is told. Call them: they will want to hear that it is you.",
    back: "Back to sign-in",
    stopTitle: "Stop the demand",
    stopLead:
      "If you did not ask to regain access, stop it here: no link will work.",
    stop: "Stop it",
    stoppedTitle: "It is stopped",
    stopped:
      "No link of this demand will work. If somebody acted in your place, tell a manager.",
    endTitle: "Choose a new password",
    endLead:
      "The passkeys, the app and the codes from before are removed, and all sessions ended.",
    codeRead: "The code was read from the link.",
    codeLabel: "Code of the link",
    codeHelp: "In the link received by message, what follows “#”.",
    password: "New password",
    passwordHelp: "At least 12 characters. A sentence is easier to remember.",
    again: "The same once more",
    end: "Save and sign in",
    listTitle: "Demands to regain access",
    listBack: "My account",
    listLead:
      "Make sure by voice that the demand is really the person’s: whoever approves wrongly gives this account to a stranger.",
    none: "No demand",
    noneLead:
      "When a person you manage loses every means to sign in, the demand appears here.",
    askedAt: (at: string) => `Asked ${at}`,
    readyAt: (at: string) => `Approved: the link leaves ${at}`,
    approve: "Approve",
    approveOf: (name: string) => `Approve the demand of ${name}`,
    refuse: "Refuse",
    refuseOf: (name: string) => `Refuse the demand of ${name}`,
  },
});
