import { MissingMasterKey } from "../crypto/vault.ts";
import { keys } from "../kv/keys.ts";
import type { Store } from "../kv/store.ts";
import type { Ports } from "../ports.ts";
import { StartError } from "./store.ts";

const PLAIN = "lsmessage";

/** Whether the store was written with master keys before. */
export async function isSealed(store: Store): Promise<boolean> {
  return await store.get(keys.setting("masterKeyCheck")) !== null;
}

/**
 * Proves at start that the master keys open what the store holds, by a record
 * sealed on the first start.
 *
 * @throws {StartError} when they do not
 */
export async function checkMasterKeys(ports: Ports): Promise<void> {
  const key = keys.setting("masterKeyCheck");
  const sealed = await ports.store.transact(key.id, async (tx) => {
    const there = await tx.get(key);
    if (there !== null) return there;
    const made = ports.vault.seal(PLAIN, key.id);
    tx.put(key, made);
    return made;
  });
  try {
    if (ports.vault.unseal(sealed, key.id) === PLAIN) return;
  } catch (error) {
    if (error instanceof MissingMasterKey) {
      throw new StartError(`${error.message}; add it there, then start again`);
    }
  }
  throw new StartError(
    "the master keys are not those this store was written with: restore the right ones in LSMESSAGE_KEYS (or in the file `keys` beside the store), then start again",
  );
}
