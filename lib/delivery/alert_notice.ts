/**
 * Making a notice of alerts: everything a structure has raised and not told is
 * told together. After a notice there is a minute of quiet, and what is raised
 * in it waits for its end.
 *
 * @module
 */
import { placeOf } from "../domain/batch.ts";
import { readAccount } from "../domain/credit.ts";
import { concernedBy } from "../domain/audience.ts";
import { devicesFor } from "../domain/device.ts";
import { lineage } from "../domain/directory.ts";
import {
  sealEmails,
  waiting,
  WORTH_MS,
  writeNotice,
} from "../domain/notice.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Key } from "../kv/kind.ts";
import type { Ports } from "../ports.ts";
import type {
  Channel,
  Note,
  StoredAlert,
  StoredChannel,
  StoredNotice,
} from "../schema/alert.ts";
import { type Claim, dropDue } from "./deliver.ts";
import { assertLease } from "./shards.ts";

/** Alerts of one notice; more than are ever claimed at once. */
const ALERTS_MAX = 200;

/** Who sends the alerts' own SMS. */
export const SENDER_ID = "alerts";

interface Untold {
  readonly key: Key<StoredAlert>;
  readonly alert: StoredAlert;
}

/** Makes a notice of what is due to be told; its channels come next. */
export async function makeNotice(ports: Ports, claim: Claim): Promise<void> {
  const { lease, due: { structureId } } = claim;
  const listed = await untold(ports, structureId);
  if (!listed.some(({ alert }) => alert.id === claim.id)) {
    return await dropDue(ports, claim);
  }
  const own = await ownSends(ports, listed);
  const audience = await audienceOf(ports, structureId);
  const nowMs = ports.now();
  const id = ports.newId("ntc");
  await ports.store.transact(structureId, async (tx) => {
    await assertLease(tx, lease);
    const account = readAccount(tx, structureId);
    const found = await tx.getMany(listed.map(({ key }) => key));
    const told = listed.filter((_, i) => found[i]?.noticeId === null);
    if (!told.some(({ alert }) => alert.dueMs! <= nowMs)) return;
    for (const { key, alert } of told) {
      tx.delete(keys.due(lease.shard, alert.dueMs!, alert.id));
      tx.put(key, { ...alert, dueMs: null, noticeId: id });
    }
    const toEntry = told.at(-1)!.alert.entry;
    const isOwn = told.every(({ alert }) => own.has(alert.cause));
    writeNotice(tx, structureId, {
      id,
      fromEntry: told[0]!.alert.entry,
      toEntry,
      ...planned(audience, { isOwn, nowMs }),
      atMs: nowMs,
      expiresAtMs: nowMs + WORTH_MS,
    });
    const alerts = { ...account.alerts!, noticedEntry: toEntry };
    tx.put(keys.account(structureId), {
      ...account,
      alerts: { ...alerts, noticedAtMs: nowMs },
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

async function untold(ports: Ports, structureId: string): Promise<Untold[]> {
  const account = await ports.store.get(keys.account(structureId));
  const found = ports.store.list(KINDS.alert, {
    under: [structureId],
    start: [structureId, account?.alerts?.noticedEntry ?? 0],
  }, { limit: ALERTS_MAX });
  const all = await Array.fromAsync(found, ({ parts, value }) => ({
    key: keys.alert(structureId, parts[1] as number, parts[2] as number),
    alert: value,
  }));
  return all.filter(({ alert }) => alert.noticeId === null);
}

/** Those submissions that are alerts themselves, among what caused alerts. */
async function ownSends(
  ports: Ports,
  untold: readonly Untold[],
): Promise<Set<string>> {
  const own = new Set<string>();
  for (const cause of new Set(untold.map(({ alert }) => alert.cause))) {
    const place = placeOf(cause, "sub");
    if (place === null) continue;
    const batch = await ports.store.get(keys.batch(place.batchId));
    const submission = batch?.submissions[place.index];
    if (submission?.actor === SENDER_ID) own.add(cause);
  }
  return own;
}

/** Who is told of a structure's alerts, and how many of each channel. */
interface Audience {
  readonly sealed: string;
  readonly emails: number;
  readonly sms: number;
  readonly webhook: boolean;
  readonly push: boolean;
  /** Devices of who manages it, and of those above who want to hear of it. */
  readonly devices: readonly string[];
}

/** As it is set; where nothing ever was, who manages the structure. */
async function audienceOf(
  ports: Ports,
  structureId: string,
): Promise<Audience> {
  const settings = await ports.store.get(keys.alertSettings(structureId));
  if (settings !== null && !settings.push) return { ...settings, devices: [] };
  const at = await lineage(ports, structureId);
  const { managers, above } = await concernedBy(ports, at!.structure);
  const devices = [
    ...await devicesFor(ports, managers, "alerts"),
    ...await devicesFor(ports, above, "below"),
  ];
  if (settings !== null) return { ...settings, devices };
  const emails = managers.map(({ email }) => email);
  return {
    sealed: sealEmails(ports, structureId, emails),
    emails: emails.length,
    sms: 0,
    webhook: false,
    push: devices.length > 0,
    devices,
  };
}

/** What is to be done for a notice, and from when. */
function planned(
  { sealed, emails, sms, webhook, push, devices }: Audience,
  { isOwn, nowMs }: {
    /** Nothing but the SMS of an alert caused these: no SMS tells of them. */
    isOwn: boolean;
    nowMs: number;
  },
): Pick<StoredNotice, "channels" | "sealed" | "dueMs" | "devices"> {
  const due = (channel: Channel, count: number) => ({
    ...waiting(channel, count),
    nextMs: nowMs,
  });
  const skipped = (channel: Channel, note: Note): StoredChannel => ({
    ...waiting(channel, 0),
    status: "skipped",
    note,
  });
  const channels: StoredChannel[] = [];
  if (emails > 0) channels.push(due("mail", emails));
  if (push) {
    channels.push(
      devices.length > 0
        ? due("push", devices.length)
        : skipped("push", "not_configured"),
    );
  }
  if (webhook) channels.push(due("webhook", 1));
  if (sms > 0) {
    channels.push(isOwn ? skipped("sms", "own_sms") : due("sms", sms));
  }
  const isDue = channels.some(({ nextMs }) => nextMs !== null);
  return {
    channels,
    devices: [...devices],
    sealed: isDue ? sealed : null,
    dueMs: isDue ? nowMs : null,
  };
}
