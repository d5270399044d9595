/**
 * Asking a network what became of a hand-over that nobody answered for.
 * Nothing is sent by it.
 *
 * @module
 */
import type { Lost, Reconciled } from "../gateways/gateway.ts";
import type { Ports } from "../ports.ts";
import type { OpenGateway } from "./gateways.ts";
import { gatewayPorts } from "./gateway_ports.ts";
import { Limiter } from "./limiter.ts";

const DEADLINE_MS = 20_000;
/** Questions at once to one gateway: hand-overs come first. */
const LIMITS = { concurrency: 4, ratePerSecond: null };

/** What was found; `impossible` where the gateway cannot be asked at all. */
export type Found = Reconciled | { readonly kind: "impossible" };

/** Asks the gateways, a few questions at a time. */
export class Inquiry {
  readonly #ports: Ports;
  readonly #limiters = new Map<string, Limiter>();

  constructor(ports: Ports) {
    this.#ports = ports;
  }

  /** Looks for a message at the gateway it was handed to. Never throws. */
  async find(
    gateway: OpenGateway | undefined,
    sms: Lost,
    structureId: string,
  ): Promise<Found> {
    if (gateway?.kind.reconcile === undefined) return { kind: "impossible" };
    const { id } = gateway.stored;
    const limiter = this.#limiters.get(id) ?? new Limiter(this.#ports, LIMITS);
    this.#limiters.set(id, limiter);
    await limiter.begin({ tenant: structureId, urgent: false });
    const stop = new AbortController();
    const cancel = this.#ports.after(DEADLINE_MS, () => stop.abort());
    try {
      return await gateway.kind.reconcile(
        gatewayPorts(this.#ports, gateway.stored, structureId),
        gateway.settings,
        sms,
        stop.signal,
      );
    } catch (error) {
      this.#ports.report(error, { gatewayId: id });
      return { kind: "unknown" };
    } finally {
      cancel();
      limiter.end();
    }
  }
}
