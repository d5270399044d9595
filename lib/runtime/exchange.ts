/**
 * One HTTP/1.1 request over a connection of its own to an address that is
 * given, whatever its name stands for by now.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import type { LookupAddress } from "node:dns";
import http, { type ClientRequest, type IncomingMessage } from "node:http";
import https from "node:https";

/** More of an answer is an error. */
const ANSWER_BYTES_MAX = 1_048_576;
/** No exchange lasts longer, whatever its caller allows. */
const DEADLINE_MS = 60_000;
const WITHOUT_BODY: ReadonlySet<number> = new Set([101, 204, 205, 304]);

/** Thrown where no connection came about, so that nothing was sent. */
export class NeverConnected extends Error {
  override readonly name = "NeverConnected";
}

/** Asks one of these addresses. */
export async function exchange(
  url: URL,
  init: RequestInit,
  { addresses, ca }: {
    addresses: readonly LookupAddress[];
    ca?: string | undefined;
  },
): Promise<Response> {
  const body = (init.body ?? null) === null
    ? null
    : new Uint8Array(await new Response(init.body).arrayBuffer());
  const headers = Object.fromEntries(new Headers(init.headers));
  const length = body === null ? {} : { "content-length": body.byteLength };
  const { promise, resolve, reject } = Promise.withResolvers<Response>();
  const isSecure = url.protocol === "https:";
  const request = (isSecure ? https : http).request(url, {
    method: init.method ?? "GET",
    headers: { ...headers, ...length },
    agent: false,
    lookup: answerWith(addresses),
    ...(ca === undefined ? {} : { ca }),
  }, (answer) => {
    try {
      resolve(responseOf(answer, request));
    } catch (error) {
      reject(error);
    }
  });
  let isOpen = false;
  const fail = (reason: unknown) =>
    reject(
      isOpen ? reason : new NeverConnected("no connection", { cause: reason }),
    );
  request.on("socket", (socket) => {
    socket.once(isSecure ? "secureConnect" : "connect", () => isOpen = true);
  });
  request.on("error", fail);
  stopWith(request, init.signal ?? null, fail);
  request.end(body);
  return await promise;
}

type Lookup = (
  name: string,
  options: { all?: boolean | undefined },
  answer: (
    error: null,
    address: string | LookupAddress[],
    family?: number,
  ) => void,
) => void;

/** Whatever name is asked for, these addresses are what it stands for. */
// deno-lint-ignore no-explicit-any -- Node's type of it is a union of unions
function answerWith(addresses: readonly LookupAddress[]): any {
  const [first] = addresses;
  const lookup: Lookup = (_name, { all }, answer) =>
    all
      ? answer(null, [...addresses])
      : answer(null, first!.address, first!.family);
  return lookup;
}

/** Ends the exchange when its caller says so, and at its own deadline. */
function stopWith(
  request: ClientRequest,
  signal: AbortSignal | null,
  reject: (reason: unknown) => void,
): void {
  const stop = () => {
    reject(signal?.reason ?? new DOMException("no answer", "TimeoutError"));
    request.destroy();
  };
  if (signal?.aborted) return stop();
  const timer = setTimeout(stop, DEADLINE_MS);
  signal?.addEventListener("abort", stop, { once: true });
  request.on("close", () => {
    clearTimeout(timer);
    signal?.removeEventListener("abort", stop);
  });
}

function responseOf(answer: IncomingMessage, request: ClientRequest): Response {
  const status = answer.statusCode ?? 0;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    for (const one of [value ?? []].flat()) headers.append(name, one);
  }
  if (status < 200 || status > 599) {
    request.destroy();
    throw new TypeError(`the answer's status is ${status}`);
  }
  if (WITHOUT_BODY.has(status)) {
    answer.resume();
    return new Response(null, { status, headers });
  }
  return new Response(bodyOf(answer, request), { status, headers });
}

/** The body as it comes in, and no more of it than is allowed. */
function bodyOf(
  answer: IncomingMessage,
  request: ClientRequest,
): ReadableStream<Uint8Array> {
  let bytes = 0;
  let isOver = false;
  return new ReadableStream<Uint8Array>({
    start(controller) {
      const fail = (error: Error) => {
        if (!isOver) controller.error(error);
        isOver = true;
        request.destroy();
      };
      answer.on("data", (chunk: Buffer) => {
        bytes += chunk.byteLength;
        if (bytes > ANSWER_BYTES_MAX) {
          fail(new Error("the answer is too large"));
        } else if (!isOver) controller.enqueue(new Uint8Array(chunk));
      });
      answer.on("end", () => {
        if (!isOver) controller.close();
        isOver = true;
      });
      answer.on("error", fail);
      answer.on("aborted", () => fail(new Error("the answer was cut off")));
    },
    cancel() {
      isOver = true;
      request.destroy();
    },
  });
}
