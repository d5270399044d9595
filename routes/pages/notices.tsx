import { dictionary, useWords } from "../../islands/language.ts";
import { Notice } from "./parts/Notice.tsx";

/** What can have been done; the address of a page says which. */
const DONE = dictionary({
  fr: {
    bienvenue: "Votre compte est prêt.",
    structure: "La structure est créée.",
    structureModifiee: "Les réglages sont enregistrés.",
    suspendue: "La structure est suspendue : rien n’est envoyé.",
    retablie: "La structure peut de nouveau envoyer.",
    credits: "Les SMS sont crédités.",
    donnes: "Les SMS sont donnés.",
    repris: "Les SMS sont repris.",
    notifications: "Vos choix sont enregistrés.",
    notificationEssai:
      "La notification d’essai est partie vers votre appareil.",
    appareilRetire: "L’appareil ne sera plus prévenu.",
    dotation: "Le réglage est enregistré.",
    demande: "La demande est envoyée ; vous serez prévenu de la réponse.",
    demandeRetiree: "La demande est retirée.",
    demandeAccordee: "Les SMS sont donnés ; la structure est prévenue.",
    demandeRefusee: "La demande est refusée ; la structure est prévenue.",
    alertes: "Les alertes sont enregistrées.",
    application: "L’application est supprimée ; sa clé ne fonctionne plus.",
    expediteur: "L’expéditeur est ajouté.",
    expediteurDemande:
      "La demande est envoyée : un gestionnaire du groupe doit autoriser ce nom.",
    expediteurAutorise: "L’expéditeur est autorisé.",
    expediteurRefuse: "L’expéditeur est refusé ; la structure le voit.",
    expediteurRetire: "L’expéditeur est retiré.",
    expediteurDefaut: "L’expéditeur par défaut est enregistré.",
    modele: "Le modèle est enregistré.",
    modeleSupprime: "Le modèle est supprimé.",
    liste: "La liste est enregistrée.",
    listeSupprimee: "La liste et ses contacts sont supprimés.",
    contactRetire: "Le contact est retiré.",
    desabonne: "Ce numéro ne recevra plus de message de la structure.",
    reabonne: "Ce numéro peut de nouveau recevoir vos messages.",
    reponses: "Les adresses prévenues des réponses sont enregistrées.",
    reponseSimulee: "La réponse est partie du téléphone simulé.",
    envoiAnnule: "Ce qui n’était pas encore parti est annulé et recrédité.",
    invite: "L’invitation est envoyée.",
    role: "Le nouveau rôle est en vigueur.",
    retire: "C’est fait : cette personne n’a plus accès à la structure.",
    rejoint: "Bienvenue : vous avez rejoint la structure.",
    vueQuittee: "Vous êtes revenu à votre propre vue.",
    deconnecte: "Vous êtes déconnecté.",
    recuperationAcceptee:
      "Accepté : dans un jour, la personne recevra son lien. Elle en est prévenue.",
    recuperationRefusee: "Refusé : la personne en est prévenue.",
    ssoRelie: "Votre compte d’agent est relié.",
    compte: "Votre compte est enregistré.",
    cleAjoutee:
      "La clé d’accès est ajoutée : essayez-la à la prochaine connexion.",
    cleRetiree: "La clé d’accès est retirée.",
    motDePasse:
      "Le mot de passe est enregistré ; vos autres sessions sont fermées.",
    codeActive:
      "L’application est activée. Créez maintenant vos codes de secours.",
    codeDesactive: "L’application est désactivée.",
    sessionFermee: "La session est fermée.",
    sessionsFermees: "Toutes vos autres sessions sont fermées.",
    confirme: "C’est confirmé : vous pouvez continuer pendant dix minutes.",
    secours:
      "Vous êtes connecté par un code de secours. Ajoutez dès maintenant une clé d’accès.",
  },
  en: {
    bienvenue: "Your account is ready.",
    structure: "The structure has been created.",
    structureModifiee: "The settings have been saved.",
    suspendue: "The structure is suspended: nothing is sent.",
    retablie: "The structure can send again.",
    credits: "The SMS have been credited.",
    donnes: "The SMS have been given.",
    repris: "The SMS have been taken back.",
    notifications: "Your choices have been saved.",
    notificationEssai: "The trial notification has left for your device.",
    appareilRetire: "The device will not be told any more.",
    dotation: "The setting has been saved.",
    demande: "The request is sent; you will be told of the answer.",
    demandeRetiree: "The request is withdrawn.",
    demandeAccordee: "The SMS have been given; the structure is told.",
    demandeRefusee: "The request is declined; the structure is told.",
    alertes: "The alerts have been saved.",
    application: "The application has been deleted; its key no longer works.",
    expediteur: "The sender has been added.",
    expediteurDemande:
      "The request has been sent: a manager of the group must allow this name.",
    expediteurAutorise: "The sender is allowed.",
    expediteurRefuse: "The sender is refused; the structure can see it.",
    expediteurRetire: "The sender has been removed.",
    expediteurDefaut: "The default sender has been saved.",
    modele: "The template has been saved.",
    modeleSupprime: "The template has been deleted.",
    liste: "The list has been saved.",
    listeSupprimee: "The list and its contacts have been deleted.",
    contactRetire: "The contact has been removed.",
    desabonne: "This number gets no more messages from the structure.",
    reabonne: "This number can get your messages again.",
    reponses: "The addresses told of replies have been saved.",
    reponseSimulee: "The reply has left the simulated phone.",
    envoiAnnule: "What had not left yet is cancelled and credited back.",
    invite: "The invitation has been sent.",
    role: "The new role is in force.",
    retire: "Done: this person no longer has access to the structure.",
    rejoint: "Welcome: you have joined the structure.",
    vueQuittee: "You are back in your own view.",
    deconnecte: "You are signed out.",
    recuperationAcceptee:
      "Approved: in a day the person receives the link. They are told.",
    recuperationRefusee: "Refused: the person is told.",
    ssoRelie: "Your work account is linked.",
    compte: "Your account has been saved.",
    cleAjoutee: "The passkey has been added: try it when you next sign in.",
    cleRetiree: "The passkey has been removed.",
    motDePasse: "The password is set; your other sessions are ended.",
    codeActive: "The app is on. Now make your recovery codes.",
    codeDesactive: "The app is off.",
    sessionFermee: "The session is ended.",
    sessionsFermees: "All your other sessions are ended.",
    confirme: "Confirmed: you can go on for ten minutes.",
    secours: "You are signed in by a recovery code. Add a passkey now.",
  },
});

/** What a new account is offered. */
const OFFER = dictionary({
  fr: { passkey: "Ajouter une clé d’accès, pour se connecter d’un geste" },
  en: { passkey: "Add a passkey, to sign in with one tap" },
});

export type Done = keyof typeof DONE["fr"];

/** An address that says, where it leads, what was done. */
export function doneAt(path: string, done: Done): string {
  return `${path}${path.includes("?") ? "&" : "?"}fait=${done}`;
}

/** Says what the address claims was done, if it is one of ours. */
export function DoneNotice({ done }: { done: string | undefined }) {
  const words = useWords(DONE);
  const offer = useWords(OFFER);
  if (done === undefined || !Object.hasOwn(words, done)) return null;
  return (
    <Notice tone="good">
      <p>{words[done as Done]}</p>
      {done === "bienvenue" && (
        <p>
          <a href="/compte/securite">{offer.passkey}</a>
        </p>
      )}
    </Notice>
  );
}
