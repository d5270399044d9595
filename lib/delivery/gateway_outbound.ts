/**
 * Where a gateway that a structure brings may send to: what is never asked is
 * said when it is configured, not when the first message leaves.
 *
 * @module
 */
import { assertReachable } from "../domain/outbound.ts";
import type { Ports } from "../ports.ts";

/** Stands for what a template puts into an address. */
const PLACEHOLDER = /{{\w+}}/g;

/**
 * Checks the addresses among the settings of an owner's gateway; those of the
 * operator go anywhere.
 *
 * @throws {Problem} `invalid_request` at the setting
 */
export function assertOutbound(
  ports: Ports,
  ownerId: string | null,
  { url, host }: Readonly<Record<string, unknown>>,
): void {
  if (ownerId === null) return;
  if (typeof url === "string") {
    assertReachable(ports, url.replace(PLACEHOLDER, "x"), "/settings/url");
  }
  if (typeof host === "string") {
    const name = host.includes(":") ? `[${host}]` : host;
    assertReachable(ports, `https://${name}/`, "/settings/host");
  }
}
