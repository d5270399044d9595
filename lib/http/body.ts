/**
 * Reading a request's JSON: once, within a bound, and as UTF-8 or not at all.
 *
 * @module
 */
import { Problem, type Text } from "../problem.ts";

/** The largest body taken: 16 MiB. */
export const BODY_BYTES_MAX = 16 * 1024 * 1024;

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * The body of a request as text; empty where `isOptional` and there is none.
 *
 * @throws {Problem} `unsupported_media_type`, `too_large`, `malformed_request`
 *   where it is no UTF-8
 */
export async function readText(
  request: Request,
  isOptional: boolean,
): Promise<string> {
  const { headers } = request;
  const type = headers.get("content-type");
  if (type !== "application/json" && !(type && JSON_TYPE.test(type))) {
    const isEmpty = request.body === null ||
      headers.get("content-length") === "0";
    if (isOptional && isEmpty) return "";
    throw new Problem("unsupported_media_type");
  }
  const length = headers.get("content-length");
  if (length !== null && Number(length) > BODY_BYTES_MAX) {
    throw new Problem("too_large");
  }
  const bytes = await readBytes(request, length);
  try {
    return decoder.decode(bytes);
  } catch {
    throw malformed({
      fr: "Le corps de la requête n'est pas en UTF-8.",
      en: "The request body is not UTF-8.",
    });
  }
}

/** @throws {Problem} `malformed_request` */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Problem("malformed_request");
  }
}

/** With a length announced, the server itself reads no more than that. */
async function readBytes(
  request: Request,
  length: string | null,
): Promise<Uint8Array> {
  let bytes: Uint8Array;
  try {
    bytes = length === null
      ? await readAtMost(request.body, BODY_BYTES_MAX)
      : await request.bytes();
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw malformed({
      fr: "Le corps de la requête n'est pas arrivé en entier.",
      en: "The request body did not arrive in full.",
    });
  }
  if (bytes.length > BODY_BYTES_MAX) throw new Problem("too_large");
  return bytes;
}

async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  most: number,
): Promise<Uint8Array> {
  if (body === null) return new Uint8Array(0);
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) throw new Problem("too_large");
    chunks.push(chunk as Uint8Array<ArrayBuffer>);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function malformed(detail: Text): Problem {
  return new Problem("malformed_request", { detail });
}
