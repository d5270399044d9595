/**
 * What a key must pass before its request is read: where it comes from, and
 * how often it came. Keys that nothing limits do not come here.
 *
 * @module
 */
import type { Context } from "hono";
import type { KeyAccess } from "../domain/actor.ts";
import { isAllowedFrom } from "../domain/key_access.ts";
import { rateHeaders, type RateLimiter } from "../domain/rate_limit.ts";
import { Problem } from "../problem.ts";
import { clientAddress } from "./client_address.ts";
import { connectionAddress } from "./origin.ts";

/**
 * The headers that tell a key how much is left of its limits, once its
 * request is let in.
 *
 * @throws {Problem} `forbidden` from another address than the key's,
 *   `rate_limited`
 */
export function letIn(
  c: Context,
  access: KeyAccess,
  { limiter, nowMs }: { limiter: RateLimiter; nowMs: number },
): Record<string, string> | null {
  const forwarded = c.req.header("x-forwarded-for") ?? null;
  if (
    access.ranges.length > 0 &&
    !isAllowedFrom(access, clientAddress(connectionAddress(c), forwarded))
  ) throw elsewhere();
  const { policies } = access;
  if (policies.length === 0) return null;
  const verdict = limiter.take(policies, nowMs);
  const headers = rateHeaders(policies, verdict);
  if (verdict.isAllowed) return headers;
  throw new Problem("rate_limited", {
    headers,
    retryAfterSeconds: verdict.waitS,
  });
}

function elsewhere(): Problem {
  return new Problem("forbidden", {
    detail: {
      fr:
        "Cette clé ne s’utilise pas depuis cette adresse ; ajoutez-la aux adresses autorisées de l’application.",
      en:
        "This key is not used from this address; add it to the application's allowed addresses.",
    },
  });
}
