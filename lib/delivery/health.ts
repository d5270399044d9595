/**
 * What was last heard of each gateway, in this process.
 *
 * @module
 */
import type { Ports } from "../ports.ts";
import { instant } from "../schema/common.ts";
import type { Gateway } from "../schema/gateway.ts";

interface Failure {
  readonly atMs: number;
  readonly detail: string;
}

/** Gateways remembered, at the most. */
const GATEWAYS_MAX = 10_000;

const failuresByStore = new WeakMap<object, Map<string, Failure>>();

/** A gateway failed; `detail` holds no number, text or secret. */
export function noteFailure(
  ports: Ports,
  gatewayId: string,
  detail: string,
): void {
  const failures = failuresOf(ports);
  if (failures.size >= GATEWAYS_MAX) failures.clear();
  failures.set(gatewayId, { atMs: ports.now(), detail });
}

/** A gateway works: its last failure is history. */
export function noteSuccess(ports: Ports, gatewayId: string): void {
  failuresByStore.get(ports.store)?.delete(gatewayId);
}

/** Whether messages are handed to a gateway, and why it failed last. */
export function stateOf(
  ports: Ports,
  gatewayId: string,
): Pick<Gateway, "state" | "lastError"> {
  const failure = failuresByStore.get(ports.store)?.get(gatewayId);
  const lastError = failure === undefined
    ? null
    : { at: instant(failure.atMs), detail: failure.detail };
  return { state: "closed", lastError };
}

function failuresOf(ports: Ports): Map<string, Failure> {
  let failures = failuresByStore.get(ports.store);
  if (failures === undefined) {
    failuresByStore.set(ports.store, failures = new Map());
  }
  return failures;
}
