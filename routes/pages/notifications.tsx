/**
 * Notifications of a person: on which devices, and of what.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { tryDevice } from "../../lib/delivery/push_trial.ts";
import {
  listDevices,
  putTopics,
  readTopics,
  removeDevice,
} from "../../lib/domain/device.ts";
import { vapidKeys } from "../../lib/domain/vapid.ts";
import { Topic } from "../../lib/schema/push.ts";
import { type Errors, errorsOf } from "./forms.ts";
import { doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { Notifications } from "./views/Notifications.tsx";
import type { PageEnv } from "./visit.ts";
import { NOTIFICATIONS, NOTIFICATIONS_PATH } from "./words/notifications.ts";

export const notifications = new Hono<PageEnv>();

notifications.get("/", (c) => show(c, {}));

notifications.post("/", async (c) => {
  const { visit, form } = c.var;
  const { ports, actor } = visit;
  const id = form["appareil"] ?? "";
  try {
    switch (form["etape"]) {
      case "retirer":
        await removeDevice(ports, actor, id);
        return done(c, "appareilRetire");
      case "essayer":
        await tryDevice(ports, actor, id);
        return done(c, "notificationEssai");
      default: {
        const topics = Topic.options.filter((topic) => form[topic] === "oui");
        await putTopics(ports, actor, topics);
        return done(c, "notifications");
      }
    }
  } catch (error) {
    return await show(c, errorsOf(error, visit.language));
  }
});

function done(c: Context<PageEnv>, what: Parameters<typeof doneAt>[1]) {
  return c.redirect(doneAt(NOTIFICATIONS_PATH, what), 303);
}

async function show(c: Context<PageEnv>, errors: Errors) {
  const { visit } = c.var;
  const { ports, actor } = visit;
  const [devices, { topics }, { publicKey }] = await Promise.all([
    listDevices(ports, actor),
    readTopics(ports, actor),
    vapidKeys(ports),
  ]);
  const status = Object.keys(errors).length > 0 ? 422 : 200;
  return page(
    c,
    { title: NOTIFICATIONS[visit.language].title, status },
    <Notifications
      visit={visit}
      devices={devices}
      topics={topics}
      publicKey={publicKey}
      errors={errors}
      done={c.req.query("fait")}
    />,
  );
}
