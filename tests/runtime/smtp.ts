/**
 * A mail server for tests, on a port of its own.
 *
 * @module
 */
import { SMTPServer } from "smtp-server";

/** A mail as the server took it. */
export interface Received {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body, as they came. */
  readonly raw: string;
}

/** What the server says of a recipient instead of taking it. */
interface Refusal {
  readonly to: string;
  readonly code: number;
}

/** A running mail server. */
export interface Smtp extends AsyncDisposable {
  readonly url: string;
  readonly host: string;
  readonly received: Received[];
  /** Who signed in, `user:password`. */
  readonly users: string[];
}

/** Starts a server; `secure` speaks TLS from the first byte. */
export async function openSmtp(
  { refuses, secure = false }: { refuses?: Refusal; secure?: boolean } = {},
): Promise<Smtp> {
  const received: Received[] = [];
  const users: string[] = [];
  const server = new SMTPServer({
    secure,
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: secure ? [] : ["STARTTLS"],
    disableReverseLookup: true,
    onAuth({ username, password }, _, done) {
      users.push(`${username}:${password}`);
      done(null, { user: username! });
    },
    onRcptTo({ address }, _, done) {
      if (address !== refuses?.to) return done();
      const error = new Error(`<${address}> is not here`);
      done(Object.assign(error, { responseCode: refuses.code }));
    },
    onData(stream, { envelope: { mailFrom, rcptTo } }, done) {
      read(stream).then((raw) => {
        const to = rcptTo.map(({ address }) => address);
        received.push({ from: mailFrom ? mailFrom.address : "", to, raw });
        done();
      }, done);
    },
  });
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.server.address() as { port: number };
  const host = `127.0.0.1:${port}`;
  return {
    url: `${secure ? "smtps" : "smtp"}://${host}`,
    host,
    received,
    users,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** The text of a mail, decoded. */
export function bodyOf({ raw }: Received): string {
  const body = raw.slice(raw.indexOf("\r\n\r\n") + 4);
  if (/^content-transfer-encoding: base64/im.test(raw)) {
    return new TextDecoder().decode(
      Uint8Array.from(atob(body), (char) => char.charCodeAt(0)),
    );
  }
  if (!/^content-transfer-encoding: quoted-printable/im.test(raw)) return body;
  const bytes = body.replaceAll("=\r\n", "").replaceAll(
    /=([0-9A-F]{2})/g,
    (_, hex) => String.fromCharCode(parseInt(hex, 16)),
  );
  return new TextDecoder().decode(
    Uint8Array.from(bytes, (char) => char.charCodeAt(0)),
  );
}

async function read(stream: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}
