/**
 * What a notice tells, for each channel: of alerts, of a request for SMS, of a
 * gateway that is down. A push says no more than a locked screen may show.
 *
 * @module
 */
import { countWaiting } from "../domain/credit_request.ts";
import { keys } from "../kv/keys.ts";
import type { Mail, Ports } from "../ports.ts";
import type { PushMessage } from "../schema/push.ts";
import type { Language } from "./alert_facts.ts";
import type { Telling } from "./alert_telling.ts";
import { alertMail, summary } from "./alert_words.ts";
import { gatewayMail, gatewayPush } from "./gateway_words.ts";
import { requestMail, requestPush } from "./request_words.ts";

/** What a notice says. */
export interface News {
  readonly mail: Omit<Mail, "to">;
  push(language: Language): PushMessage;
}

/** Reads what a notice says. */
export async function newsOf(
  ports: Ports,
  { notice, told }: Telling,
): Promise<News> {
  if (notice.gateway !== undefined) {
    const { gateway, atMs } = notice;
    const news = { ...gateway, atMs, publicUrl: ports.publicUrl };
    return {
      mail: gatewayMail(news),
      push: (language) => gatewayPush(news, language),
    };
  }
  if (notice.request !== undefined) {
    const { id, what } = notice.request;
    const request = (await ports.store.get(keys.request(id)))!;
    const place = { ...told, what };
    const badge = what === "asked" && request.groupId !== null
      ? await countWaiting(ports, request.groupId)
      : null;
    return {
      mail: requestMail(request, place),
      push: (language) => requestPush(request, place, { language, badge }),
    };
  }
  return {
    mail: alertMail(told),
    push: (language) => ({
      title: told.name,
      body: capital(summary(told, language)),
      url: `/s/${told.structureId}/alertes`,
      tag: `alert-${told.structureId}`,
    }),
  };
}

/** The names of what alerts are about, by id. */
export async function namesOf(
  ports: Ports,
  alerts: readonly { readonly about?: string | null | undefined }[],
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (const about of new Set(alerts.map((alert) => alert.about ?? ""))) {
    const name = await nameOf(ports, about);
    if (name) names.set(about, name);
  }
  return names;
}

async function nameOf(ports: Ports, id: string): Promise<string | null> {
  const { store } = ports;
  switch (id.slice(0, 4)) {
    case "str_":
      return (await store.get(keys.structure(id)))?.name ?? id;
    case "gtw_":
      return (await store.get(keys.gateway(id)))?.name ?? id;
    case "trf_":
      return (await store.get(keys.lotSource(id)))?.note ?? null;
    default:
      return null;
  }
}

function capital(sentence: string): string {
  return sentence.charAt(0).toUpperCase() + sentence.slice(1);
}
