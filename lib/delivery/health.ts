/**
 * What is known of each gateway in this process: its breaker, and what went
 * wrong last.
 *
 * @module
 */
import type { Outcome } from "../gateways/gateway.ts";
import type { Ports } from "../ports.ts";
import { instant } from "../schema/common.ts";
import type { Gateway } from "../schema/gateway.ts";
import { Breaker } from "./breaker.ts";

/** Something that an operator is to know of a gateway. */
export interface GatewayEvent {
  readonly gatewayId: string;
  /** `refused`: the gateway will not have our account; others go on. */
  readonly kind: "down" | "up" | "refused";
  /** Without number, text or secret. */
  readonly detail: string;
}

interface Failure {
  readonly detail: string;
  atMs: number;
  count: number;
}

/** Gateways remembered, at the most. */
const GATEWAYS_MAX = 10_000;
const FAILURES_MAX = 5;

/** What is known of one gateway. */
export class Health {
  readonly breaker = new Breaker();
  /** The last first; the same words stand once. */
  readonly failures: Failure[] = [];
  isFailing = false;
  /** Whether it was told that the account is refused. */
  isRefused = false;

  fail(detail: string, atMs: number): void {
    this.isFailing = true;
    const index = this.failures.findIndex((one) => one.detail === detail);
    const [known = { detail, atMs, count: 0 }] = index < 0
      ? []
      : this.failures.splice(index, 1);
    known.atMs = atMs;
    known.count++;
    this.failures.unshift(known);
    this.failures.splice(FAILURES_MAX);
  }
}

const healthByStore = new WeakMap<object, Map<string, Health>>();

/** What is known of a gateway; a new one is well. */
export function healthOf(ports: Ports, gatewayId: string): Health {
  let known = healthByStore.get(ports.store);
  if (known === undefined) healthByStore.set(ports.store, known = new Map());
  let health = known.get(gatewayId);
  if (health === undefined) {
    if (known.size >= GATEWAYS_MAX) known.clear();
    known.set(gatewayId, health = new Health());
  }
  return health;
}

/**
 * Takes note of how a call ended that the breaker let begin; gives what is to
 * be told of it, if anything.
 */
export function noteOutcome(
  health: Health,
  { epoch, outcome, timedOut, nowMs }: {
    epoch: number;
    outcome: Outcome;
    timedOut: boolean;
    nowMs: number;
  },
): Omit<GatewayEvent, "gatewayId"> | null {
  const { breaker } = health;
  const isRefused = outcome.kind === "rejected" && outcome.scope === "gateway";
  const arrived = outcome.kind === "accepted" ||
    outcome.kind === "rejected" && !isRefused;
  const before = breaker.state(nowMs);
  breaker.end(
    epoch,
    arrived ? "arrived" : timedOut ? "timeout" : "error",
    nowMs,
  );
  if (outcome.kind === "retry" && outcome.afterMs !== undefined) {
    breaker.pause(nowMs + outcome.afterMs);
  }
  if (outcome.kind === "accepted") health.isFailing = health.isRefused = false;
  else if (!arrived) health.fail(outcome.detail, nowMs);
  const after = breaker.state(nowMs);
  if (after !== before) {
    // That a probe failed is no news.
    if (before === "closed") return { kind: "down", detail: detailOf(outcome) };
    if (after === "closed") return { kind: "up", detail: "" };
  }
  if (!isRefused || health.isRefused) return null;
  health.isRefused = true;
  return { kind: "refused", detail: detailOf(outcome) };
}

/** Whether messages are handed to a gateway, and what went wrong last. */
export function stateOf(
  ports: Ports,
  gatewayId: string,
): Pick<Gateway, "state" | "lastError" | "recentErrors" | "lastMinute"> {
  const { breaker, failures, isFailing } = healthOf(ports, gatewayId);
  const nowMs = ports.now();
  const recentErrors = failures.map(({ atMs, detail, count }) => ({
    at: instant(atMs),
    detail,
    count,
  }));
  const [last] = recentErrors;
  return {
    state: breaker.state(nowMs),
    lastError: isFailing && last ? { at: last.at, detail: last.detail } : null,
    recentErrors,
    lastMinute: breaker.traffic(nowMs),
  };
}

function detailOf(outcome: Outcome): string {
  return "detail" in outcome ? outcome.detail : "";
}
