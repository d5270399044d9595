/**
 * Handing one message to a gateway: which one, and what it said.
 *
 * @module
 */
import { messageId } from "../domain/batch.ts";
import { type Lineage, lineage } from "../domain/directory.ts";
import { optedOut } from "../domain/opt_out_check.ts";
import { quietUntil } from "../domain/quiet_hours.ts";
import { rulesOf } from "../domain/sending_rules.ts";
import type { Handover, Outcome } from "../gateways/gateway.ts";
import type { Ports } from "../ports.ts";
import type { Batch, StoredMessage } from "../schema/batch.ts";
import type { FollowUp } from "./conclude.ts";
import { Deadlines } from "./deadlines.ts";
import { type OpenGateway, openGateways } from "./gateways.ts";
import { gatewayPorts } from "./gateway_ports.ts";
import type { Gates, Pass, Shut } from "./gates.ts";
import { Inquiry } from "./inquiry.ts";
import { handedMs, type Result } from "./outcome.ts";
import { routeOf } from "./route.ts";
import { testOutcome, testReceipt } from "./test_outcome.ts";

/** No gateway is waited for longer than this. */
const DEADLINE_MS = 30_000;

/** One message to hand over, with its secrets. */
export interface Parcelled {
  readonly batch: Batch;
  readonly index: number;
  readonly message: StoredMessage;
  readonly to: string | null;
  readonly text: string | null;
}

/** What came of handing over, and which gateway said so. */
export interface HandedOver {
  readonly result: Result;
  readonly gatewayId: string | null;
  readonly byProviderId: boolean;
  readonly followUp: FollowUp | null;
}

/** The way out for messages: the gateways, each at its own pace. */
export class HandOver {
  readonly #ports: Ports;
  readonly #gates: Gates;
  readonly #inquiry: Inquiry;
  readonly #deadlines: Deadlines;

  constructor(ports: Ports, gates: Gates) {
    this.#ports = ports;
    this.#deadlines = new Deadlines(ports, DEADLINE_MS);
    this.#inquiry = new Inquiry(ports);
    this.#gates = gates;
  }

  /** Hands over one message; null if this worker stops. Never throws. */
  async run(
    parcelled: Parcelled,
    claimedMs: number,
  ): Promise<HandedOver | null> {
    const { batch, message, to, text } = parcelled;
    const submission = batch.submissions[message.submission]!;
    const nowMs = Math.max(claimedMs, this.#ports.now());
    if (nowMs >= submission.expiresAtMs) return said({ kind: "expired" });
    if (to === null || text === null) return said({ kind: "expired" });
    if (submission.test) {
      return { ...said(testOutcome(to, message)), followUp: testReceipt(to) };
    }
    try {
      const at = await lineage(this.#ports, batch.structureId);
      if (at === null) return said({ kind: "no_gateway" });
      if (message.reason === "unknown_outcome") {
        return await this.#lookInto(parcelled, at);
      }
      if ((await optedOut(this.#ports, at.structure, [to])).size > 0) {
        return said(afterOptOut(message));
      }
      const quietMs = submission.urgent ? null : quietUntil(rulesOf(at), nowMs);
      if (quietMs !== null) {
        const reason = "quiet_hours";
        return said({ kind: "waits", reason, nextMs: quietMs });
      }
      return await this.#throughAGateway(parcelled, at, nowMs);
    } catch (error) {
      this.#ports.report(error, { messageId: idOf(parcelled) });
      return said({ kind: "unknown", detail: "internal error" });
    }
  }

  /** Whether what a structure hands over twice is known for it everywhere. */
  async recognisesRepeats(structureId: string): Promise<boolean> {
    const at = await lineage(this.#ports, structureId);
    const gateways = at === null ? [] : await openGateways(this.#ports, at);
    return gateways.length > 0 &&
      gateways.every(({ kind }) => kind.deduplicates === true);
  }

  /** Asks the network about a hand-over nobody answered for. */
  async #lookInto(parcelled: Parcelled, at: Lineage): Promise<HandedOver> {
    const { batch, message, to, text } = parcelled;
    const id = message.gateway === undefined
      ? null
      : batch.gateways[message.gateway]!;
    const gateway = (await openGateways(this.#ports, at))
      .find(({ stored }) => stored.id === id);
    const found = await this.#inquiry.find(gateway, {
      messageId: idOf(parcelled),
      to: to!,
      text: text!,
      handedMs: handedMs(message) ?? this.#ports.now(),
    }, batch.structureId);
    if (found.kind !== "accepted") {
      const policy = rulesOf(at).unknownOutcome;
      return said({ kind: "unclear", answer: found.kind, policy });
    }
    return handed(gateway!, { ...found, found: true });
  }

  /** Asks the gateways of its route until one answers for itself. */
  async #throughAGateway(
    parcelled: Parcelled,
    at: Lineage,
    nowMs: number,
  ): Promise<HandedOver | null> {
    let last: HandedOver | null = null;
    let shut: Shut | null = null;
    for (const gateway of await this.#routeOf(parcelled, at, nowMs)) {
      const answer = await this.#through(gateway, parcelled);
      if ("shut" in answer) {
        if (answer.shut === "stopping") return null;
        if (shut === null || answer.nextMs < shut.nextMs) shut = answer;
        continue;
      }
      if (!isPassedOn(answer.result)) return answer;
      last = answer;
    }
    return last ?? said(
      shut === null ? { kind: "no_gateway" } : {
        kind: "waits",
        reason: shut.shut === "full" ? "gateway_full" : "gateway_down",
        nextMs: shut.nextMs,
      },
    );
  }

  async #routeOf(
    { batch, index, message, to }: Parcelled,
    at: Lineage,
    nowMs: number,
  ): Promise<readonly OpenGateway[]> {
    const gateways = await openGateways(this.#ports, at);
    if (message.stays && message.gateway !== undefined) {
      const only = batch.gateways[message.gateway];
      return gateways.filter(({ stored }) => stored.id === only);
    }
    const id = messageId(batch.id, index);
    return routeOf(gateways, { to: to!, messageId: id, nowMs });
  }

  /** Waits for its turn at a gateway and hands the message over there. */
  async #through(
    gateway: OpenGateway,
    parcelled: Parcelled,
  ): Promise<HandedOver | Shut> {
    const { batch: { structureId, submissions }, message } = parcelled;
    const { expiresAtMs, urgent } = submissions[message.submission]!;
    const pass = await this.#gates.enter(gateway.stored, {
      tenant: structureId,
      urgent: urgent === true,
      segments: message.segments,
    });
    if ("shut" in pass) return pass;
    const nowMs = this.#ports.now();
    // Its turn may have come too late.
    if (nowMs >= expiresAtMs) {
      this.#gates.cancel(pass);
      return said({ kind: "expired" });
    }
    const sms = handoverOf(gateway, parcelled, nowMs);
    const { outcome, shut } = await this.#submit(
      gateway,
      sms,
      structureId,
      pass,
    );
    // That the gateway fails everyone is not held against the message.
    if (outcome.kind === "retry" && shut !== null) return shut;
    const deduplicated = gateway.kind.deduplicates === true;
    // Where a second hand-over is recognised, not knowing is no harm.
    const result: Result = outcome.kind === "unknown" && deduplicated
      ? { ...outcome, kind: "retry", stays: true }
      : outcome;
    return handed(gateway, result);
  }

  async #submit(
    { kind, settings, stored }: OpenGateway,
    sms: Handover,
    structureId: string,
    pass: Pass,
  ): Promise<{ outcome: Outcome; shut: Shut | null }> {
    const ports = gatewayPorts(this.#ports, stored, structureId);
    const stop = new AbortController();
    const cancel = this.#deadlines.begin(stop);
    let outcome: Outcome = { kind: "unknown", detail: "internal error" };
    try {
      outcome = await kind.submit(ports, settings, sms, stop.signal);
    } catch (error) {
      this.#ports.report(error, { messageId: sms.messageId });
    }
    cancel();
    const shut = this.#gates.leave(pass, outcome, stop.signal.aborted);
    return { outcome, shut };
  }
}

/** Whether the next gateway may be asked: this one surely has nothing. */
function isPassedOn(result: Result): boolean {
  return result.kind === "rejected" && result.scope === "gateway" ||
    result.kind === "retry" && !result.stays;
}

/** What may have left before is not said to have cost nothing. */
function afterOptOut({ possibleDuplicate, stays }: StoredMessage): Result {
  return possibleDuplicate || stays
    ? { kind: "unclear", answer: "impossible", policy: "uncertain" }
    : { kind: "opted_out" };
}

function handoverOf(
  { callbackUrl }: OpenGateway,
  parcelled: Parcelled,
  nowMs: number,
): Handover {
  const { batch, message, to, text } = parcelled;
  const submission = batch.submissions[message.submission]!;
  const id = idOf(parcelled);
  return {
    messageId: id,
    to: to!,
    text: text!,
    encoding: message.encoding,
    segments: message.segments,
    sender: message.sender ?? submission.sender,
    validitySeconds: Math.ceil((submission.expiresAtMs - nowMs) / 1_000),
    callbackUrl: `${callbackUrl}?id=${id}`,
  };
}

function idOf({ batch, index }: Parcelled): string {
  return messageId(batch.id, index);
}

function handed(
  { kind, settings, stored }: OpenGateway,
  result: Result,
): HandedOver {
  return {
    result,
    gatewayId: stored.id,
    byProviderId: kind.receiptsByProviderId?.(settings) ?? false,
    followUp: null,
  };
}

function said(result: Result): HandedOver {
  return {
    result,
    gatewayId: null,
    byProviderId: false,
    followUp: null,
  };
}
