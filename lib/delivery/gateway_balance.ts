import type { Actor } from "../domain/actor.ts";
import { remembered } from "../domain/directory.ts";
import type { Balance } from "../gateways/gateway.ts";
import type { Ports } from "../ports.ts";
import { managedGateway } from "./gateway.ts";
import { openGateway } from "./gateways.ts";
import { gatewayPorts } from "./gateway_ports.ts";

const DEADLINE_MS = 8_000;

/**
 * What is left on the account at a gateway's network; null where it does not
 * tell, or not in time.
 *
 * @throws {Problem} `not_found`, `forbidden`
 */
export async function readGatewayBalance(
  ports: Ports,
  actor: Actor,
  id: string,
): Promise<Balance | null> {
  const stored = await managedGateway(ports, actor, id);
  const gateway = openGateway(ports, stored);
  if (gateway?.kind.balance === undefined) return null;
  return await remembered(ports, `balance:${id}`, async () => {
    const stop = new AbortController();
    const cancel = ports.after(DEADLINE_MS, () => stop.abort());
    try {
      return await gateway.kind.balance!(
        gatewayPorts(ports, stored, stored.ownerId ?? "operator"),
        gateway.settings,
        stop.signal,
      );
    } finally {
      cancel();
    }
  });
}
