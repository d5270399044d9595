/**
 * A town that is warned, and what became of its alerts.
 *
 * @module
 */
import { listAlertEvents, putAlerts } from "../../lib/domain/alert_settings.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import type { NewAlerts, StoredNotice } from "../../lib/schema/alert.ts";
import { OPERATOR } from "../support.ts";
import { openTown, type Town } from "./support.ts";

export const GATHER_MS = 2_100;
export const HOUR_MS = 3_600_000;

/** A town of 100 SMS that is warned below 50. */
export async function warnedTown(
  alerts: Partial<NewAlerts> = {},
  credits = 100,
): Promise<Town> {
  const town = await openTown({ credits });
  const { ports } = town.world;
  await putAlerts(ports, town.world.call(), {
    id: town.structureId,
    alerts: {
      lowBalance: [50],
      monthlyVolume: [],
      emails: ["maire@rodez.fr", "dsi@rodez.fr"],
      ...alerts,
    },
  });
  return town;
}

/** Sends so many SMS, and has all that is due then done. */
export async function spend(
  town: Town,
  count: number,
  text?: string,
): Promise<void> {
  const recipients = Array.from(
    { length: count },
    (_, i) => `+336123456${String(i).padStart(2, "0")}`,
  );
  await town.send({ recipients, text: text ?? `Message ${town.world.nowMs}` });
  await town.engine.runDue();
}

export async function pass(town: Town, ms: number): Promise<void> {
  town.world.advance(ms);
  await town.engine.runDue();
}

export async function events({ world, structureId }: Town) {
  const { items } = await listAlertEvents(world.ports, OPERATOR, {
    id: structureId,
    limit: 50,
  });
  return items;
}

/** What became of each channel of the newest alert. */
export async function outcomes(town: Town) {
  const [event] = await events(town);
  return event!.notifications.map((one) => [
    one.channel,
    one.status,
    one.recipients,
    one.note,
  ]);
}

export async function notices({ world }: Town): Promise<StoredNotice[]> {
  const found = world.store.list(KINDS.notice, {});
  return await Array.fromAsync(found, ({ value }) => value);
}

/** Puts the structure's SMS back to `credits`. */
export async function top(town: Town, credits: number): Promise<void> {
  await transferCredits(town.world.ports, town.world.call(), {
    fromId: null,
    toId: town.structureId,
    credits,
  });
}
