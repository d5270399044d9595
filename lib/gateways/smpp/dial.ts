import type { Wire, WireAddress } from "../gateway.ts";

/**
 * Opens a TCP connection, or one with TLS whose certificate was checked; to
 * `at` where it was settled before what the name stands for.
 */
export async function dial(
  { hostname, port, tls, caCerts = [] }: WireAddress,
  signal: AbortSignal,
  at: string = hostname,
): Promise<Wire> {
  const conn = await Deno.connect({ hostname: at, port, signal });
  // PDUs are small: none is to wait for the acknowledgement of the one before.
  conn.setNoDelay();
  if (!tls) return conn;
  const secure = await Deno.startTls(conn, {
    hostname,
    caCerts: [...caCerts],
  });
  const stop = () => secure.close();
  signal.addEventListener("abort", stop, { once: true });
  try {
    signal.throwIfAborted();
    await secure.handshake();
    return secure;
  } catch (error) {
    if (!signal.aborted) secure.close();
    throw error;
  } finally {
    signal.removeEventListener("abort", stop);
  }
}
