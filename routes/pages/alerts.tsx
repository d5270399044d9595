/**
 * Alerts: what the structure is warned of, who is told, and what was raised.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { readThresholds, writeThresholds } from "../../islands/thresholds.ts";
import { readBalance } from "../../lib/domain/account.ts";
import {
  listAlertEvents,
  putAlerts,
  readAlerts,
} from "../../lib/domain/alert_settings.ts";
import { namesOf } from "../../lib/delivery/news.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { parseFields } from "../../lib/domain/field.ts";
import { Problem } from "../../lib/problem.ts";
import { type Alerts, NewAlerts } from "../../lib/schema/alert.ts";
import type { Balance } from "../../lib/schema/credit.ts";
import { type Errors, errorsOf, sentence } from "./forms.ts";
import { formCall } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { AlertsView } from "./views/Alerts.tsx";
import {
  address,
  type Fields,
  may,
  type PageEnv,
  type Visit,
} from "./visit.ts";
import { phoneNumber } from "./words.ts";
import { ALERTS } from "./words/alerts.ts";
import type { Language } from "../../islands/language.ts";

const EVENTS = 20;
/** What part of what was ever received is little, and very little. */
const PROPOSED = [0.2, 0.05];

export const alerts = new Hono<PageEnv>();

alerts.get("/", (c) => show(c, null, {}));

alerts.post("/", async (c) => {
  const { visit, form } = c.var;
  const id = visit.here!.id;
  await authorised(visit.ports, visit.actor, "structure:manage", id);
  const given = {
    lowBalance: readThresholds(form["lowBalance"] ?? ""),
    monthlyVolume: readThresholds(form["monthlyVolume"] ?? ""),
    daysLeft: readThresholds(form["daysLeft"] ?? ""),
    failureRate: readThresholds(form["failureRate"] ?? ""),
    emails: listed(form["emails"], /[\s,;]+/),
    sms: listed(form["sms"], /[,;\n]/),
  };
  const [webhook, push] = [form["webhook"] === "oui", form["push"] === "oui"];
  try {
    const wanted = parseFields(NewAlerts, { ...given, webhook, push });
    const call = formCall(c, "PUT /structures/:id/alerts");
    await putAlerts(visit.ports, call, { id, alerts: wanted });
  } catch (error) {
    return await show(c, form, itemErrors(error, given, visit.language));
  }
  return c.redirect(doneAt(address(id, "alertes"), "alertes"), 303);
});

async function show(
  c: Context<PageEnv>,
  form: Fields | null,
  errors: Errors,
): Promise<Response> {
  const { visit } = c.var;
  const { ports, actor, here } = visit;
  const suite = c.req.query("suite");
  const [events, balance, settings] = await Promise.all([
    listAlertEvents(ports, actor, {
      id: here!.id,
      limit: EVENTS,
      cursor: suite,
    }),
    readBalance(ports, actor, here!.id),
    may(visit, "structure:manage") ? readAlerts(ports, actor, here!.id) : null,
  ]);
  const isNew = settings !== null && isUnset(settings);
  const stored = settings === null
    ? {}
    : isNew
    ? proposal(balance, visit)
    : fieldsOf(settings, visit.language);
  return page(
    c,
    {
      title: ALERTS[visit.language].title,
      section: "alertes",
      status: Object.keys(errors).length > 0 ? 422 : 200,
    },
    <AlertsView
      visit={visit}
      balance={balance}
      settings={settings}
      events={events}
      names={await namesOf(ports, events.items)}
      fields={form ?? stored}
      errors={errors}
      isNew={isNew && form === null}
      query={{ ...(suite ? { suite } : {}) }}
      done={c.req.query("fait")}
    />,
  );
}

function isUnset(settings: Alerts): boolean {
  const { lowBalance, monthlyVolume, daysLeft, failureRate } = settings;
  return [lowBalance, monthlyVolume, daysLeft, failureRate]
    .every((list) => list.length === 0) &&
    settings.emails.length === 0 && settings.sms.length === 0;
}

function fieldsOf(settings: Alerts, language: Language): Fields {
  return {
    lowBalance: writeThresholds(settings.lowBalance, language),
    monthlyVolume: writeThresholds(settings.monthlyVolume, language),
    daysLeft: writeThresholds(settings.daysLeft, language),
    failureRate: writeThresholds(settings.failureRate, language),
    push: settings.push ? "oui" : "",
    webhook: settings.webhook ? "oui" : "",
    emails: settings.emails.join("\n"),
    sms: settings.sms.map(phoneNumber).join("\n"),
  };
}

/** Something to begin with: a fifth and a twentieth of what was received. */
function proposal(
  { granted, allocated }: Balance,
  { actor, language }: Visit,
): Fields {
  const own = Math.max(100, granted - allocated);
  const thresholds = PROPOSED.map((part) => round(own * part));
  const lowBalance = writeThresholds(thresholds, language);
  return { lowBalance, daysLeft: "15", emails: actor.email, push: "oui" };
}

/** To one digit and zeros. */
function round(value: number): number {
  const ten = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return Math.round(value / ten) * ten;
}

function listed(text: string | undefined, separators: RegExp): string[] {
  return (text ?? "").split(separators).map((part) => part.trim())
    .filter((part) => part !== "");
}

/** Errors of lists, each with what was written there. */
function itemErrors(
  error: unknown,
  given: Readonly<Record<string, readonly unknown[]>>,
  language: Language,
): Errors {
  if (!(error instanceof Problem) || !error.options.errors?.length) {
    return errorsOf(error, language);
  }
  const errors: Record<string, string> = {};
  for (const one of error.options.errors) {
    const [, field = "", index] = one.pointer.split("/");
    const detail = sentence(one, language);
    const item = index === undefined
      ? undefined
      : given[field]?.[Number(index)];
    errors[field] ??= item === undefined
      ? detail
      : ALERTS[language].item(String(item), detail);
  }
  return errors;
}
