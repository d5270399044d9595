/**
 * Which address a request comes from. A proxy that stands before the service
 * reaches it from its own machine or network, and adds the address it was
 * asked from at the end of `X-Forwarded-For`: that last entry counts, and only
 * then. What a caller wrote before it, or sends from a public address, does
 * not.
 *
 * @module
 */
import { addressBytes, isPublic } from "../domain/address.ts";

/** The caller's address; `connection` is the other end of the connection. */
export function clientAddress(
  connection: string | null,
  forwardedFor: string | null,
): string | null {
  const bytes = connection === null ? null : addressBytes(connection);
  if (bytes === null || isPublic(unmapped(bytes))) return connection;
  const last = forwardedFor?.split(",").at(-1)?.trim();
  return last !== undefined && addressBytes(last) !== null ? last : connection;
}

/** An IPv4 address as it may come over an IPv6 socket. */
function unmapped(bytes: number[]): number[] {
  const isMapped = bytes.length === 16 &&
    bytes.slice(0, 10).every((byte) => byte === 0) &&
    bytes[10] === 0xff && bytes[11] === 0xff;
  return isMapped ? bytes.slice(12) : bytes;
}
