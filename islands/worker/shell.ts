/**
 * The shell: styles, scripts and the page for when there is no network, kept
 * by the hash of their content. Pages always come from the network; they hold
 * personal data and are never kept.
 *
 * @module
 */
import { note } from "../offline/vault.ts";
import { type FetchEvent, scope } from "./scope.ts";

const PREFIX = "shell-";
/** The shell before this one stays, for pages that are still open on it. */
const SHELLS_KEPT = 2;

/** What the build put into the shell. */
export interface Shell {
  readonly version: string;
  readonly files: readonly string[];
}

/** Where the page for no network is, in a language. */
export function offlinePage(language: string): string {
  return `/hors-ligne?langue=${language === "en" ? "en" : "fr"}`;
}

/** Fetches the shell; all of it or nothing. */
export async function fillShell({ version, files }: Shell): Promise<void> {
  const cache = await caches.open(PREFIX + version);
  await cache.addAll([...files, offlinePage("fr"), offlinePage("en")]);
}

/** Forgets shells that no open page can be using. */
export async function dropOldShells({ version }: Shell): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(PREFIX));
  const others = names.filter((name) => name !== PREFIX + version);
  const old = others.slice(0, Math.max(0, others.length - SHELLS_KEPT + 1));
  await Promise.all(old.map((name) => caches.delete(name)));
}

/** A file of the shell, from here if it is here. */
export async function fromShell(request: Request): Promise<Response> {
  return await caches.match(request) ?? await fetch(request);
}

/** A page from the network; without one, the page that says so. */
export async function pageOrOffline(event: FetchEvent): Promise<Response> {
  try {
    return await event.preloadResponse ?? await fetch(event.request);
  } catch (error) {
    const language = await note("language") ??
      scope.navigator.language.slice(0, 2);
    const page = await caches.match(offlinePage(language));
    if (page === undefined) throw error;
    return page;
  }
}
