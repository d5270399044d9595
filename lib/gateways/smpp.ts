/**
 * SMPP 3.4 as a transceiver, for installations whose process stays: one
 * session for each account, every part of an SMS submitted and receipted.
 *
 * @module
 */
import type { GatewayKind, GatewayPorts, Outcome } from "./gateway.ts";
import type { SessionPorts } from "./smpp/connect.ts";
import { partsOf } from "./smpp/parts.ts";
import { type Address, submitBody } from "./smpp/pdu.ts";
import type { Session, Submitted } from "./smpp/session.ts";
import { closeSessions, sessionFor } from "./smpp/sessions.ts";
import { SmppSettings } from "./smpp/settings.ts";
import { pause } from "./smpp/timing.ts";

/** How long a part waits for its next attempt where the centre says nothing. */
const PART_AGAIN_MS = 1_000;
const DAY_S = 86_400;

/** Tells apart long texts to one number that are under way together. */
let reference: number | null = null;

/** The gateway kind `smpp`. */
export const smpp: GatewayKind<SmppSettings> = {
  kind: "smpp",
  label: { fr: "SMPP 3.4", en: "SMPP 3.4" },
  settings: SmppSettings,
  secrets: ["password"],
  receiptsByProviderId: ({ dlr = true }) => dlr,

  async submit(ports, settings, sms, signal) {
    if (signal.aborted) return { kind: "retry", detail: "cancelled unsent" };
    if (!canConnect(ports)) {
      const detail = "this installation cannot keep connections open";
      return { kind: "rejected", scope: "gateway", detail };
    }
    const session = sessionFor(ports, settings);
    // Receipts come for as long as the SMS may still arrive.
    session.attend(ports, sms.validitySeconds * 1_000);
    if (sms.segments > 1) {
      reference = (reference ?? Math.floor(ports.random() * 256)) + 1 & 0xff;
    }
    const bodies = partsOf(sms, reference ?? 0).map((part) =>
      submitBody({
        serviceType: settings.serviceType ?? "",
        source: sourceOf(settings, sms.sender),
        destination: { ton: 1, npi: 1, address: sms.to.replace(/^\+/, "") },
        esmClass: part.esmClass,
        validityPeriod: settings.sendValidity ?? true
          ? relativeTime(sms.validitySeconds)
          : "",
        registeredDelivery: settings.dlr ?? true ? 1 : 0,
        dataCoding: part.dataCoding,
        shortMessage: part.octets,
      })
    );
    return await submitParts(session, bodies, {
      signal,
      wait: (ms) => pause(ports, ms, signal),
    });
  },

  attend(ports, settings) {
    if (canConnect(ports)) sessionFor(ports, settings).attend(ports);
  },

  close: closeSessions,
};

function canConnect(ports: GatewayPorts): ports is SessionPorts {
  return ports.connect !== undefined;
}

/**
 * One part after the other, so that a refusal of the first leaves nothing
 * behind. From the second on, a part that may be taken later is tried again
 * here: to begin anew would be to send the first one twice.
 */
async function submitParts(
  session: Session,
  bodies: readonly Uint8Array[],
  { signal, wait }: {
    signal: AbortSignal;
    wait: (ms: number) => Promise<boolean>;
  },
): Promise<Outcome> {
  const ids: string[] = [];
  for (const [index, body] of bodies.entries()) {
    let said = await session.submit(body, signal);
    while (index > 0 && said.kind === "retry") {
      if (!await wait(said.afterMs ?? PART_AGAIN_MS)) break;
      said = await session.submit(body, signal);
    }
    if (said.kind !== "taken") {
      return index === 0
        ? said
        : incomplete(said, `part ${index + 1} of ${bodies.length}`);
    }
    ids.push(said.id);
  }
  const providerId = ids[0] || null;
  return ids.length > 1 && providerId !== null
    ? { kind: "accepted", providerId, partIds: ids }
    : { kind: "accepted", providerId };
}

/** What of an SMS whose first parts were taken: nobody can read it yet. */
function incomplete(
  said: Exclude<Submitted, { kind: "taken" }>,
  which: string,
): Outcome {
  const detail = `${which}: ${said.detail}`;
  return said.kind === "rejected" && said.scope === "message"
    ? { kind: "rejected", scope: "message", detail }
    : { kind: "unknown", detail };
}

/** A name, a number or a short code, each with its type and plan. */
function sourceOf(
  { sourceTon, sourceNpi }: SmppSettings,
  sender: string | null,
): Address {
  const natural = naturalSource(sender ?? "");
  return {
    ...natural,
    ton: sourceTon ?? natural.ton,
    npi: sourceNpi ?? natural.npi,
  };
}

function naturalSource(sender: string): Address {
  if (sender === "") return { ton: 0, npi: 0, address: "" };
  const digits = /^\+?(\d+)$/.exec(sender)?.[1];
  if (digits === undefined) return { ton: 5, npi: 0, address: sender };
  const isShort = digits.length < 7 && !sender.startsWith("+");
  return { ton: isShort ? 3 : 1, npi: isShort ? 0 : 1, address: digits };
}

/** §7.1.1.2: years, months, days, hours, minutes, seconds from now on. */
function relativeTime(seconds: number): string {
  const whole = Math.max(1, Math.ceil(seconds));
  const days = Math.min(Math.floor(whole / DAY_S), 30);
  const clock = [
    Math.floor(whole % DAY_S / 3_600),
    Math.floor(whole % 3_600 / 60),
    whole % 60,
  ];
  const fields = [0, 0, days, ...clock]
    .map((value) => String(value).padStart(2, "0"));
  return `${fields.join("")}000R`;
}
