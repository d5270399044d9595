/**
 * The key pair by which push services know this installation (RFC 8292). Made
 * when it is first needed, kept sealed, the same for ever after: browsers tie
 * their subscriptions to it.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";

/** Both halves in base64url: an uncompressed point, and a scalar. */
export interface VapidKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** The installation's keys; made if there are none. */
export async function vapidKeys(ports: Ports): Promise<VapidKeys> {
  const key = keys.setting("vapid");
  const stored = await ports.store.get(key) ??
    await keep(ports, await makeKeys());
  return JSON.parse(ports.vault.unseal(stored, key.id)) as VapidKeys;
}

/** Keeps these keys, unless another instance was first. */
async function keep(ports: Ports, made: VapidKeys): Promise<string> {
  const key = keys.setting("vapid");
  const sealed = ports.vault.seal(JSON.stringify(made), key.id);
  return await ports.store.transact(key.id, async (tx) => {
    const before = await tx.get(key);
    if (before !== null) return before;
    tx.put(key, sealed);
    return sealed;
  });
}

async function makeKeys(): Promise<VapidKeys> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(
    { name: "ECDSA", namedCurve: "P-256" },
    true,
    ["sign", "verify"],
  );
  const point = await crypto.subtle.exportKey("raw", publicKey);
  const { d } = await crypto.subtle.exportKey("jwk", privateKey);
  return {
    publicKey: Buffer.from(point).toString("base64url"),
    privateKey: d!,
  };
}
