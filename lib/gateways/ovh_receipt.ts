/**
 * OVH's receipts: a GET with `id`, `ptt` (what the network said) and
 * `description` (OVH's own state of the SMS).
 *
 * @module
 */
import type { Receipt } from "./gateway.ts";
import { idOf } from "./rest.ts";

type Reading = Omit<Receipt, "messageId" | "providerId">;

const TEMPORARY = [21, 24, 25, 26, 39];
const PERMANENT = [20, 23, 27, 28, 29, 33, 73, 74, 76, 202];
const UNDELIVERED = 5;
const UNDETERMINED = 6;

/** Reads a callback; null where it says nothing new. */
export function receiptOf(query: URLSearchParams): Receipt | null {
  const providerId = idOf(query.get("id"));
  if (providerId === null) return null;
  const reading = readingOf(number(query, "ptt"), number(query, "description"));
  return reading && { messageId: null, providerId, ...reading };
}

function readingOf(ptt: number | null, state: number | null): Reading | null {
  if (ptt === 4) return { status: "delivered", detail: null };
  // "En erreur / non facturé": it never left and costs nothing.
  if (state === 16) return { ...failure(ptt, "not billed"), neverSent: true };
  if (ptt === UNDETERMINED) return null;
  if (ptt === 8) return { status: "expired", detail: "ptt 8" };
  const kind = kindOf(ptt);
  if (kind !== null) return failure(ptt, kind);
  if (ptt !== null && ptt >= 1 && ptt <= 3) {
    return { status: "sent", detail: `ptt ${ptt}` };
  }
  return ofState(ptt, state);
}

/** What OVH itself says, where the network's word is missing or unheard-of. */
function ofState(ptt: number | null, state: number | null): Reading | null {
  switch (state) {
    case 1:
      return { status: "delivered", detail: null };
    case 2:
      return failure(ptt, "");
    case 0:
    case 4:
    case 8:
      return { status: "sent", detail: `state ${state}` };
    default:
      return null;
  }
}

function kindOf(ptt: number | null): string | null {
  if (ptt === null) return null;
  if (TEMPORARY.includes(ptt)) return "temporary";
  if (PERMANENT.includes(ptt)) return "permanent";
  return ptt === UNDELIVERED ? "" : null;
}

function failure(ptt: number | null, kind: string): Reading {
  const detail = `${ptt === null ? "" : `ptt ${ptt}`} ${kind}`.trim();
  return { status: "failed", detail: detail || null };
}

function number(query: URLSearchParams, name: string): number | null {
  const value = query.get(name) ?? "";
  return /^\d{1,4}$/.test(value) ? Number(value) : null;
}
