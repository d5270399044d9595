/**
 * Sends that wait for the network. Each has its key before its first try, so
 * that trying again never sends twice; none leaves by itself after a day.
 *
 * @module
 */
import {
  allKept,
  forget,
  keep,
  type KeptItem,
  note,
  oneKept,
} from "./vault.ts";

/** After this, whoever wrote it must say that it is still to be sent. */
export const SILENT_MS = 24 * 3_600_000;

/** What the worker is woken for. */
export const WAKE = "envois";

/** Part of a registration that Deno's library does not describe. */
interface Syncing {
  register(tag: string): Promise<void>;
}

/** A form of ours that sends, exactly as it was filled. */
export interface WaitingSend {
  readonly path: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  /** What the service said of it, where it refused. */
  readonly refusal?: "refused" | "signed-out";
}

/** How a try ended. */
export type Tried = "sent" | "refused" | "signed-out" | "offline";

/** Puts a send into the queue, under the key that its form carries. */
export async function enqueue(
  path: string,
  fields: WaitingSend["fields"],
): Promise<string> {
  const key = valueOf(fields, "cle") || crypto.randomUUID();
  const keyed = [...fields.filter(([name]) => name !== "cle"), ["cle", key]];
  await keep("queue", key, { path, fields: keyed });
  // What was typed is in the queue now: as a draft too, it would be sent twice.
  await forget("drafts", new URL(path, location.origin).href);
  await wakeLater();
  return key;
}

/** Where browsers can, the worker is woken when the network is back. */
async function wakeLater(): Promise<void> {
  const own = (globalThis as { registration?: object }).registration;
  const registration = own ?? await navigator.serviceWorker?.ready;
  const { sync } = registration as { sync?: Syncing } ?? {};
  await sync?.register(WAKE).catch(() => {});
}

export function waitingSends(): Promise<KeptItem<WaitingSend>[]> {
  return allKept<WaitingSend>("queue");
}

/** Whether a send may leave without being asked for again. */
export function mayLeave(item: KeptItem<WaitingSend>, nowMs: number): boolean {
  return item.value.refusal !== "refused" && nowMs - item.atMs < SILENT_MS;
}

/**
 * Tries every send that may leave by itself, one page or worker at a time;
 * says where those that were sent are.
 */
export function tryAll(): Promise<string[]> {
  return navigator.locks.request("envois", tryEach);
}

async function tryEach(): Promise<string[]> {
  const sent: string[] = [];
  for (const item of await waitingSends()) {
    if (!mayLeave(item, Date.now())) continue;
    const { tried, url } = await trySend(item.id);
    if (tried === "sent") sent.push(url);
    if (tried === "offline" || tried === "signed-out") break;
  }
  return sent;
}

/** Tries one send, however old it is. */
export async function trySend(
  id: string,
): Promise<{ tried: Tried; url: string }> {
  const item = await oneKept<WaitingSend>("queue", id);
  if (item === null) return { tried: "sent", url: "" };
  const { path, fields } = item.value;
  const outcome = await post(path, fields).catch(
    () => ({ tried: "offline", url: "" } as const),
  );
  if (outcome.tried === "sent") await forget("queue", id);
  else if (outcome.tried !== "offline") {
    const refused = { path, fields, refusal: outcome.tried };
    await keep("queue", id, refused, item.atMs);
  }
  return outcome;
}

/** Sends a form with a token of the session that is open now. */
async function post(
  path: string,
  fields: WaitingSend["fields"],
): Promise<{ tried: Tried; url: string }> {
  const token = await sessionToken(path);
  if (token === null) return { tried: "signed-out", url: "" };
  const body = new URLSearchParams(
    fields.filter(([name]) => name !== "jeton").map(([name, value]) => [
      name,
      value,
    ]),
  );
  body.set("jeton", token);
  const response = await fetch(path, { method: "POST", body });
  const isBusy = response.status === 429 || response.status >= 500;
  if (isBusy) return { tried: "offline", url: "" };
  const isSent = response.ok && response.redirected &&
    new URL(response.url).pathname.startsWith(`${path}/`);
  return { tried: isSent ? "sent" : "refused", url: response.url };
}

/** The token of the session, if it is that of who wrote the send. */
async function sessionToken(path: string): Promise<string | null> {
  const response = await fetch(path, { headers: { accept: "text/html" } });
  if (response.status >= 500) throw new Error("The service is not there");
  const page = await response.text();
  const owner = await note("owner");
  const isOurs = owner !== undefined && page.includes(`data-member="${owner}"`);
  const token = /name="jeton" value="([^"]+)"/.exec(page)?.[1];
  return isOurs && token !== undefined ? token : null;
}

export function valueOf(
  fields: WaitingSend["fields"],
  wanted: string,
): string {
  return fields.find(([name]) => name === wanted)?.[1] ?? "";
}
