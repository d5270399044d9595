/**
 * What there is to do behind an entry of the due-index.
 *
 * @module
 */
import { spreadBulk } from "../domain/bulk.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { tellNotice } from "./alert_channels.ts";
import { makeNotice } from "./alert_notice.ts";
import { doCreditJob } from "./credit_jobs.ts";
import { type Claim, deliverBatch, dropDue } from "./deliver.ts";
import type { HandOver } from "./hand_over.ts";
import { workOnExport } from "./exports.ts";
import { warnOfKeyEnd } from "./key_warning.ts";
import { workOnImport } from "./tree_imports.ts";
import { mailInvitation } from "./invitation_mail.ts";
import { applyReceipt } from "./receipts.ts";
import { tellWebhook } from "./webhooks.ts";
import { tellReplies } from "./replies.ts";
import { endViewingOnTime } from "./viewing_end.ts";

/**
 * Does the work of a claim.
 *
 * @throws {LostLease} when its shard went to another worker meanwhile
 */
export async function workOn(
  ports: Ports,
  handOver: HandOver,
  claim: Claim,
): Promise<void> {
  const { id, due: { kind, structureId }, dueMs } = claim;
  switch (kind) {
    case "messages":
      return await deliverBatch(ports, handOver, claim);
    case "bulk":
      while (!await spreadBulk(ports, { id, structureId, dueMs }));
      return;
    case "alert":
      return await makeNotice(ports, claim);
    case "notice":
      return await tellNotice(ports, claim);
    case "webhook":
      return await tellWebhook(ports, claim);
    case "key":
      return await warnOfKeyEnd(ports, claim);
    case "reply":
      return await tellReplies(ports, claim);
    case "expiry":
    case "allowance":
    case "flowBack":
      return await doCreditJob(ports, claim, kind);
    case "viewing":
      return await endViewingOnTime(ports, claim);
    case "treeImport":
      return await workOnImport(ports, claim);
    case "export":
      return await workOnExport(ports, claim);
    case "invitation":
      return await mailInvitation(ports, claim);
    case "receipt":
      return await giveReceipt(ports, claim);
  }
}

/** A receipt that the service gives itself: a simulator's, or of a test. */
async function giveReceipt(ports: Ports, claim: Claim): Promise<void> {
  const { lease, id, due, dueMs } = claim;
  const said = { status: due.status!, detail: null };
  const applied = await applyReceipt(
    ports,
    { messageId: id, gatewayId: null, said },
    (tx) => tx.delete(keys.due(lease.shard, dueMs, id)),
  );
  if (!applied) await dropDue(ports, claim);
}
