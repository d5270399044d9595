/**
 * Where alerts leave for channels that are built elsewhere.
 *
 * @module
 */
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { AlertEvent } from "../schema/alert.ts";

/** An alert for whoever listens to a structure. */
export interface RaisedAlert {
  readonly structureId: string;
  readonly type: "alert.raised";
  readonly data: AlertEvent;
}

/**
 * Passes one alert on, once it is sure to be told; false where nobody listens,
 * and it throws where it is to be tried again. The same `data.id` may come
 * twice.
 */
export type AlertHook = (ports: Ports, alert: RaisedAlert) => Promise<unknown>;

/** Null where the channel does not exist yet. */
export interface AlertHooks {
  readonly webhook: AlertHook | null;
}

export const HOOKS: AlertHooks = { webhook: isListenedTo };

/**
 * Webhooks are queued in the commit that raises the alert; what is left to
 * tell is whether anybody listens.
 */
async function isListenedTo(
  ports: Ports,
  { structureId, type }: RaisedAlert,
): Promise<boolean> {
  const account = await ports.store.get(keys.account(structureId));
  const webhooks = account?.webhooks ?? [];
  return webhooks.some(({ events }) => events.includes(type));
}
