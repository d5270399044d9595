/**
 * What people of the demonstration's territory do with SMS: warnings, an
 * allowance, SMS that end, and a request that waits for an answer.
 *
 * @module
 */
import { putAlerts } from "../lib/domain/alert_settings.ts";
import { setAllowance } from "../lib/domain/allowance.ts";
import type { Call } from "../lib/domain/call.ts";
import { askForCredits } from "../lib/domain/credit_request.ts";
import { transferCredits } from "../lib/domain/transfer.ts";
import type { Ports } from "../lib/ports.ts";
import { instant } from "../lib/schema/common.ts";

const DAY_MS = 86_400_000;

/** Where things happen: the centre, and towns by their names. */
export interface Places {
  readonly centreId: string;
  readonly townIds: ReadonlyMap<string, string>;
}

/** Before the history: who is warned, and who is given what each month. */
export async function providePlaces(
  ports: Ports,
  callOf: () => Call,
  { centreId, townIds }: Places,
): Promise<void> {
  const alerts = { monthlyVolume: [], emails: [], push: true };
  await putAlerts(ports, callOf(), {
    id: centreId,
    alerts: { ...alerts, lowBalance: [5_000, 1_000] },
  });
  for (const id of townIds.values()) {
    await putAlerts(ports, callOf(), {
      id,
      alerts: { ...alerts, lowBalance: [200, 20], daysLeft: [15] },
    });
  }
  await setAllowance(ports, callOf(), {
    structureId: townIds.get("Commune d'Espalion")!,
    credits: 400,
  });
}

/** At its end: SMS that will have to be sent, and somebody who asks. */
export async function leaveOpen(
  ports: Ports,
  callOf: () => Call,
  { centreId, townIds }: Places,
): Promise<void> {
  await transferCredits(ports, callOf(), {
    fromId: null,
    toId: centreId,
    credits: 2_000,
    note: "Bon de commande 2026-118",
    expiresAt: instant(ports.now() + 25 * DAY_MS),
  });
  await askForCredits(ports, callOf(), {
    structureId: townIds.get("Commune de Conques")!,
    credits: 300,
    reason: "Festival d'été : rappels aux bénévoles",
  });
}
