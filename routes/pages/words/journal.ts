import { dictionary, type Language } from "../../../islands/language.ts";
import type { Text } from "../../../lib/problem.ts";

/** A structure's journal. */
export const JOURNAL = dictionary({
  fr: {
    title: "Journal",
    lead: "Qui a changé quoi, quand et d’où. Rien ne s’y efface.",
    intact: (lines: string) =>
      `Journal vérifié : ${lines} lignes, la chaîne est intacte.`,
    broken: (line: string) =>
      `La chaîne est rompue à la ligne ${line} : ce journal n’est plus celui qui a été écrit. Prévenez l’exploitant.`,
    none: "Rien de tel dans le journal",
    noneWords: "Élargissez le filtre, ou revenez au journal entier.",
    all: "Tout",
    what: "Action",
    refused: "Refus",
    refusedPill: "Refusé",
    csv: "Télécharger en CSV",
    ndjson: "Télécharger en NDJSON",
    operator: "L’exploitant",
    service: "Le service",
    someone: "Une personne qui n’est plus membre",
    from: {
      api: "par l’API",
      page: "depuis les pages",
      service: "par le service",
    },
    kinds: {
      member: "Membres",
      structure: "Structures",
      credit: "Crédits",
      application: "Applications",
      key: "Clés",
      sender: "Expéditeurs",
      gateway: "Passerelles",
      alert: "Alertes",
      session: "Connexions",
    },
  },
  en: {
    title: "Journal",
    lead: "Who changed what, when and from where. Nothing in it is erased.",
    intact: (lines: string) =>
      `Journal verified: ${lines} lines, the chain is intact.`,
    broken: (line: string) =>
      `The chain is broken at line ${line}: this journal is no longer what was written. Tell the operator.`,
    none: "Nothing of the kind in the journal",
    noneWords: "Widen the filter, or go back to the whole journal.",
    all: "All",
    what: "Action",
    refused: "Refusals",
    refusedPill: "Refused",
    csv: "Download as CSV",
    ndjson: "Download as NDJSON",
    operator: "The operator",
    service: "The service",
    someone: "Somebody who is no longer a member",
    from: {
      api: "through the API",
      page: "from the pages",
      service: "by the service",
    },
    kinds: {
      member: "Members",
      structure: "Structures",
      credit: "Credits",
      application: "Applications",
      key: "Keys",
      sender: "Senders",
      gateway: "Gateways",
      alert: "Alerts",
      session: "Sign-ins",
    },
  },
});

/** What is called how; an action that is not here shows its own name. */
const ACTIONS: Readonly<Record<string, Text>> = {
  "access.refuse": { fr: "Accès refusé", en: "Access refused" },
  "alert.change": { fr: "Alertes modifiées", en: "Alerts changed" },
  "application.create": { fr: "Application créée", en: "Application created" },
  "application.delete": {
    fr: "Application supprimée",
    en: "Application deleted",
  },
  "credit.adjust": { fr: "Solde corrigé", en: "Balance corrected" },
  "credit.allocate": { fr: "SMS donnés", en: "SMS given" },
  "credit.grant": { fr: "SMS attribués", en: "SMS granted" },
  "credit.reclaim": { fr: "SMS repris", en: "SMS taken back" },
  "gateway.change": { fr: "Passerelle modifiée", en: "Gateway changed" },
  "gateway.create": { fr: "Passerelle créée", en: "Gateway created" },
  "gateway.delete": { fr: "Passerelle supprimée", en: "Gateway deleted" },
  "history-export.delete": { fr: "Export détruit", en: "Export destroyed" },
  "history-export.download": {
    fr: "Export téléchargé",
    en: "Export downloaded",
  },
  "history-export.link": { fr: "Lien d’export donné", en: "Export link given" },
  "history-export.start": {
    fr: "Export d’historique demandé",
    en: "Export of the history asked for",
  },
  "import.start": { fr: "Import de structures", en: "Import of structures" },
  "installation.set-up": { fr: "Première installation", en: "First set-up" },
  "key.rotate": { fr: "Clé renouvelée", en: "Key renewed" },
  "member.invite": { fr: "Membre invité", en: "Member invited" },
  "member.join": { fr: "Invitation acceptée", en: "Invitation accepted" },
  "member.reinvite": {
    fr: "Invitation renvoyée",
    en: "Invitation sent again",
  },
  "member.remove": { fr: "Membre retiré", en: "Member removed" },
  "member.role": { fr: "Rôle changé", en: "Role changed" },
  "member.uninvite": {
    fr: "Invitation annulée",
    en: "Invitation taken back",
  },
  "sender.add": { fr: "Expéditeur ajouté", en: "Sender added" },
  "sender.remove": { fr: "Expéditeur retiré", en: "Sender removed" },
  "session.close": { fr: "Déconnexion", en: "Sign-out" },
  "session.open": { fr: "Connexion", en: "Sign-in" },
  "structure.change": { fr: "Structure modifiée", en: "Structure changed" },
  "structure.create": { fr: "Structure créée", en: "Structure created" },
  "structure.resume": { fr: "Envois rétablis", en: "Sends resumed" },
  "structure.suspend": { fr: "Envois suspendus", en: "Sends suspended" },
  "allowance.set": { fr: "Dotation réglée", en: "Allowance set" },
  "application.change": {
    fr: "Application modifiée",
    en: "Application changed",
  },
  "credit.ask": { fr: "SMS demandés", en: "SMS asked for" },
  "credit.share": {
    fr: "Partage de crédits réglé",
    en: "Sharing of credits set",
  },
  "credit.withdraw": {
    fr: "Demande de SMS retirée",
    en: "Request for SMS withdrawn",
  },
  "key.leak": { fr: "Clé signalée divulguée", en: "Key reported leaked" },
  "limits.change": { fr: "Limites modifiées", en: "Limits changed" },
  "list.change": {
    fr: "Liste de contacts modifiée",
    en: "Contact list changed",
  },
  "list.create": { fr: "Liste de contacts créée", en: "Contact list created" },
  "list.delete": {
    fr: "Liste de contacts supprimée",
    en: "Contact list deleted",
  },
  "message.replay": { fr: "Message renvoyé", en: "Message sent again" },
  "passkey.add": { fr: "Clé d’accès ajoutée", en: "Passkey added" },
  "passkey.remove": { fr: "Clé d’accès retirée", en: "Passkey removed" },
  "password.set": { fr: "Mot de passe choisi", en: "Password chosen" },
  "person.erase": {
    fr: "Données d’une personne effacées",
    en: "Data of a person erased",
  },
  "recovery.approve": {
    fr: "Récupération de compte approuvée",
    en: "Account recovery approved",
  },
  "recovery.ask": {
    fr: "Récupération de compte demandée",
    en: "Account recovery asked for",
  },
  "recovery.refuse": {
    fr: "Récupération de compte refusée",
    en: "Account recovery refused",
  },
  "recovery.stop": {
    fr: "Récupération de compte arrêtée",
    en: "Account recovery stopped",
  },
  "recovery.use": { fr: "Compte récupéré", en: "Account recovered" },
  "replies.settings": {
    fr: "Réglages des réponses modifiés",
    en: "Settings of replies changed",
  },
  "retention.destroy": {
    fr: "Clé de conservation détruite",
    en: "Retention key destroyed",
  },
  "sending.change": {
    fr: "Règles d’envoi modifiées",
    en: "Sending rules changed",
  },
  "structure.export": { fr: "Structure exportée", en: "Structure exported" },
  "template.create": { fr: "Modèle créé", en: "Template created" },
  "template.delete": { fr: "Modèle supprimé", en: "Template deleted" },
  "template.update": { fr: "Modèle modifié", en: "Template changed" },
  "totp.add": {
    fr: "Application d’authentification activée",
    en: "Authenticator application turned on",
  },
  "allowance.remove": { fr: "Dotation retirée", en: "Allowance removed" },
  "credit.approve": {
    fr: "Demande de SMS accordée",
    en: "Request for SMS approved",
  },
  "credit.decline": {
    fr: "Demande de SMS refusée",
    en: "Request for SMS declined",
  },
  "fence.lift": {
    fr: "Barrière levée après une restauration",
    en: "Barrier lifted after a restore",
  },
  "master-key.rewrap": {
    fr: "Clés rechiffrées sous la clé maîtresse",
    en: "Keys wrapped again under the master key",
  },
  "optOut.add": { fr: "Numéro désabonné", en: "Number opted out" },
  "optOut.import": { fr: "Désabonnés importés", en: "Opt-outs imported" },
  "optOut.remove": { fr: "Numéro réabonné", en: "Number opted in again" },
  "recovery-codes.make": {
    fr: "Codes de secours créés",
    en: "Recovery codes made",
  },
  "sender.approve": { fr: "Expéditeur autorisé", en: "Sender allowed" },
  "sender.ask": { fr: "Expéditeur demandé", en: "Sender asked for" },
  "sender.refuse": { fr: "Expéditeur refusé", en: "Sender refused" },
  "sso.join": {
    fr: "Entrée par l’authentification unique",
    en: "Joined through single sign-on",
  },
  "sso.link": { fr: "Compte d’agent relié", en: "Work account linked" },
  "sso.set": {
    fr: "Authentification unique réglée",
    en: "Single sign-on set",
  },
  "viewing.end": {
    fr: "Fin de la vue comme un membre",
    en: "No longer seeing as a member",
  },
  "viewing.start": {
    fr: "Pages vues comme un membre",
    en: "Pages seen as a member",
  },
  "webhook.change": { fr: "Webhook modifié", en: "Webhook changed" },
  "webhook.create": { fr: "Webhook créé", en: "Webhook created" },
  "webhook.delete": { fr: "Webhook supprimé", en: "Webhook deleted" },
  "webhook.rotate": {
    fr: "Secret de webhook renouvelé",
    en: "Webhook secret renewed",
  },
  "totp.remove": {
    fr: "Application d’authentification retirée",
    en: "Authenticator application removed",
  },
};

/** What an action is called. */
export function actionName(action: string, language: Language): string {
  return ACTIONS[action]?.[language] ?? action;
}
