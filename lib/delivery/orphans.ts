/**
 * What a worker had in work when it died: it may have left. Where the network
 * it went to can be asked, it is asked before anything goes out again.
 *
 * @module
 */
import { messageId, openBatch } from "../domain/batch.ts";
import { lineage } from "../domain/directory.ts";
import type { Ports } from "../ports.ts";
import type { Batch } from "../schema/batch.ts";
import { openGateways } from "./gateways.ts";
import { routeOf } from "./route.ts";

/**
 * The gateways to ask about these messages of a batch: those that were first
 * on their way, as far as they can be asked.
 */
export async function gatewaysToAsk(
  ports: Ports,
  batch: Batch,
  indexes: ReadonlySet<number>,
): Promise<ReadonlyMap<number, string>> {
  const asked = new Map<number, string>();
  const at = await lineage(ports, batch.structureId);
  const gateways = at === null ? [] : await openGateways(ports, at);
  if (!gateways.some(({ kind }) => kind.reconcile !== undefined)) return asked;
  const { numbers } = await openBatch(ports, batch);
  const nowMs = ports.now();
  for (const index of indexes) {
    const to = numbers?.[index];
    if (to === undefined) continue;
    const id = messageId(batch.id, index);
    const [first] = routeOf(gateways, { to, messageId: id, nowMs });
    if (first?.kind.reconcile !== undefined) asked.set(index, first.stored.id);
  }
  return asked;
}
