import type { SessionPorts } from "./connect.ts";
import { Session } from "./session.ts";
import type { SmppSettings } from "./settings.ts";

interface Held {
  readonly session: Session;
  /** The settings it was opened with. */
  readonly settings: string;
}

/** By account: centres often allow one session for each. */
const held = new Map<string, Held>();
const closing = new Map<string, Promise<void>>();

/**
 * The session of an account. Settings that changed replace it: the old one
 * unbinds first, after what it has not been answered yet.
 */
export function sessionFor(
  ports: SessionPorts,
  settings: SmppSettings,
): Session {
  const account = accountOf(settings);
  const written = JSON.stringify(settings);
  const found = held.get(account);
  if (found?.settings === written) return found.session;
  void found?.session.close();
  const before = closing.get(account) ?? Promise.resolve();
  const session: Session = new Session(ports, settings, {
    before,
    onClosing: (closed) => {
      closing.set(account, closed);
      void closed.finally(() => {
        if (closing.get(account) === closed) closing.delete(account);
      });
      if (held.get(account)?.session === session) held.delete(account);
    },
  });
  held.set(account, { session, settings: written });
  return session;
}

/** Unbinds all sessions. */
export async function closeSessions(): Promise<void> {
  for (const { session } of [...held.values()]) void session.close();
  await Promise.all(closing.values());
}

function accountOf({ host, port, systemId }: SmppSettings): string {
  return JSON.stringify([host, port, systemId]);
}
