/**
 * Sending web push: encrypted for one browser (RFC 8291), signed by this
 * installation (RFC 8292), to the push service of the browser's maker.
 *
 * @module
 */
import { buildPushPayload } from "@block65/webcrypto-web-push";
import { forgetDevice, readDevice } from "../domain/device.ts";
import { vapidKeys } from "../domain/vapid.ts";
import type { Ports } from "../ports.ts";
import type { PushMessage } from "../schema/push.ts";
import type { Language } from "./alert_facts.ts";

/** How long a push service keeps what it could not deliver. */
const TTL_S = 24 * 3_600;
/** A push service is not waited for longer than this. */
const DEADLINE_MS = 10_000;

/** Thrown where the device will never be told: it is gone, or refuses. */
export class PushRefused extends Error {
  override readonly name = "PushRefused";
}

/**
 * Tells one device. One that is gone is forgotten.
 *
 * @throws {PushRefused}
 * @throws what is to be tried again later
 */
export async function sendPush(
  ports: Ports,
  reference: string,
  message: (language: Language) => PushMessage,
): Promise<void> {
  const found = await readDevice(ports, reference);
  if (found === null) throw new PushRefused("the device was removed");
  const { device, reach: { endpoint, ...keys } } = found;
  const { headers, body } = await buildPushPayload(
    {
      data: JSON.stringify(message(device.language)),
      options: { ttl: TTL_S, urgency: "high" },
    },
    { endpoint, expirationTime: null, keys },
    { ...await vapidKeys(ports), subject: ports.publicUrl },
  );
  // The length is the connection's own to say.
  const { "content-length": _, ...sent } = headers;
  const status = await post(ports, endpoint, { headers: sent, body });
  if (status >= 200 && status < 300) return;
  if (status === 404 || status === 410) {
    await forgetDevice(ports, reference);
    throw new PushRefused(`the push service answered ${status}`);
  }
  if (status < 500 && status !== 429) {
    throw new PushRefused(`the push service answered ${status}`);
  }
  throw new Error(`the push service answered ${status}`);
}

async function post(
  ports: Ports,
  endpoint: string,
  init: { headers: Record<string, string>; body: Uint8Array<ArrayBuffer> },
): Promise<number> {
  const stop = new AbortController();
  const cancel = ports.after(DEADLINE_MS, () => stop.abort());
  try {
    const response = await ports.outbound.fetch(endpoint, {
      method: "POST",
      ...init,
      signal: stop.signal,
    });
    await response.body?.cancel();
    return response.status;
  } finally {
    cancel();
  }
}
