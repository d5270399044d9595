/**
 * Forms with files: a file arrives as the text in it, under its field's name.
 *
 * @module
 */
import { Problem } from "../../lib/problem.ts";
import type { Fields } from "./visit.ts";

/** Reads a form with files, or one without. */
export async function readFormWithFiles(request: Request): Promise<Fields> {
  let form: FormData;
  try {
    form = await request.formData();
  } catch {
    throw new Problem("malformed_request");
  }
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    fields[name] = typeof value === "string"
      ? value
      : decodeTable(new Uint8Array(await value.arrayBuffer()));
  }
  return fields;
}

/** A table's text: spreadsheets in France save either of these. */
export function decodeTable(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) {
    return new TextDecoder("utf-16le").decode(bytes);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
