/**
 * From a request to the call of an operation: who, what, and how to recognise
 * it again.
 *
 * @module
 */
import type { Actor } from "../domain/actor.ts";
import type { Call, Origin } from "../domain/call.ts";
import { fieldError } from "../domain/field.ts";
import { requestFingerprint } from "../domain/fingerprint.ts";
import { Problem } from "../problem.ts";

const KEY = /^[\x21-\x7e]{1,255}$/;

/**
 * The `Idempotency-Key` of a request, or null without one.
 *
 * @throws {Problem} `invalid_request` for one that cannot be kept,
 *   `idempotency_key_required` where there must be one
 */
export function idempotencyKey(
  request: Request,
  isRequired: boolean,
): string | null {
  const key = request.headers.get("idempotency-key");
  if (key === null) {
    if (isRequired) throw new Problem("idempotency_key_required");
    return null;
  }
  if (KEY.test(key)) return key;
  throw new Problem("invalid_request", {
    errors: [
      fieldError("/headers/idempotency-key", {
        fr: "De 1 à 255 caractères ASCII visibles, sans espace.",
        en: "1 to 255 visible ASCII characters, without spaces.",
      }),
    ],
  });
}

/** A call by `actor`; `path` is the request's, `route` its pattern. */
export function callOf(
  actor: Actor,
  { route, target, key, body, origin }: {
    route: string;
    target: string;
    key: string | null;
    body: string;
    origin: Origin;
  },
): Call {
  return {
    actor,
    route,
    key,
    fingerprint: requestFingerprint(actor.id, target, body),
    origin,
    replayed: false,
  };
}
