/**
 * The way to the operator's gateways: connections are kept and used again,
 * and a request leaves at most once.
 *
 * The `fetch` and the Node client of Deno send a request a second time when a
 * connection they kept ends without an answer, although the server may have
 * read it (denoland/deno #36415). Undici fails instead, and costs less.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { Agent, type Dispatcher, request } from "undici";

/** Many servers close connections that rest for five seconds. */
const IDLE_MS = 4_000;
const CONNECT_MS = 10_000;
/** No more of an answer is read. */
const ANSWER_BYTES_MAX = 131_072;

/** Thrown where there was no connection, so that nothing was sent. */
class NeverConnected extends Error {
  override readonly name = "NeverConnected";
}

/** A `fetch` for requests with a text or no body; `close` ends what it kept. */
export interface KeepAlive {
  fetch(url: string, init: RequestInit): Promise<Response>;
  close(): Promise<void>;
}

/** Connections of its own, none yet. */
export function keepAlive(): KeepAlive {
  const dispatcher = new Agent({
    keepAliveTimeout: IDLE_MS,
    connect: { timeout: CONNECT_MS },
  });
  const connecting = new WeakSet<object>();
  dispatcher.on("connectionError", (_url, _targets, error) => {
    connecting.add(error);
  });
  return {
    fetch: async (url, { method, headers, body, signal }) => {
      try {
        return await answerTo(
          await request(url, {
            dispatcher,
            method: method as Dispatcher.HttpMethod,
            headers: headers as Record<string, string>,
            body: body as string ?? null,
            signal: signal ?? null,
          }),
        );
      } catch (error) {
        if (!connecting.has(error as object)) throw error;
        throw new NeverConnected("no connection", { cause: error });
      }
    },
    close: () => dispatcher.destroy(),
  };
}

async function answerTo(
  { statusCode, headers, body }: Dispatcher.ResponseData,
): Promise<Response> {
  const isShort = Number(headers["content-length"]) <= ANSWER_BYTES_MAX;
  const text = isShort ? await body.text() : await startOf(body);
  const isEmpty = statusCode === 204 || statusCode === 205 ||
    statusCode === 304;
  const pairs: [string, string][] = [];
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === "string") pairs.push([name, value]);
    else for (const one of value ?? []) pairs.push([name, one]);
  }
  return new Response(isEmpty ? null : text, {
    status: statusCode,
    headers: pairs,
  });
}

async function startOf(body: Dispatcher.ResponseData["body"]): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes >= ANSWER_BYTES_MAX) break;
  }
  return Buffer.concat(chunks).toString();
}
