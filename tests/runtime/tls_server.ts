/**
 * A server whose certificate vouches for itself, which strangers refuse.
 *
 * @module
 */
import { CERT, KEY } from "../gateways/smpp_tls.ts";

/** Counts the requests that came through; ends with `await using`. */
export class TlsServer implements AsyncDisposable {
  requests = 0;
  readonly #server = Deno.serve({
    port: 0,
    hostname: "127.0.0.1",
    cert: CERT,
    key: KEY,
    onListen() {},
  }, () => {
    this.requests++;
    return Response.json({ id: "safe" });
  });

  get url(): string {
    return `https://localhost:${this.#server.addr.port}/`;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.shutdown();
  }
}
