/**
 * A notification that a person sends to one of its own devices, to see that it
 * arrives.
 *
 * @module
 */
import type { Actor } from "../domain/actor.ts";
import { listDevices } from "../domain/device.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { PushRefused, sendPush } from "./push.ts";

/**
 * Sends the trial.
 *
 * @throws {Problem} `not_found` for no device of the person's, `unavailable`
 *   where its push service does not take it
 */
export async function tryDevice(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<null> {
  const devices = await listDevices(ports, actor);
  if (!devices.some((device) => device.id === id)) {
    throw new Problem("not_found");
  }
  try {
    await sendPush(ports, `${actor.id}/${id}`, (language) => ({
      title: "lsmessage",
      body: language === "fr"
        ? "Cet appareil recevra vos notifications."
        : "This device will receive your notifications.",
      url: "/compte/notifications",
      tag: "trial",
    }));
    return null;
  } catch (error) {
    throw error instanceof PushRefused ? gone() : notNow();
  }
}

function gone(): Problem {
  return new Problem("conflict", {
    detail: {
      fr:
        "Le navigateur de cet appareil n'accepte plus de notifications ; réactivez-les depuis cet appareil.",
      en:
        "The browser of this device takes no more notifications; turn them on again from that device.",
    },
  });
}

function notNow(): Problem {
  return new Problem("unavailable", {
    detail: {
      fr:
        "Le service de notification du navigateur ne répond pas ; réessayez dans un instant.",
      en: "The browser's push service does not answer; try again in a moment.",
    },
    retryAfterSeconds: 10,
  });
}
