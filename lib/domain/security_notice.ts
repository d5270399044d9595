/**
 * Mails that tell a person what changed about how they sign in, so that whoever
 * did not do it can act. French first, then English.
 *
 * @module
 */
import type { Ports } from "../ports.ts";
import type { Text } from "../problem.ts";

/** Each change a person is told of. */
const CHANGES = {
  passkeyAdded: {
    fr: "une clé d’accès a été ajoutée à votre compte",
    en: "a passkey was added to your account",
  },
  passkeyRemoved: {
    fr: "une clé d’accès a été retirée de votre compte",
    en: "a passkey was removed from your account",
  },
  passwordSet: {
    fr: "votre mot de passe a été changé",
    en: "your password was changed",
  },
  totpAdded: {
    fr: "une application d’authentification protège désormais votre compte",
    en: "an authenticator app now protects your account",
  },
  totpRemoved: {
    fr: "l’application d’authentification a été retirée de votre compte",
    en: "the authenticator app was removed from your account",
  },
  codesMade: {
    fr: "de nouveaux codes de secours ont été créés",
    en: "new recovery codes were made",
  },
  codeUsed: {
    fr: "un code de secours a servi à vous connecter",
    en: "a recovery code was used to sign in",
  },
  ssoLinked: {
    fr: "votre compte a été relié à l’authentification unique",
    en: "your account was linked to single sign-on",
  },
} as const satisfies Record<string, Text>;

export type SecurityChange = keyof typeof CHANGES;

/** Tells a person of a change by mail; a mail that fails is only reported. */
export async function tellOfChange(
  ports: Ports,
  member: { readonly email: string },
  change: SecurityChange,
): Promise<void> {
  const { fr, en } = CHANGES[change];
  const page = `${ports.publicUrl}/compte/securite`;
  try {
    await ports.sendMail({
      to: member.email,
      subject: `lsmessage : ${fr}`,
      text: [
        "Bonjour,",
        `${fr.charAt(0).toUpperCase()}${fr.slice(1)}.`,
        `Si c’était vous, il n’y a rien à faire. Sinon, fermez aussitôt les autres sessions et changez votre mot de passe : ${page}`,
        "— English —",
        `${en.charAt(0).toUpperCase()}${en.slice(1)}.`,
        `If it was you, there is nothing to do. If not, end the other sessions at once and change your password: ${page}`,
      ].join("\n\n"),
    });
  } catch (error) {
    ports.report(error, { mail: change });
  }
}
