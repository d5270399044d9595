/**
 * What this browser keeps for when there is no network: drafts, sends that
 * wait, last known balances. Everything is sealed with a key that no script can
 * read out, belongs to one person, and goes when they sign out.
 *
 * @module
 */
const DATABASE = "lsmessage";
const VERSION = 1;
const IV_BYTES = 12;

/** What can be kept. */
export type Kept = "drafts" | "queue" | "known";
const KEPT: readonly Kept[] = ["drafts", "queue", "known"];

/** Something kept, and since when. */
export interface KeptItem<T> {
  readonly id: string;
  readonly atMs: number;
  readonly value: T;
}

interface Sealed {
  readonly id: string;
  readonly atMs: number;
  readonly iv: Uint8Array<ArrayBuffer>;
  readonly bytes: ArrayBuffer;
}

let opened: Promise<IDBDatabase> | null = null;

/** Keeps a value, in place of what was kept under its id. */
export async function keep(
  kept: Kept,
  id: string,
  value: unknown,
  atMs: number = Date.now(),
): Promise<void> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  const bytes = await crypto.subtle.encrypt(
    { name: "AES-GCM", iv },
    await sealingKey(),
    plain,
  );
  const sealed: Sealed = { id, atMs, iv, bytes };
  await change(kept, (store) => store.put(sealed, id));
}

/** All that is kept of a kind, the oldest first; what cannot be read is gone. */
export async function allKept<T>(kept: Kept): Promise<KeptItem<T>[]> {
  const sealed = await ask<Sealed[]>(kept, (store) => store.getAll());
  const items = await Promise.all(sealed.map((one) => open<T>(one)));
  return items.filter((item) => item !== null)
    .sort((a, b) => a.atMs - b.atMs);
}

/** What is kept under an id. */
export async function oneKept<T>(
  kept: Kept,
  id: string,
): Promise<KeptItem<T> | null> {
  const sealed = await ask<Sealed | undefined>(kept, (store) => store.get(id));
  return sealed === undefined ? null : await open<T>(sealed);
}

export async function forget(kept: Kept, id: string): Promise<void> {
  await change(kept, (store) => store.delete(id));
}

/** Forgets everything, the key too: what was sealed with it is lost. */
export async function forgetAll(): Promise<void> {
  for (const store of [...KEPT, "keys"]) {
    await change(store, (store) => store.clear());
  }
}

/** Whose things these are: another person's are forgotten. */
export async function belongTo(owner: string): Promise<void> {
  const before = await note("owner");
  if (before === owner) return;
  if (before !== undefined) await forgetAll();
  await noteDown("owner", owner);
}

/** A small fact about this browser: its owner, its language, what has left. */
export type Note = "owner" | "language" | "sent";

export function note(name: Note): Promise<string | undefined> {
  return ask<string | undefined>("keys", (store) => store.get(name));
}

export async function noteDown(name: Note, said: string): Promise<void> {
  if (await note(name) === said) return;
  await change("keys", (store) => store.put(said, name));
}

/** What was noted, said once. */
export async function takeNote(name: Note): Promise<string | undefined> {
  const said = await note(name);
  if (said !== undefined) await change("keys", (store) => store.delete(name));
  return said;
}

async function open<T>(
  { id, atMs, iv, bytes }: Sealed,
): Promise<KeptItem<T> | null> {
  try {
    const plain = await crypto.subtle.decrypt(
      { name: "AES-GCM", iv },
      await sealingKey(),
      bytes,
    );
    return { id, atMs, value: JSON.parse(new TextDecoder().decode(plain)) };
  } catch {
    return null;
  }
}

/** The key, made where there is none; two pages may make it at once. */
async function sealingKey(): Promise<CryptoKey> {
  const known = await ask<CryptoKey | undefined>(
    "keys",
    (store) => store.get("seal"),
  );
  if (known !== undefined) return known;
  const made = await crypto.subtle.generateKey(
    { name: "AES-GCM", length: 256 },
    false,
    ["encrypt", "decrypt"],
  );
  try {
    await change("keys", (store) => store.add(made, "seal"));
  } catch {
    // Another page was first: its key is the one.
  }
  return await ask<CryptoKey>("keys", (store) => store.get("seal"));
}

function database(): Promise<IDBDatabase> {
  return opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, VERSION);
    request.onupgradeneeded = () => {
      for (const name of [...KEPT, "keys"]) {
        request.result.createObjectStore(name);
      }
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function ask<T>(
  name: string,
  question: (store: IDBObjectStore) => IDBRequest,
): Promise<T> {
  const store = (await database()).transaction(name).objectStore(name);
  const request = question(store);
  return await new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function change(
  name: string,
  write: (store: IDBObjectStore) => IDBRequest,
): Promise<void> {
  const transaction = (await database()).transaction(name, "readwrite");
  write(transaction.objectStore(name));
  await new Promise<void>((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onerror = () => reject(transaction.error);
    transaction.onabort = () => reject(transaction.error);
  });
}
