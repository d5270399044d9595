/**
 * Trying a gateway: one real SMS, charged to nobody, kept nowhere.
 *
 * @module
 */
import { type Call, onceDone } from "../domain/call.ts";
import { invalidField } from "../domain/field.ts";
import { INVALID_NUMBERS, parseRecipient } from "../domain/phone.ts";
import type { Ports } from "../ports.ts";
import type { GatewayTest, GatewayTested } from "../schema/gateway.ts";
import { measureText, normaliseText } from "../schema/segment.ts";
import { managedGateway } from "./gateway.ts";
import { type OpenGateway, openGateway } from "./gateways.ts";
import { gatewayPorts } from "./gateway_ports.ts";

const TEXT = "Message d'essai de lsmessage.";
const DEADLINE_MS = 20_000;
const VALIDITY_S = 3_600;

/**
 * Sends one SMS through a gateway and tells what it answered.
 *
 * @throws {Problem} `not_found`, `forbidden`, `invalid_request` for the number
 */
export async function testGateway(
  ports: Ports,
  call: Call,
  { id, to, text }: GatewayTest & { id: string },
): Promise<GatewayTested> {
  const stored = await managedGateway(ports, call.actor, id);
  const parsed = parseRecipient(to);
  if ("code" in parsed) {
    throw invalidField("/to", INVALID_NUMBERS[parsed.code]);
  }
  const gateway = openGateway(ports, stored);
  if (gateway === null) {
    return {
      outcome: "rejected",
      providerId: null,
      detail: "this version does not know the gateway's kind or settings",
    };
  }
  return await onceDone(
    ports,
    call,
    () => submit(ports, gateway, { to: parsed.to, text: text ?? TEXT }),
  );
}

async function submit(
  ports: Ports,
  { kind, stored, settings, callbackUrl }: OpenGateway,
  sms: { to: string; text: string },
): Promise<GatewayTested> {
  const text = normaliseText(sms.text);
  const { encoding, segments } = measureText(text);
  const stop = new AbortController();
  const cancel = ports.after(DEADLINE_MS, () => stop.abort());
  try {
    const outcome = await kind.submit(
      gatewayPorts(ports, stored, stored.ownerId ?? "operator"),
      settings,
      {
        messageId: ports.newId("msg") + "00",
        to: sms.to,
        text,
        encoding,
        segments,
        sender: null,
        validitySeconds: VALIDITY_S,
        callbackUrl,
      },
      stop.signal,
    );
    return outcome.kind === "accepted"
      ? { outcome: "accepted", providerId: outcome.providerId, detail: null }
      : { outcome: outcome.kind, providerId: null, detail: outcome.detail };
  } finally {
    cancel();
  }
}
