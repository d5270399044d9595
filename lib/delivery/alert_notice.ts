/**
 * Making a notice of alerts: everything a structure has raised and not told is
 * told together. After a notice there is a minute of quiet, and what is raised
 * in it waits for its end.
 *
 * @module
 */
import { placeOf } from "../domain/batch.ts";
import { readAccount } from "../domain/credit.ts";
import { waiting, WORTH_MS, writeNotice } from "../domain/notice.ts";
import { keys, KINDS } from "../kv/keys.ts";
import type { Key } from "../kv/kind.ts";
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
  const settings = await ports.store.get(keys.alertSettings(structureId));
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
      ...planned(settings, { isOwn, nowMs }),
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

/** What is to be done for a notice, and from when. */
function planned(
  settings: StoredAlertSettings | null,
  { isOwn, nowMs }: {
    /** Nothing but the SMS of an alert caused these: no SMS tells of them. */
    isOwn: boolean;
    nowMs: number;
  },
): Pick<StoredNotice, "channels" | "sealed" | "dueMs"> {
  if (settings === null) return { channels: [], sealed: null, dueMs: null };
  const counts: [Channel, number][] = [
    ["mail", settings.emails],
    ["push", settings.push ? 1 : 0],
    ["webhook", settings.webhook ? 1 : 0],
    ["sms", settings.sms],
  ];
  const channels = counts.filter(([, count]) => count > 0)
    .map(([channel, count]): StoredChannel =>
      channel === "sms" && isOwn
        ? { ...waiting(channel, 0), status: "skipped", note: "own_sms" }
        : { ...waiting(channel, count), nextMs: nowMs }
    );
  const isDue = channels.some(({ nextMs }) => nextMs !== null);
  return {
    channels,
    sealed: isDue ? settings.sealed : null,
    dueMs: isDue ? nowMs : null,
  };
}
