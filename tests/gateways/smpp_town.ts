/**
 * The service's side of a session: ports that keep the receipts they are told
 * of, in real time or with a clock moved by hand.
 *
 * @module
 */
import { assert } from "@std/assert";
import type {
  GatewayPorts,
  Handover,
  Outcome,
  Receipt,
} from "../../lib/gateways/gateway.ts";
import { smpp } from "../../lib/gateways/smpp.ts";
import { dial } from "../../lib/gateways/smpp/dial.ts";
import type { SmppSettings } from "../../lib/gateways/smpp/settings.ts";
import { PORTS, SMS } from "./double.ts";

const WAIT_MS_MAX = 10_000;

/** The service's side: real time and network, receipts kept as they come. */
export class Town {
  readonly receipts: [providerId: string, receipt: Receipt][] = [];
  /** Runs before a receipt counts as taken. */
  keep: () => Promise<void> = () => Promise.resolve();
  readonly ports: GatewayPorts = {
    ...PORTS,
    now: () => Date.now(),
    random: () => 0.5,
    after: (ms, run) => {
      const timer = setTimeout(run, ms);
      return () => clearTimeout(timer);
    },
    gatewayId: "gw_1",
    connect: dial,
    receiptArrived: async (providerId, receipt) => {
      await this.keep();
      this.receipts.push([providerId, receipt]);
    },
  };

  submit(
    settings: SmppSettings,
    sms: Partial<Handover> = {},
    signal: AbortSignal = AbortSignal.timeout(WAIT_MS_MAX),
  ): Promise<Outcome> {
    return smpp.submit(this.ports, settings, { ...SMS, ...sms }, signal);
  }
}

/** Ports whose time is moved by hand; the network stays as it is. */
export class SlowTown extends Town {
  #nowMs = 0;
  readonly #timers = new Set<{ atMs: number; run: () => void }>();
  override readonly ports: GatewayPorts = {
    ...PORTS,
    now: () => this.#nowMs,
    random: () => 0.5,
    after: (ms, run) => {
      const timer = { atMs: this.#nowMs + ms, run };
      this.#timers.add(timer);
      return () => this.#timers.delete(timer);
    },
    gatewayId: "gw_1",
    connect: dial,
    receiptArrived: (providerId, receipt) => {
      this.receipts.push([providerId, receipt]);
      return Promise.resolve();
    },
  };

  advance(ms: number): void {
    const endMs = this.#nowMs + ms;
    for (;;) {
      const [due] = [...this.#timers].filter(({ atMs }) => atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs);
      if (due === undefined) break;
      this.#timers.delete(due);
      this.#nowMs = due.atMs;
      due.run();
    }
    this.#nowMs = endMs;
  }
}

/** Waits until something holds that the network has to bring about. */
export async function until(
  holds: () => boolean,
  what: string,
): Promise<void> {
  const endMs = performance.now() + WAIT_MS_MAX;
  while (!holds()) {
    assert(performance.now() < endMs, `Waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Long enough for what must not happen to have happened. */
export function aWhile(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 60));
}
