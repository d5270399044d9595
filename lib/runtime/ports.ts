/**
 * The real world: the one place, with `main.ts`, that reads a clock, makes
 * random numbers, opens connections and sends mail.
 *
 * @module
 */
import { Vault } from "../crypto/vault.ts";
import { keepMail } from "../delivery/outbox.ts";
import { timeOrderedIds } from "../kv/ids.ts";
import type { Mail, Ports } from "../ports.ts";
import type { Config } from "./config.ts";
import { keepAlive } from "./keep_alive.ts";
import { describeError, logger } from "./log.ts";
import { checkMasterKeys, isSealed } from "./key_check.ts";
import { mailer } from "./mail.ts";
import { masterKeysBeside } from "./master_keys.ts";
import { guardedOutbound } from "./outbound.ts";
import { type OpenedStore, openStore } from "./store.ts";

/** The world, opened; `close` lets go of the store. */
export interface World {
  readonly ports: Ports;
  readonly embedded: boolean;
  readonly close: OpenedStore["close"];
}

/**
 * Opens the real world; a demonstration gives it a clock of its own.
 *
 * @throws {StartError} with a sentence for the operator
 */
export async function openWorld(
  config: Config,
  now: () => number = Date.now,
): Promise<World> {
  const nextId = timeOrderedIds(now, randomBytes);
  const newId = (prefix: string) => `${prefix}_${nextId()}`;
  const log = logger(config.log);
  const report: Ports["report"] = (error, context = {}) =>
    log("error", "unexpected", { ...describeError(error), ...context });
  const opened = await openStore(config.kv, {
    now,
    newId,
    random: Math.random,
    after,
    report,
  });
  try {
    const vault = new Vault(
      config.keys ??
        await masterKeysBeside(config.kv!, !await isSealed(opened.store)),
    );
    const kept = keepAlive();
    const ports: Ports = {
      store: opened.store,
      vault,
      now,
      newId,
      randomBytes,
      random: Math.random,
      after,
      fetch: kept.fetch,
      outbound: guardedOutbound(config.outboundAllow),
      sendMail: config.smtp === null
        ? (mail) => keepUnsent(ports, config.mailFrom, mail)
        : mailer({ smtp: config.smtp, from: config.mailFrom }),
      report,
      log,
      publicUrl: config.publicUrl,
      ...(config.oidc === null ? {} : { sso: config.oidc }),
      retentionDays: config.retentionDays,
    };
    await checkMasterKeys(ports);
    const close = async () => {
      kept.close();
      await opened.close();
    };
    return { ports, embedded: opened.embedded, close };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

function randomBytes(length: number): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(length));
}

function after(ms: number, run: () => void): () => void {
  const timer = setTimeout(run, ms);
  return () => clearTimeout(timer);
}

/** Without a mail server the log says that a mail was due, and not to whom. */
async function keepUnsent(
  ports: Ports,
  from: string,
  mail: Mail,
): Promise<void> {
  const { subject } = mail;
  ports.log("warn", "mail.not_sent", { subject, remedy: "set LSMESSAGE_SMTP" });
  await keepMail(ports, from, mail);
}
