/**
 * What the mails of a recovery say: French first, then English.
 *
 * @module
 */
import type { Mail } from "../ports.ts";
import type { Text } from "../problem.ts";

/** Where a mail leads. */
export interface Links {
  /** Who asks, in a mail to who may answer. */
  readonly name: string;
  readonly stop: string;
  readonly link: string;
  readonly list: string;
}

type Words = (links: Links) => Text;

const SUBJECTS = {
  asked: "Demande de récupération de votre compte",
  toAnswer: "Une personne demande à retrouver son accès",
  approved: "Votre demande de récupération est acceptée",
  refused: "Votre demande de récupération est refusée",
  ready: "Votre lien pour retrouver l’accès",
} as const;
export type Step = keyof typeof SUBJECTS;

const BODIES: Readonly<Record<Step, Words>> = {
  asked: ({ stop }) => ({
    fr:
      `Quelqu’un, sans doute vous, demande à retrouver l’accès à votre compte. Un autre gestionnaire doit d’abord l’accepter ; un lien vous parviendra ensuite, après un jour.\n\nSi ce n’est pas vous, arrêtez la demande : ${stop}`,
    en:
      `Somebody, probably you, asks to regain access to your account. Another manager must approve it first; a link then reaches you after a day.\n\nIf it is not you, stop it: ${stop}`,
  }),
  toAnswer: ({ name, list }) => ({
    fr:
      `${name} dit avoir perdu tout moyen de se connecter et demande à retrouver son accès. Assurez-vous auprès de cette personne, de vive voix, que la demande vient d’elle, puis acceptez ou refusez : ${list}`,
    en:
      `${name} says that every means to sign in is lost and asks to regain access. Make sure with that person, by voice, that the demand is theirs, then approve or refuse: ${list}`,
  }),
  approved: ({ stop }) => ({
    fr:
      `Votre demande est acceptée. Dans un jour, un lien vous permettra de choisir un nouveau mot de passe.\n\nSi vous n’avez rien demandé, arrêtez-la : ${stop}`,
    en:
      `Your demand was approved. In a day a link will let you choose a new password.\n\nIf you did not ask for anything, stop it: ${stop}`,
  }),
  refused: () => ({
    fr:
      "Votre demande de récupération est refusée. Parlez-en à un gestionnaire de votre structure.",
    en:
      "Your demand to regain access was refused. Talk to a manager of your structure.",
  }),
  ready: ({ link, stop }) => ({
    fr:
      `Ce lien, valable sept jours et une seule fois, vous permet de choisir un nouveau mot de passe : ${link}\n\nLes clés d’accès et les codes d’avant ne fonctionneront plus.\n\nSi vous n’avez rien demandé, arrêtez la demande : ${stop}`,
    en:
      `This link, valid for seven days and once, lets you choose a new password: ${link}\n\nThe passkeys and codes from before will no longer work.\n\nIf you did not ask for anything, stop it: ${stop}`,
  }),
};

/** The mail of a step, but for whom it goes to. */
export function recoveryMail(step: Step, links: Links): Omit<Mail, "to"> {
  const { fr, en } = BODIES[step](links);
  return {
    subject: `lsmessage : ${SUBJECTS[step]}`,
    text: ["Bonjour,", fr, "— English —", en].join("\n\n"),
  };
}
