/**
 * The gates of this process, one a gateway: its pace, its breaker, its cap. A
 * message waits at a gate for its turn, or is told to look elsewhere.
 *
 * @module
 */
import type { Outcome } from "../gateways/gateway.ts";
import type { Ports } from "../ports.ts";
import type { StoredGateway } from "../schema/gateway.ts";
import { DayCap } from "./day_cap.ts";
import { tellGatewayEvent } from "./gateway_events.ts";
import { type Health, healthOf, noteOutcome } from "./health.ts";
import { Limiter } from "./limiter.ts";
import type { Waiter } from "./turns.ts";

/** After how long a gateway whose day is full is asked again. */
const FULL_MS = 600_000;

/** A message that is at a gate. */
export interface Comer extends Waiter {
  readonly segments: number;
}

/** Leave to hand one message to the gateway. */
export interface Pass {
  readonly gate: Gate;
  readonly epoch: number;
  /** SMS taken from the day's cap. */
  readonly segments: number;
}

/** Why there is none now, and when to ask again. */
export interface Shut {
  readonly shut: "down" | "full" | "stopping";
  readonly nextMs: number;
}

interface Gate {
  readonly id: string;
  readonly limiter: Limiter;
  readonly health: Health;
  readonly cap: DayCap;
}

/** Every gate of this process. */
export class Gates {
  readonly #ports: Ports;
  readonly #share: () => number;
  readonly #gates = new Map<string, Gate>();
  #isOpen = true;

  /** `share` is the part of the work, and so of each rate, that is ours. */
  constructor(ports: Ports, share: () => number = () => 1) {
    this.#ports = ports;
    this.#share = share;
  }

  /** Waits for a turn at a gateway. Whoever has a pass calls `leave`. */
  async enter(stored: StoredGateway, comer: Comer): Promise<Pass | Shut> {
    const gate = this.#gateOf(stored);
    const { limiter, health: { breaker } } = gate;
    const { now } = this.#ports;
    if (!this.#isOpen) return { shut: "stopping", nextMs: now() };
    if (!breaker.mayBegin(now())) return down(gate, now());
    const turn = limiter.begin(comer);
    if (turn !== true && !await turn) {
      return this.#isOpen
        ? down(gate, now())
        : { shut: "stopping", nextMs: now() };
    }
    const { segments } = comer;
    const { dailyCap } = stored;
    const isCapped = typeof dailyCap === "number";
    if (isCapped && !await gate.cap.take(segments, dailyCap)) {
      limiter.end();
      return { shut: "full", nextMs: now() + FULL_MS };
    }
    const epoch = breaker.begin(now());
    if (epoch !== null) {
      return { gate, epoch, segments: isCapped ? segments : 0 };
    }
    if (isCapped) gate.cap.giveBack(segments);
    limiter.end();
    return down(gate, now());
  }

  /**
   * Takes note of what the gateway said to the message with this pass; tells
   * if it is shut now.
   */
  leave(
    { gate, epoch, segments }: Pass,
    outcome: Outcome,
    timedOut: boolean,
  ): Shut | null {
    const { limiter, health, cap, id } = gate;
    limiter.end();
    const nowMs = this.#ports.now();
    const isSpent = outcome.kind === "accepted" || outcome.kind === "unknown";
    if (segments > 0 && !isSpent) cap.giveBack(segments);
    const event = noteOutcome(health, { epoch, outcome, timedOut, nowMs });
    if (event !== null) {
      void tellGatewayEvent(this.#ports, { gatewayId: id, ...event });
    }
    const shut = health.breaker.nextMs(nowMs) > nowMs;
    // Those who wait for it go elsewhere, or come again.
    if (shut) limiter.sendAway();
    return shut ? down(gate, nowMs) : null;
  }

  /** Gives a pass back that was not used. */
  cancel({ gate, epoch, segments }: Pass): void {
    gate.limiter.end();
    gate.health.breaker.cancel(epoch);
    gate.cap.giveBack(segments);
  }

  /** Sends away all who wait, and lets nobody in until opened again. */
  close(): void {
    this.#isOpen = false;
    for (const { limiter } of this.#gates.values()) limiter.sendAway();
  }

  open(): void {
    this.#isOpen = true;
  }

  #gateOf({ id, concurrency, ratePerSecond }: StoredGateway): Gate {
    const limits = {
      concurrency,
      ratePerSecond: ratePerSecond === null
        ? null
        : ratePerSecond * this.#share(),
    };
    let gate = this.#gates.get(id);
    if (gate === undefined) {
      this.#gates.set(
        id,
        gate = {
          id,
          limiter: new Limiter(this.#ports, limits),
          health: healthOf(this.#ports, id),
          cap: new DayCap(this.#ports, id),
        },
      );
    } else gate.limiter.limits = limits;
    return gate;
  }
}

function down({ health }: Gate, nowMs: number): Shut {
  return { shut: "down", nextMs: health.breaker.nextMs(nowMs) };
}
