/**
 * What a structure asks to be warned of, whom to tell, and what was raised.
 *
 * Thresholds stand in the account, where they are compared; addresses and
 * numbers are sealed in a record of their own. Each change of thresholds is
 * noted with the entry it follows, so that alerts can be verified.
 *
 * @module
 */
import { keys, KINDS } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type {
  AlertEvent,
  AlertNotification,
  Alerts,
  NewAlerts,
  StoredAlert,
  StoredChannel,
  StoredNotice,
} from "../schema/alert.ts";
import { instant } from "../schema/common.ts";
import type { Actor } from "./actor.ts";
import { recordAudit } from "./audit.ts";
import { type Call, once } from "./call.ts";
import { effectiveThresholds } from "./alert.ts";
import { readAccount } from "./credit.ts";
import { authorised } from "./directory.ts";
import { fieldError, type LocalisedError } from "./field.ts";
import { fromCursor, type Page, type PageRequest, toCursor } from "./page.ts";
import { INVALID_NUMBERS, parseRecipient } from "./phone.ts";

/** Whom to tell. */
export interface Targets {
  readonly emails: readonly string[];
  /** In E.164. */
  readonly sms: readonly string[];
}

/**
 * Sets what a structure is warned of, in the place of what was set before.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request`
 */
export async function putAlerts(
  ports: Ports,
  call: Call,
  { id, alerts }: { id: string; alerts: NewAlerts },
): Promise<Alerts> {
  await authorised(ports, call.actor, "structure:manage", id);
  const wanted: Alerts = {
    lowBalance: ascending(alerts.lowBalance),
    monthlyVolume: ascending(alerts.monthlyVolume),
    daysLeft: ascending(alerts.daysLeft ?? []),
    failureRate: ascending(alerts.failureRate ?? []),
    emails: uniqueEmails(alerts.emails),
    webhook: alerts.webhook ?? false,
    push: alerts.push ?? false,
    sms: uniqueNumbers(alerts.sms ?? []),
  };
  const { emails, sms, webhook, push, ...thresholds } = wanted;
  const channels = { webhook, push };
  const key = keys.alertSettings(id);
  const sealed = ports.vault.seal(JSON.stringify({ emails, sms }), key.id);
  return await once(ports, call, {
    lane: id,
    body: async (tx) => {
      const account = readAccount(tx, id);
      const { entries } = account;
      const after = {
        ...account,
        alerts: {
          ...(account.alerts ?? { noticedEntry: entries }),
          ...thresholds,
        },
      };
      tx.put(keys.account(id), after);
      tx.put(keys.thresholds(id, entries), effectiveThresholds(after));
      tx.put(key, {
        sealed,
        emails: emails.length,
        sms: sms.length,
        ...channels,
      });
      await recordAudit(tx, ports, {
        call,
        structureId: id,
        action: "alert.change",
        detail: {
          lowBalance: thresholds.lowBalance.join(" "),
          monthlyVolume: thresholds.monthlyVolume.join(" "),
          emails: emails.length,
          sms: sms.length,
          ...channels,
        },
      });
      return wanted;
    },
  });
}

/** @throws {Problem} `not_found`, `forbidden` */
export async function readAlerts(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<Alerts> {
  await authorised(ports, actor, "structure:manage", id);
  const account = await ports.store.get(keys.account(id));
  const settings = await ports.store.get(keys.alertSettings(id));
  const { emails, sms } = openTargets(ports, id, settings?.sealed ?? null);
  return {
    lowBalance: account?.alerts?.lowBalance ?? [],
    monthlyVolume: account?.alerts?.monthlyVolume ?? [],
    daysLeft: account?.alerts?.daysLeft ?? [],
    failureRate: account?.alerts?.failureRate ?? [],
    emails: [...emails],
    webhook: settings?.webhook ?? false,
    push: settings?.push ?? false,
    sms: [...sms],
  };
}

/** Whom a structure's settings name; nobody where nothing was sealed. */
export function openTargets(
  ports: Ports,
  structureId: string,
  sealed: string | null,
): Targets {
  if (sealed === null) return { emails: [], sms: [] };
  const bound = keys.alertSettings(structureId).id;
  return JSON.parse(ports.vault.unseal(sealed, bound));
}

/**
 * What was raised, the newest first, and how it was told. Nobody's address or
 * number is in it.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_cursor`
 */
export async function listAlertEvents(
  ports: Ports,
  actor: Actor,
  { id, limit, cursor }: PageRequest & { id: string },
): Promise<Page<AlertEvent>> {
  await authorised(ports, actor, "credit:read", id);
  const place = fromCursor(cursor, /^\d{1,15}\.\d{1,9}$/);
  const [entry = 0, index = 0] = place?.split(".").map(Number) ?? [];
  const range = place === null
    ? { under: [id] }
    : { under: [id], end: [id, entry, index] };
  const found = await Array.fromAsync(
    ports.store.list(KINDS.alert, range, { limit: limit + 1, reverse: true }),
  );
  const shown = found.slice(0, limit);
  const notices = await noticesOf(ports, id, shown.map(({ value }) => value));
  const last = found.length > limit ? shown.at(-1)! : null;
  return {
    items: shown.map(({ value }) =>
      eventView(value, notices.get(value.noticeId ?? "") ?? null)
    ),
    nextCursor: last && toCursor(last.parts.slice(1).map(String).join(".")),
  };
}

/** An alert as the API and webhooks tell it. */
export function eventView(
  { id, kind, threshold, value, atMs, entry, about, untilMs }: StoredAlert,
  notice: StoredNotice | null,
): AlertEvent {
  return {
    id,
    kind,
    threshold,
    value,
    at: instant(atMs),
    entry,
    about: about ?? null,
    until: untilMs === undefined ? null : instant(untilMs),
    notifications: (notice?.channels ?? []).map(channelView),
  };
}

function channelView(stored: StoredChannel): AlertNotification {
  const { channel, status, atMs, told, attempts, note } = stored;
  return {
    channel,
    status,
    at: atMs === null ? null : instant(atMs),
    recipients: told,
    attempts,
    note,
    submissionId: stored.submissionId ?? null,
  };
}

async function noticesOf(
  ports: Ports,
  structureId: string,
  alerts: readonly StoredAlert[],
): Promise<Map<string, StoredNotice>> {
  const ids = new Set(alerts.map(({ noticeId }) => noticeId));
  ids.delete(null);
  const found = await ports.store.getMany(
    [...ids].map((id) => keys.notice(structureId, id!)),
  );
  const known = found.filter((notice) => notice !== null);
  return new Map(known.map((notice) => [notice.id, notice]));
}

function ascending(thresholds: readonly number[]): number[] {
  return [...new Set(thresholds)].sort((a, b) => a - b);
}

/** As they are written; who differs in capitals alone is one. */
function uniqueEmails(emails: readonly string[]): string[] {
  const known = new Map<string, string>();
  for (const email of emails) {
    const name = email.toLowerCase();
    if (!known.has(name)) known.set(name, email);
  }
  return [...known.values()];
}

/** @throws {Problem} `invalid_request` with a pointer to each unusable one */
function uniqueNumbers(written: readonly string[]): string[] {
  const numbers = new Set<string>();
  const errors: LocalisedError[] = [];
  written.forEach((text, index) => {
    const parsed = parseRecipient(text);
    if ("to" in parsed) numbers.add(parsed.to);
    else errors.push(fieldError(`/sms/${index}`, INVALID_NUMBERS[parsed.code]));
  });
  if (errors.length > 0) throw new Problem("invalid_request", { errors });
  return [...numbers];
}
