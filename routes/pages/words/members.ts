import { dictionary } from "../../../islands/language.ts";

/** Who belongs to a structure, and inviting more. */
export const MEMBERS = dictionary({
  fr: {
    title: "Membres",
    lead:
      "Un rôle vaut pour la structure et pour toutes celles qu’elle contient.",
    invite: "Inviter un membre",
    none: "Aucun membre pour l’instant",
    noneWords:
      "Invitez les personnes qui géreront cette structure, enverront des SMS ou consulteront l’historique. Chacune reçoit un lien par courriel.",
    above:
      "Les gestionnaires des niveaux supérieurs ont aussi accès à cette structure.",
    roles: { manager: "Gestionnaire", sender: "Expéditeur", viewer: "Lecteur" },
    can: {
      manager:
        "Gère la structure : membres, SMS, applications, structures au-dessous.",
      sender: "Envoie des SMS et consulte l’historique.",
      viewer: "Consulte le solde et l’historique.",
    },
    states: {
      active: "Actif",
      invited: "Invitation envoyée",
      expired: "Invitation expirée",
    },
    mailWaiting: "Le courriel est en cours d’envoi.",
    mailFailed: "L’adresse refuse nos courriels : vérifiez-la.",
    until: (date: string) => `Le lien est valable jusqu’au ${date}.`,
    lastVisit: (date: string) => `Dernière visite : ${date}`,
    neverCame: "Jamais venu",
    manage: "Gérer",
    back: "Membres",
    inviteTitle: "Inviter un membre",
    inviteLead:
      "La personne reçoit un lien par courriel. Il ne sert qu’une fois, pendant sept jours.",
    name: "Nom",
    email: "Adresse électronique",
    role: "Rôle",
    send: "Envoyer l’invitation",
    change: "Changer de rôle",
    changeButton: "Enregistrer le rôle",
    effect: "Le changement est immédiat.",
    again: "Renvoyer l’invitation",
    againWords:
      "Un nouveau lien est envoyé ; le précédent ne fonctionnera plus.",
    remove: "Retirer",
    uninvite: "Annuler l’invitation",
    removeTitle: (name: string) => `Retirer ${name} ?`,
    removeWords: (name: string, structure: string) =>
      `${name} n’aura plus accès à « ${structure} » ni aux structures qu’elle contient, et ses sessions ouvertes sont fermées aussitôt. Ce que cette personne a envoyé reste dans l’historique.`,
    uninviteWords: (name: string) =>
      `Le lien envoyé à ${name} ne fonctionnera plus. Si cette personne n’a encore aucun compte, son nom et son adresse sont effacés.`,
  },
  en: {
    title: "Members",
    lead: "A role counts for the structure and for all it contains.",
    invite: "Invite a member",
    none: "No member yet",
    noneWords:
      "Invite the people who will manage this structure, send SMS or read the history. Each gets a link by mail.",
    above: "Managers of the levels above also have access to this structure.",
    roles: { manager: "Manager", sender: "Sender", viewer: "Viewer" },
    can: {
      manager:
        "Manages the structure: members, SMS, applications, structures below.",
      sender: "Sends SMS and reads the history.",
      viewer: "Reads the balance and the history.",
    },
    states: {
      active: "Active",
      invited: "Invitation sent",
      expired: "Invitation expired",
    },
    mailWaiting: "The mail is on its way.",
    mailFailed: "The address refuses our mails: check it.",
    until: (date: string) => `The link is valid until ${date}.`,
    lastVisit: (date: string) => `Last visit: ${date}`,
    neverCame: "Never came",
    manage: "Manage",
    back: "Members",
    inviteTitle: "Invite a member",
    inviteLead:
      "The person gets a link by mail. It works once, for seven days.",
    name: "Name",
    email: "Email address",
    role: "Role",
    send: "Send the invitation",
    change: "Change role",
    changeButton: "Save the role",
    effect: "The change is immediate.",
    again: "Send the invitation again",
    againWords: "A new link is sent; the one before no longer works.",
    remove: "Remove",
    uninvite: "Take the invitation back",
    removeTitle: (name: string) => `Remove ${name}?`,
    removeWords: (name: string, structure: string) =>
      `${name} will no longer have access to “${structure}” nor to the structures it contains, and their open sessions end at once. What this person sent stays in the history.`,
    uninviteWords: (name: string) =>
      `The link sent to ${name} will no longer work. If this person has no account yet, their name and address are erased.`,
  },
});

/** Accepting an invitation. */
export const INVITATION = dictionary({
  fr: {
    title: "Invitation",
    codeLead:
      "Ouvrez le lien du courriel, ou copiez ici le code qui suit « # ».",
    code: {
      read: "Code lu dans le lien.",
      label: "Code d’invitation",
      help: "Dans le lien du courriel, ce qui suit « # ».",
    },
    go: "Continuer",
    invites: (structure: string) => `Rejoindre « ${structure} »`,
    as: (role: string) => `Vous y êtes invité comme ${role.toLowerCase()}.`,
    email: "Votre adresse",
    name: "Votre nom",
    password: "Mot de passe",
    passwordHelp:
      "12 caractères au moins. Une phrase est plus facile à retenir. Vous pourrez ensuite ajouter une clé d’accès.",
    known:
      "Vous avez déjà un compte avec cette adresse : il sert aussi pour cette structure.",
    accept: "Accepter l’invitation",
  },
  en: {
    title: "Invitation",
    codeLead: "Open the link in the mail, or copy here the code after “#”.",
    code: {
      read: "The code was read from the link.",
      label: "Invitation code",
      help: "In the link of the mail, what follows “#”.",
    },
    go: "Continue",
    invites: (structure: string) => `Join “${structure}”`,
    as: (role: string) => `You are invited as a ${role.toLowerCase()}.`,
    email: "Your address",
    name: "Your name",
    password: "Password",
    passwordHelp:
      "At least 12 characters. A sentence is easier to remember. You can add a passkey afterwards.",
    known:
      "You already have an account with this address: it serves this structure too.",
    accept: "Accept the invitation",
  },
});
