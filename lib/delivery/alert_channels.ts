/**
 * Telling a notice of alerts through its channels. Each goes on by itself: one
 * that failed is tried again later and for a day at the most, and who was told
 * is not told again.
 *
 * @module
 */
import { eventView, openTargets } from "../domain/alert_settings.ts";
import {
  availableCredits,
  EMPTY_ACCOUNT,
  readAccount,
} from "../domain/credit.ts";
import { lineage } from "../domain/directory.ts";
import { writeNotice } from "../domain/notice.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { StoredChannel, StoredNotice } from "../schema/alert.ts";
import { type AlertHooks, HOOKS } from "./alert_hooks.ts";
import { alertsOf } from "./alert_notice.ts";
import { sendAlertSms } from "./alert_sms.ts";
import {
  after,
  type Attempted,
  skipped,
  type Telling,
} from "./alert_telling.ts";
import { namesOf, newsOf } from "./news.ts";
import { sendPush } from "./push.ts";
import { type Claim, dropDue } from "./deliver.ts";
import { assertLease, LostLease } from "./shards.ts";

/** What was told must be written down: to forget it is to tell it again. */
const WRITES_MAX = 5;
const WRITE_AGAIN_MS = 1_000;

/** Tells what is due of a notice. */
export async function tellNotice(
  ports: Ports,
  claim: Claim,
  hooks: AlertHooks = HOOKS,
): Promise<void> {
  const { structureId } = claim.due;
  const notice = await ports.store.get(keys.notice(structureId, claim.id));
  if (notice === null || notice.dueMs !== claim.dueMs) {
    return await dropDue(ports, claim);
  }
  const telling = prepare(ports, structureId, notice);
  const nowMs = ports.now();
  const channels = await Promise.all(notice.channels.map(async (channel) => {
    if (channel.nextMs === null || channel.nextMs > nowMs) return channel;
    const attempted = await attempt(ports, channel, { telling, hooks });
    return after(channel, attempted, {
      expiresAtMs: notice.expiresAtMs,
      nowMs: ports.now(),
      random: ports.random(),
    });
  }));
  const next = channels.flatMap(({ nextMs }) => nextMs ?? []);
  const dueMs = next.length === 0 ? null : Math.min(...next);
  await conclude(ports, claim, {
    ...notice,
    channels,
    dueMs,
    sealed: dueMs === null ? null : notice.sealed,
  });
}

async function prepare(
  ports: Ports,
  structureId: string,
  notice: StoredNotice,
): Promise<Telling> {
  const at = await lineage(ports, structureId);
  const account = await ports.store.get(keys.account(structureId));
  const alerts = await alertsOf(ports, structureId, notice);
  return {
    notice,
    at,
    told: {
      structureId,
      name: at?.structure.name ?? "",
      names: await namesOf(ports, alerts),
      alerts,
      available: availableCredits(account ?? EMPTY_ACCOUNT),
      publicUrl: ports.publicUrl,
    },
    targets: openTargets(ports, structureId, notice.sealed),
  };
}

/** Tries one channel once. Never throws. */
async function attempt(
  ports: Ports,
  { channel, left }: StoredChannel,
  { telling, hooks }: { telling: Promise<Telling>; hooks: AlertHooks },
): Promise<Attempted> {
  try {
    const ready = await telling;
    switch (channel) {
      case "mail": {
        const { mail } = await newsOf(ports, ready);
        const { emails } = ready.targets;
        return await oneByOne(
          ports,
          left,
          (index) => ports.sendMail({ to: emails[index]!, ...mail }),
        );
      }
      case "sms":
        return await sendAlertSms(ports, ready);
      case "push": {
        const news = await newsOf(ports, ready);
        const { devices = [] } = ready.notice;
        return await oneByOne(
          ports,
          left,
          (index) =>
            sendPush(ports, devices[index]!, (language) => news.push(language)),
        );
      }
      case "webhook": {
        const hook = hooks[channel];
        if (hook === null) return skipped("not_configured");
        const { structureId, alerts } = ready.told;
        for (const alert of alerts) {
          const data = eventView(alert, null);
          const told = await hook(ports, {
            structureId,
            type: "alert.raised",
            data,
          });
          if (told === false) return skipped("not_configured");
        }
        return { told: left.length, refused: 0, left: [], note: null };
      }
    }
  } catch (error) {
    ports.report(error, { channel });
    return { told: 0, refused: 0, left, note: "unreachable" };
  }
}

/**
 * Tells one after another, up to the first that cannot be told now: it waits
 * behind the others then, so that it does not keep them from being told.
 */
async function oneByOne(
  ports: Ports,
  left: readonly number[],
  tell: (index: number) => Promise<void>,
): Promise<Attempted> {
  let told = 0;
  let refused = 0;
  for (let i = 0; i < left.length; i++) {
    try {
      await tell(left[i]!);
      told++;
    } catch (error) {
      if (isRefusal(error)) {
        refused++;
        continue;
      }
      ports.report(error, { channel: "mail" });
      const rest = [...left.slice(i + 1), left[i]!];
      return { told, refused, left: rest, note: "unreachable" };
    }
  }
  return { told, refused, left: [], note: refused > 0 ? "refused" : null };
}

/** Whether this address, or this device, will never be told. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error &&
    (error.name === "MailRefused" || error.name === "PushRefused");
}

async function conclude(
  ports: Ports,
  claim: Claim,
  notice: StoredNotice,
): Promise<void> {
  const { lease, dueMs, due: { structureId } } = claim;
  for (let write = 1;; write++) {
    try {
      return await ports.store.transact(structureId, async (tx) => {
        await assertLease(tx, lease);
        readAccount(tx, structureId);
        tx.delete(keys.due(lease.shard, dueMs, notice.id));
        writeNotice(tx, structureId, notice);
      });
    } catch (error) {
      if (error instanceof LostLease || write === WRITES_MAX) throw error;
      ports.report(error, { noticeId: notice.id });
      await new Promise<void>((resolve) => {
        ports.after(WRITE_AGAIN_MS, resolve);
      });
    }
  }
}
