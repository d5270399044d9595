/**
 * Addresses that tenants name: which of them are never asked, and why.
 *
 * @module
 */
import type { Ports } from "../ports.ts";
import type { Text } from "../problem.ts";
import { invalidField } from "./field.ts";

/** Why an address that a tenant names is not asked. */
export type Unreachable =
  | "malformed"
  | "credentials"
  | "not_https"
  | "private_address";

/** Thrown before anything is sent. */
export class RefusedAddress extends Error {
  override readonly name = "RefusedAddress";
  readonly reason: Unreachable;

  constructor(reason: Unreachable) {
    super(`this address is not asked: ${reason}`);
    this.reason = reason;
  }
}

const REFUSALS: Record<Unreachable, Text> = {
  malformed: {
    fr:
      "Une adresse complète est attendue, par exemple https://example.fr/sms.",
    en: "A full address is expected, e.g. https://example.fr/sms.",
  },
  credentials: {
    fr: "Retirez l’identifiant et le mot de passe de l’adresse.",
    en: "Remove the user and password from the address.",
  },
  not_https: {
    fr: "L’adresse doit commencer par https://.",
    en: "The address must begin with https://.",
  },
  private_address: {
    fr:
      "Cette adresse est celle d’un réseau privé ; l’opérateur peut l’autoriser (LSMESSAGE_OUTBOUND_ALLOW).",
    en:
      "This is the address of a private network; the operator can allow it (LSMESSAGE_OUTBOUND_ALLOW).",
  },
};

/**
 * What can be told of an address before its name is looked up.
 *
 * @throws {Problem} `invalid_request` at `pointer` for what is never asked
 */
export function assertReachable(
  { outbound }: Ports,
  url: string,
  pointer: string,
): void {
  const reason = outbound.refusal(url);
  if (reason !== null) throw invalidField(pointer, REFUSALS[reason]);
}
