import { tryDevice } from "../../lib/delivery/push_trial.ts";
import {
  addDevice,
  listDevices,
  putTopics,
  readTopics,
  removeDevice,
} from "../../lib/domain/device.ts";
import { vapidKeys } from "../../lib/domain/vapid.ts";
import { z } from "@hono/zod-openapi";
import { endpoint } from "../../lib/http/endpoint.ts";
import { languageOf } from "../../lib/http/language.ts";
import { Device, NewDevice, PushKey, Topics } from "../../lib/schema/push.ts";

const tag = "push";

/** A signed-in person's own: keys are refused. */
export const devices = [
  endpoint({
    id: "readPushKey",
    tag,
    summary: {
      fr: "Lit la clé publique des notifications",
      en: "Reads the public key of web push",
    },
    method: "get",
    path: "/push/key",
    returns: { 200: PushKey },
    problems: [],
  }, async ({ ports }) => {
    const { publicKey } = await vapidKeys(ports);
    return { publicKey };
  }),

  endpoint({
    id: "addDevice",
    tag,
    summary: {
      fr: "Reçoit les notifications sur ce navigateur",
      en: "Receives notifications in this browser",
    },
    description:
      "Takes what `PushSubscription.toJSON()` gives. For a person who is signed in, on devices of their own.",
    method: "post",
    path: "/push/devices",
    body: NewDevice,
    returns: { 201: Device },
    problems: ["conflict"],
  }, ({ ports, actor, body, request }) =>
    addDevice(ports, actor, {
      ...body,
      language: languageOf(request.headers.get("accept-language")),
      agent: request.headers.get("user-agent") ?? "",
    })),

  endpoint({
    id: "listDevices",
    tag,
    summary: {
      fr: "Liste les appareils qui reçoivent les notifications",
      en: "Lists the devices that receive notifications",
    },
    method: "get",
    path: "/push/devices",
    returns: { 200: z.object({ items: z.array(Device) }) },
    problems: [],
  }, async ({ ports, actor }) => ({ items: await listDevices(ports, actor) })),

  endpoint({
    id: "removeDevice",
    tag,
    summary: { fr: "Oublie un appareil", en: "Forgets a device" },
    method: "delete",
    path: "/push/devices/{id}",
    returns: { 204: null },
    problems: [],
  }, ({ ports, actor, params }) => removeDevice(ports, actor, params.id)),

  endpoint({
    id: "tryDevice",
    tag,
    summary: {
      fr: "Envoie une notification d'essai à un appareil",
      en: "Sends a trial notification to a device",
    },
    method: "post",
    path: "/push/devices/{id}/test",
    returns: { 204: null },
    problems: ["conflict"],
  }, ({ ports, actor, params }) => tryDevice(ports, actor, params.id)),

  endpoint({
    id: "readPushTopics",
    tag,
    summary: {
      fr: "Lit ce dont une personne est notifiée",
      en: "Reads what a person is notified of",
    },
    method: "get",
    path: "/push/topics",
    returns: { 200: Topics },
    problems: [],
  }, ({ ports, actor }) => readTopics(ports, actor)),

  endpoint({
    id: "putPushTopics",
    tag,
    summary: {
      fr: "Choisit ce dont on est notifié",
      en: "Chooses what one is notified of",
    },
    method: "put",
    path: "/push/topics",
    body: Topics,
    returns: { 200: Topics },
    problems: [],
  }, ({ ports, actor, body }) => putTopics(ports, actor, body.topics)),
];
