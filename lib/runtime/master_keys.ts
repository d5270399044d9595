import { Buffer } from "node:buffer";
import { dirname, join } from "node:path";
import { type MasterKey, parseMasterKeys } from "../crypto/vault.ts";
import { StartError } from "./store.ts";

type MasterKeys = readonly [MasterKey, ...MasterKey[]];

/**
 * The master keys beside an embedded store, in a file only its user may read;
 * made on the first start, when the store is new.
 *
 * @throws {StartError} when the file is damaged, cannot be read, or is missing
 *   although the store is not new
 */
export async function masterKeysBeside(
  path: string,
  isNew: boolean,
): Promise<MasterKeys> {
  if (path === ":memory:") return [freshKey()];
  const name = join(dirname(path), "keys");
  const text = await readIfThere(name);
  if (text !== null) return parse(name, text);
  if (!isNew) {
    throw new StartError(
      `the master keys are missing: ${name} is not there, and the store was written with them. Put the file back, or set LSMESSAGE_KEYS`,
    );
  }
  const key = freshKey();
  const line = `${key.id}:${Buffer.from(key.bytes).toString("base64")}\n`;
  await Deno.mkdir(dirname(name), { recursive: true });
  await Deno.writeTextFile(name, line, { mode: 0o600, createNew: true });
  return [key];
}

function parse(name: string, text: string): MasterKeys {
  try {
    return parseMasterKeys(text.trim());
  } catch (error) {
    throw new StartError(
      `the master keys in ${name} cannot be used: ${(error as Error).message}`,
    );
  }
}

async function readIfThere(name: string): Promise<string | null> {
  try {
    return await Deno.readTextFile(name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return null;
    throw new StartError(
      `the master keys in ${name} cannot be read: ${(error as Error).message}`,
    );
  }
}

function freshKey(): MasterKey {
  return { id: "k1", bytes: crypto.getRandomValues(new Uint8Array(32)) };
}
