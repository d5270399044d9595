/**
 * Orange Business' Contact Everyone, by its light interface: one form, an id
 * for an answer. The sender is fixed by the contract; no receipts are known.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { type Answer, ask } from "./answer.ts";
import type { GatewayKind, Handover, Outcome } from "./gateway.ts";
import { parseJson } from "./json_pointer.ts";
import {
  baseOf,
  byStatus,
  detailOf,
  endpointSetting,
  Key,
  Label,
  objectOf,
  rejected,
  unknown,
} from "./rest.ts";

const ENDPOINT = "https://contact-everyone.orange-business.com";

export const OrangeSettings = z.strictObject({
  token: Key,
  category: Label.optional().openapi({
    description: "Shown in Contact Everyone's log.",
  }),
  diffusionName: Label.optional().openapi({
    description: "Shown in Contact Everyone's log.",
  }),
  endpoint: endpointSetting(ENDPOINT),
}).openapi("OrangeSettings");
export type OrangeSettings = z.infer<typeof OrangeSettings>;

/** The gateway kind `orange`. */
export const orange: GatewayKind<OrangeSettings> = {
  kind: "orange",
  label: { fr: "Orange Contact Everyone", en: "Orange Contact Everyone" },
  settings: OrangeSettings,
  secrets: ["token"],

  async submit(ports, settings, sms, signal) {
    const answer = await ask(ports, {
      url: `${baseOf(settings, ENDPOINT)}/api/light/diffusions/sms`,
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded; charset=UTF-8",
      },
      body: formOf(settings, sms).toString(),
    }, signal);
    return "kind" in answer ? answer : outcomeOf(answer, ports.now());
  },
};

/**
 * To be verified live: parameters in the body, as a public service posts them;
 * the other known client puts them, token and number too, into the address.
 */
function formOf(
  { token, category, diffusionName }: OrangeSettings,
  sms: Handover,
): URLSearchParams {
  return new URLSearchParams({
    token,
    to: sms.to,
    msg: sms.text,
    // Beyond this service's default character set.
    xcharset: "true",
    ...category === undefined ? {} : { category },
    ...diffusionName === undefined ? {} : { diffusionname: diffusionName },
  });
}

function outcomeOf(answer: Answer, nowMs: number): Outcome {
  const { status, text } = answer;
  if (status === 200) {
    const providerId = /^\s*"?(?=\D*\d)([0-9A-Za-z-]{1,100})"?\s*$/
      .exec(text)?.[1];
    return providerId === undefined
      ? unknown("HTTP 200 without an id")
      : { kind: "accepted", providerId };
  }
  const sentence = String(objectOf(parseJson(text))?.message);
  if (status === 400 && isAboutAccount(sentence)) {
    return rejected("gateway", detailOf(answer, null));
  }
  return byStatus(answer, nowMs, { message: [400, 422] });
}

/** To be verified live: errors have a sentence and no code. */
function isAboutAccount(sentence: string): boolean {
  return /token|jeton|credit|crédit|forfait|contrat|compte|account/i
    .test(sentence);
}
