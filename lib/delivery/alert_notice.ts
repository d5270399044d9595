/**
 * Making a notice of alerts: everything a structure has raised and not told is
 * told together. After a notice there is a minute of quiet, and what is raised
 * in it waits for its end.
 *
 * @module
 */
import { placeOf } from "../domain/batch.ts";
import { readAccount } from "../domain/credit.ts";
import { type Targets, targetsOf } from "../domain/alert_settings.ts";
import { keys, KINDS, shardOf } from "../kv/keys.ts";
import type { Tx } from "../kv/tx.ts";
import type { Ports } from "../ports.ts";
import type {
  Channel,
  StoredAlert,
  StoredAlertSettings,
  StoredChannel,
  StoredNotice,
} from "../schema/alert.ts";
import { type Claim, dropDue } from "./deliver.ts";
import { assertLease } from "./shards.ts";

/** How long an alert is worth telling. */
const WORTH_MS = 24 * 3_600_000;
/** Alerts of one notice. */
const ALERTS_MAX = 200;

/** Who sends the alerts' own SMS. */
export const SENDER_ID = "alerts";

/** Makes a notice of what is due to be told; its channels come next. */
export async function makeNotice(ports: Ports, claim: Claim): Promise<void> {
  const { structureId } = claim.due;
  const listed = await untold(ports, structureId);
  if (!listed.some(({ alert }) => alert.id === claim.id)) {
    return await dropDue(ports, claim);
  }
  const own = await ownSends(ports, listed.map(({ alert }) => alert));
  const settings = await ports.store.get(keys.alertSettings(structureId));
  const nowMs = ports.now();
  const id = ports.newId("ntc");
  await ports.store.transact(structureId, async (tx) => {
    await assertLease(tx, claim.lease);
    const account = await readAccount(tx, structureId);
    const found = await tx.getMany(listed.map(({ key }) => key));
    const alerts = found.filter((alert) => alert?.noticeId === null);
    if (!alerts.some((alert) => alert!.dueMs! <= nowMs)) return;
    found.forEach((alert, i) => {
      if (alert?.noticeId !== null) return;
      tx.delete(keys.due(claim.lease.shard, alert.dueMs!, alert.id));
      tx.put(listed[i]!.key, { ...alert, dueMs: null, noticeId: id });
    });
    const toEntry = alerts.at(-1)!.entry;
    writeNotice(
      tx,
      structureId,
      noticeOf(ports, structureId, {
        id,
        fromEntry: alerts[0]!.entry,
        toEntry,
        nowMs,
        settings,
        isOwn: alerts.every((alert) => own.has(alert!.cause)),
      }),
    );
    tx.put(keys.account(structureId), {
      ...account,
      alerts: {
        ...account.alerts!,
        noticedAtMs: nowMs,
        noticedEntry: toEntry,
      },
    });
  });
}

/** The alerts a notice tells of, the oldest first. */
export async function alertsOf(
  ports: Ports,
  structureId: string,
  { id, fromEntry, toEntry }: StoredNotice,
): Promise<StoredAlert[]> {
  const found = ports.store.list(KINDS.alert, {
    start: [structureId, fromEntry],
    end: [structureId, toEntry + 1],
  });
  const alerts = await Array.fromAsync(found, ({ value }) => value);
  return alerts.filter(({ noticeId }) => noticeId === id);
}

/** Writes a notice, and its place in the due-index. */
export function writeNotice(
  tx: Tx,
  structureId: string,
  notice: StoredNotice,
): void {
  tx.put(keys.notice(structureId, notice.id), notice);
  if (notice.dueMs === null) return;
  tx.put(keys.due(shardOf(structureId), notice.dueMs, notice.id), {
    kind: "notice",
    structureId,
  });
}

/** Where a notice keeps whom it tells; it is what the seal is bound to. */
export function noticeTargets(
  ports: Ports,
  structureId: string,
  { id, sealed }: StoredNotice,
): Targets {
  if (sealed === null) return { emails: [], sms: [] };
  const bound = keys.notice(structureId, id).id;
  return JSON.parse(ports.vault.unseal(sealed, bound));
}

async function untold(ports: Ports, structureId: string) {
  const account = await ports.store.get(keys.account(structureId));
  const from = account?.alerts?.noticedEntry ?? 0;
  const found = ports.store.list(KINDS.alert, {
    start: [structureId, from],
    end: [structureId, Infinity],
  }, { limit: ALERTS_MAX });
  const all = await Array.fromAsync(found, ({ parts, value }) => ({
    key: keys.alert(structureId, parts[1] as number, parts[2] as number),
    alert: value,
  }));
  return all.filter(({ alert }) => alert.noticeId === null);
}

/** Submissions, among those that caused alerts, that are alerts themselves. */
async function ownSends(
  ports: Ports,
  alerts: readonly StoredAlert[],
): Promise<Set<string>> {
  const own = new Set<string>();
  for (const cause of new Set(alerts.map(({ cause }) => cause))) {
    const place = placeOf(cause, "sub");
    if (place === null) continue;
    const batch = await ports.store.get(keys.batch(place.batchId));
    const submission = batch?.submissions[place.index];
    if (submission?.actor === SENDER_ID) own.add(cause);
  }
  return own;
}

function noticeOf(
  ports: Ports,
  structureId: string,
  { nowMs, settings, isOwn, ...notice }: {
    id: string;
    fromEntry: number;
    toEntry: number;
    nowMs: number;
    settings: StoredAlertSettings | null;
    /** Nothing but the SMS of an alert caused these: no SMS tells of them. */
    isOwn: boolean;
  },
): StoredNotice {
  const targets = targetsOf(ports, structureId, settings);
  const { emails, sms } = targets;
  const channels: StoredChannel[] = [];
  const add = (channel: Channel, count: number) => {
    if (count > 0) channels.push(pending(channel, count, nowMs));
  };
  add("mail", emails.length);
  add("push", settings?.push ? 1 : 0);
  add("webhook", settings?.webhook ? 1 : 0);
  if (!isOwn) add("sms", sms.length);
  else if (sms.length > 0) {
    channels.push({
      ...pending("sms", 0, nowMs),
      status: "skipped",
      nextMs: null,
      note: "own_sms",
    });
  }
  const isDue = channels.some(({ nextMs }) => nextMs !== null);
  const bound = keys.notice(structureId, notice.id).id;
  return {
    ...notice,
    sealed: isDue ? ports.vault.seal(JSON.stringify(targets), bound) : null,
    channels,
    atMs: nowMs,
    expiresAtMs: nowMs + WORTH_MS,
    dueMs: isDue ? nowMs : null,
  };
}

function pending(
  channel: Channel,
  count: number,
  nowMs: number,
): StoredChannel {
  return {
    channel,
    status: "pending",
    left: Array.from({ length: count }, (_, i) => i),
    told: 0,
    refused: 0,
    attempts: 0,
    atMs: null,
    nextMs: nowMs,
    note: null,
  };
}
