/**
 * Reading a request's JSON: once, within a bound, and as UTF-8 or not at all.
 *
 * @module
 */
import { Problem, type Text } from "../problem.ts";

/** The largest body taken: 16 MiB. */
export const BODY_BYTES_MAX = 16 * 1024 * 1024;

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

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
  const text = await arrive(request, length !== null);
  // Decoding puts U+FFFD where bytes are no UTF-8; nobody means to send it.
  if (!text.includes("\ufffd")) return text;
  throw malformed({
    fr: "Le corps de la requête n'est pas en UTF-8.",
    en: "The request body is not UTF-8.",
  });
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
async function arrive(request: Request, hasLength: boolean): Promise<string> {
  try {
    return hasLength
      ? await request.text()
      : await readAtMost(request.body, BODY_BYTES_MAX);
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw malformed({
      fr: "Le corps de la requête n'est pas arrivé en entier.",
      en: "The request body did not arrive in full.",
    });
  }
}

async function readAtMost(
  body: ReadableStream<Uint8Array> | null,
  most: number,
): Promise<string> {
  if (body === null) return "";
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > most) throw new Problem("too_large");
    chunks.push(chunk as Uint8Array<ArrayBuffer>);
  }
  return await new Blob(chunks).text();
}

function malformed(detail: Text): Problem {
  return new Problem("malformed_request", { detail });
}
