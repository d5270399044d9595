/**
 * Handing one message to a gateway: which one, and what it said.
 *
 * @module
 */
import { messageId } from "../domain/batch.ts";
import { lineage } from "../domain/directory.ts";
import type { Handover } from "../gateways/gateway.ts";
import type { Ports } from "../ports.ts";
import type { Batch, StoredMessage } from "../schema/batch.ts";
import type { FollowUp } from "./conclude.ts";
import { type OpenGateway, openGateways } from "./gateways.ts";
import { gatewayPorts } from "./gateway_ports.ts";
import { noteFailure, noteSuccess } from "./health.ts";
import { Limiter } from "./limiter.ts";
import type { Result } from "./outcome.ts";
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
  readonly #limiters = new Map<string, Limiter>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Hands over one message. Never throws. */
  async run(parcelled: Parcelled, claimedMs: number): Promise<HandedOver> {
    const { batch, message, to, text } = parcelled;
    const submission = batch.submissions[message.submission]!;
    const nowMs = Math.max(claimedMs, this.#ports.now());
    if (nowMs >= submission.expiresAtMs) return said({ kind: "expired" });
    if (to === null || text === null) return said({ kind: "expired" });
    if (submission.test) {
      return { ...said(testOutcome(to, message)), followUp: testReceipt(to) };
    }
    try {
      return await this.#throughAGateway(parcelled, nowMs);
    } catch (error) {
      this.#ports.report(error, { messageId: idOf(parcelled) });
      return said({ kind: "unknown", detail: "internal error" });
    }
  }

  /** Whether what a structure hands over twice is known for it everywhere. */
  async recognisesRepeats(structureId: string): Promise<boolean> {
    const gateways = await this.#gatewaysOf(structureId);
    return gateways.length > 0 &&
      gateways.every(({ kind }) => kind.deduplicates === true);
  }

  async #gatewaysOf(structureId: string): Promise<readonly OpenGateway[]> {
    const at = await lineage(this.#ports, structureId);
    return at === null ? [] : await openGateways(this.#ports, at);
  }

  /** Asks the gateways in their order until one answers for itself. */
  async #throughAGateway(
    parcelled: Parcelled,
    nowMs: number,
  ): Promise<HandedOver> {
    const { batch, message } = parcelled;
    const open = await this.#gatewaysOf(batch.structureId);
    const gateways = message.stays && message.gateway !== undefined
      ? open.filter(({ stored }) =>
        stored.id === batch.gateways[message.gateway!]
      )
      : open;
    let last: HandedOver = said({ kind: "no_gateway" });
    const first = message.attempts ?? 0;
    for (let i = 0; i < gateways.length; i++) {
      const gateway = gateways[(first + i) % gateways.length]!;
      last = await this.#through(gateway, parcelled, nowMs);
      const { result } = last;
      const passOn = result.kind === "rejected" && result.scope === "gateway";
      if (!passOn) return last;
    }
    return last;
  }

  async #through(
    gateway: OpenGateway,
    parcelled: Parcelled,
    nowMs: number,
  ): Promise<HandedOver> {
    const { id, concurrency, ratePerSecond } = gateway.stored;
    const sms = handoverOf(gateway, parcelled, nowMs);
    const outcome = await this.#limiter(id, { concurrency, ratePerSecond }).run(
      () => this.#submit(gateway, sms, parcelled.batch.structureId),
    );
    if (outcome.kind === "accepted") noteSuccess(this.#ports, id);
    else if (outcome.kind !== "rejected" || outcome.scope === "gateway") {
      noteFailure(this.#ports, id, outcome.detail);
    }
    const deduplicated = gateway.kind.deduplicates === true;
    return {
      // Where a second hand-over is recognised, not knowing is no harm.
      result: outcome.kind === "unknown" && deduplicated
        ? { ...outcome, kind: "retry", stays: true }
        : outcome,
      gatewayId: id,
      byProviderId: gateway.kind.receiptsByProviderId?.(gateway.settings) ??
        false,
      followUp: null,
    };
  }

  async #submit(
    { kind, settings, stored }: OpenGateway,
    sms: Handover,
    structureId: string,
  ) {
    const ports = gatewayPorts(this.#ports, stored.id, structureId);
    const stop = new AbortController();
    const cancel = this.#ports.after(DEADLINE_MS, () => stop.abort());
    try {
      return await kind.submit(ports, settings, sms, stop.signal);
    } finally {
      cancel();
    }
  }

  #limiter(
    id: string,
    limits: { concurrency: number; ratePerSecond: number | null },
  ): Limiter {
    let limiter = this.#limiters.get(id);
    if (limiter === undefined) {
      limiter = new Limiter(this.#ports, limits);
      this.#limiters.set(id, limiter);
    } else limiter.limits = limits;
    return limiter;
  }
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

function said(result: Result): HandedOver {
  return {
    result,
    gatewayId: null,
    byProviderId: false,
    followUp: null,
  };
}
