/**
 * The way to the operator's gateways: connections are kept and used again,
 * and a request leaves at most once.
 *
 * The `fetch` and the Node client of Deno send a request a second time when a
 * connection they kept ends without an answer, although the server may have
 * read it (denoland/deno #36415): an SMS would arrive twice.
 *
 * @module
 */
import type { Said } from "../ports.ts";
import { NeverConnected } from "./exchange.ts";
import { type Answer, Line, requestBytes } from "./http_line.ts";

/** Many servers close connections that rest for five seconds. */
const IDLE_MS = 4_000;
const CONNECT_MS = 10_000;
/** Connections of one origin that rest, at the most. */
const IDLE_MAX = 64;

/** A `fetch` for requests with a text or no body; `close` ends what it kept. */
export interface KeepAlive {
  fetch(url: string, init: RequestInit): Promise<Said>;
  close(): void;
}

interface Resting {
  readonly line: Line;
  readonly untilMs: number;
}

/** Connections of its own, none yet. */
export function keepAlive(now: () => number = Date.now): KeepAlive {
  const rests = new Map<string, Resting[]>();
  return {
    async fetch(text, { method = "GET", headers = {}, body, signal }) {
      const url = new URL(text);
      const request = requestBytes({
        url,
        method,
        headers: headers as Record<string, string>,
        body: body as string ?? null,
      });
      const resting = rests.get(url.origin) ?? [];
      rests.set(url.origin, resting);
      const line = wake(resting, now()) ?? await connect(url, signal ?? null);
      const stop = () => line.close();
      signal?.addEventListener("abort", stop, { once: true });
      try {
        signal?.throwIfAborted();
        return new Heard(await line.exchange(request));
      } catch (error) {
        line.close();
        throw signal?.aborted ? signal.reason : error;
      } finally {
        signal?.removeEventListener("abort", stop);
        rest(resting, line, now() + IDLE_MS);
      }
    },
    close() {
      for (const resting of rests.values()) {
        for (const { line } of resting.splice(0)) line.close();
      }
    },
  };
}

/** The connection used last, if there is one that may still be used. */
function wake(resting: Resting[], nowMs: number): Line | null {
  for (let kept = resting.pop(); kept !== undefined; kept = resting.pop()) {
    if (!kept.line.isOver && nowMs < kept.untilMs) return kept.line;
    kept.line.close();
  }
  return null;
}

function rest(resting: Resting[], line: Line, untilMs: number): void {
  const isKept = line.isReusable && !line.isOver && resting.length < IDLE_MAX;
  if (isKept) resting.push({ line, untilMs });
  else line.close();
}

/** @throws {NeverConnected} */
async function connect(url: URL, signal: AbortSignal | null): Promise<Line> {
  const isSecure = url.protocol === "https:";
  const hostname = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const port = Number(url.port || (isSecure ? 443 : 80));
  const { promise: stopped, reject } = Promise.withResolvers<never>();
  const stop = () => reject(new Error("no connection in time"));
  const timer = setTimeout(stop, CONNECT_MS);
  signal?.addEventListener("abort", stop, { once: true });
  if (signal?.aborted) stop();
  const connecting: Promise<Deno.Conn> = isSecure
    ? connectSecurely(hostname, port)
    : Deno.connect({ hostname, port });
  try {
    const conn = await Promise.race([connecting, stopped]);
    if ("setNoDelay" in conn) (conn as Deno.TcpConn).setNoDelay();
    return new Line(conn);
  } catch (error) {
    connecting.then((late) => late.close(), () => {});
    throw new NeverConnected("no connection", { cause: error });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  }
}

/** A certificate that is refused must show before a request is written. */
async function connectSecurely(
  hostname: string,
  port: number,
): Promise<Deno.Conn> {
  const conn = await Deno.connectTls({
    hostname,
    port,
    alpnProtocols: ["http/1.1"],
  });
  try {
    await conn.handshake();
    return conn;
  } catch (error) {
    conn.close();
    throw error;
  }
}

/** An answer that has come: a `Response` would cost more than all of it. */
class Heard implements Said {
  readonly status: number;
  readonly arrived: Uint8Array<ArrayBuffer>;
  readonly #headers: [name: string, value: string][];

  constructor({ status, headers, body }: Answer) {
    this.status = status;
    this.arrived = body;
    this.#headers = headers;
  }

  get headers(): Headers {
    return new Headers(this.#headers);
  }

  get body(): ReadableStream<Uint8Array> | null {
    return new Response(this.arrived).body;
  }

  text(): Promise<string> {
    return new Response(this.arrived).text();
  }
}
