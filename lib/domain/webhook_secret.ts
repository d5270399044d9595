/**
 * Secrets and signatures of webhooks, as Standard Webhooks 1.0 has them:
 * `whsec_` and base64; `v1,` and the HMAC-SHA-256 of id, instant and body.
 * Source: https://github.com/standard-webhooks/standard-webhooks
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { createHmac } from "node:crypto";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import type { StoredWebhook } from "../schema/webhook.ts";

const PREFIX = "whsec_";
const SECRET_BYTES = 24;

/** A new secret. */
export function newWebhookSecret(ports: Ports): string {
  const bytes = ports.randomBytes(SECRET_BYTES);
  return PREFIX + Buffer.from(bytes).toString("base64");
}

/** A secret as it is stored with its endpoint. */
export function sealSecret(
  ports: Ports,
  webhookId: string,
  secret: string,
): string {
  return ports.vault.seal(secret, keys.webhook(webhookId).id);
}

/** The secrets an endpoint's requests are signed with, the newest first. */
export function validSecrets(
  ports: Ports,
  { id, secrets }: StoredWebhook,
  nowMs: number,
): string[] {
  return secrets
    .filter(({ expiresAtMs }) => expiresAtMs === null || expiresAtMs > nowMs)
    .map(({ sealed }) => ports.vault.unseal(sealed, keys.webhook(id).id));
}

/** What `webhook-signature` says: one signature for each secret. */
export function webhookSignature(
  secrets: readonly string[],
  { id, seconds, body }: { id: string; seconds: number; body: string },
): string {
  return secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), "base64");
    const signed = `${id}.${seconds}.${body}`;
    return `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
  }).join(" ");
}
