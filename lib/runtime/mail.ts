/**
 * Mail through the operator's server.
 *
 * @module
 */
import { createTransport } from "nodemailer";
import type { Mail } from "../ports.ts";

/** A server that does not answer is not waited for longer than this. */
const CONNECT_MS = 10_000;
const ANSWER_MS = 20_000;

/** Final: the server will never take a mail to this address. */
export class MailRefused extends Error {
  override readonly name = "MailRefused";
}

interface Transport {
  sendMail(message: Record<string, unknown>): Promise<unknown>;
}

/** What nodemailer says of a failure. */
interface Failure {
  readonly code?: string;
  readonly command?: string;
  readonly responseCode?: number;
}

/**
 * Sends mails through `smtp`, a URL of scheme smtp or smtps. What its errors
 * say holds no address, so that they may be logged.
 *
 * @throws {MailRefused} for an address the server refuses for good
 */
export function mailer(
  { smtp, from }: { smtp: string; from: string },
): (mail: Mail) => Promise<void> {
  const transport: Transport = createTransport({
    url: smtp,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: ANSWER_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return async ({ to, subject, text }) => {
    try {
      await transport.sendMail({
        from,
        // An object, so that nothing in it is taken for several addresses.
        to: { name: "", address: to },
        subject,
        text,
        headers: { "Auto-Submitted": "auto-generated" },
      });
    } catch (error) {
      throw describe(error as Failure);
    }
  };
}

function describe({ code, command, responseCode }: Failure): Error {
  const said = [code, command, responseCode].filter(Boolean).join(" ");
  const isFinal = command === "RCPT TO" && responseCode !== undefined &&
    responseCode >= 500;
  const message = `the mail server did not take a mail (${said})`;
  return isFinal ? new MailRefused(message) : new Error(message);
}
