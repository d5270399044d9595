/**
 * Verifying what a webhook receives, in the languages of those who couple
 * applications, without a library. Each takes the request's headers, its body
 * as it came and the secret, and tells whether the request may be trusted.
 * Every one of them is run by a test.
 *
 * @module
 */

/** A language and its code. */
export interface Sample {
  readonly id: string;
  readonly name: string;
  readonly code: string;
}

const php = String.raw`<?php
function verifyWebhook(array $headers, string $body, string $secret): bool
{
    $id = $headers['webhook-id'] ?? '';
    $timestamp = $headers['webhook-timestamp'] ?? '';
    $signatures = $headers['webhook-signature'] ?? '';
    // Older than five minutes: somebody may be sending it again.
    if (abs(time() - (int) $timestamp) > 300) {
        return false;
    }
    $key = base64_decode(substr($secret, strlen('whsec_')));
    $mac = hash_hmac('sha256', "$id.$timestamp.$body", $key, true);
    $expected = 'v1,' . base64_encode($mac);
    foreach (explode(' ', $signatures) as $signature) {
        if (hash_equals($expected, $signature)) {
            return true;
        }
    }
    return false;
}`;

const python = String.raw`import base64, hashlib, hmac, time

def verify_webhook(headers, body: bytes, secret: str) -> bool:
    id = headers.get("webhook-id", "")
    timestamp = headers.get("webhook-timestamp", "")
    signatures = headers.get("webhook-signature", "")
    # Older than five minutes: somebody may be sending it again.
    if not timestamp.isdigit() or abs(time.time() - int(timestamp)) > 300:
        return False
    key = base64.b64decode(secret.removeprefix("whsec_"))
    signed = f"{id}.{timestamp}.".encode() + body
    mac = hmac.new(key, signed, hashlib.sha256).digest()
    expected = "v1," + base64.b64encode(mac).decode()
    return any(
        hmac.compare_digest(expected, one) for one in signatures.split(" ")
    )`;

const javascript = String
  .raw`import { createHmac, timingSafeEqual } from "node:crypto";

export function verifyWebhook(headers, body, secret) {
  const id = headers["webhook-id"] ?? "";
  const timestamp = headers["webhook-timestamp"] ?? "";
  const signatures = headers["webhook-signature"] ?? "";
  // Older than five minutes: somebody may be sending it again.
  if (!(Math.abs(Date.now() / 1000 - Number(timestamp)) <= 300)) return false;
  const key = Buffer.from(secret.slice("whsec_".length), "base64");
  const mac = createHmac("sha256", key).update(id + "." + timestamp + ".")
    .update(body).digest("base64");
  const expected = Buffer.from("v1," + mac);
  return signatures.split(" ").some((one) => {
    const given = Buffer.from(one);
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}`;

const java = String.raw`import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

final class Webhook {
    static boolean verify(Map<String, String> headers, byte[] body, String secret)
            throws Exception {
        String id = headers.getOrDefault("webhook-id", "");
        String timestamp = headers.getOrDefault("webhook-timestamp", "");
        String signatures = headers.getOrDefault("webhook-signature", "");
        // Older than five minutes: somebody may be sending it again.
        if (!timestamp.matches("\\d{1,12}")) return false;
        long age = System.currentTimeMillis() / 1000 - Long.parseLong(timestamp);
        if (Math.abs(age) > 300) return false;
        byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
        String expected = "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
        for (String one : signatures.split(" ")) {
            if (MessageDigest.isEqual(expected.getBytes(), one.getBytes())) return true;
        }
        return false;
    }
}`;

/** The samples, in the order they are shown. */
export const VERIFICATION: readonly Sample[] = [
  { id: "php", name: "PHP", code: php },
  { id: "python", name: "Python", code: python },
  { id: "javascript", name: "JavaScript", code: javascript },
  { id: "java", name: "Java", code: java },
];
