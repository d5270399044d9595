import type { Context } from "hono";
import { getConnInfo } from "hono/deno";
import type { Origin } from "../domain/call.ts";
import type { Via } from "../schema/audit.ts";

/** Where a request comes from; its address is only looked up when asked for. */
export function originOf(via: Via, c: Context): Origin {
  return { via, address: () => connectionAddress(c) };
}

/** The address at the other end of the connection, where there is one. */
export function connectionAddress(c: Context): string | null {
  try {
    return getConnInfo(c).remote.address ?? null;
  } catch {
    return null;
  }
}
