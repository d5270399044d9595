/**
 * The worker that takes the place of ours when it is switched off: it drops
 * the shell and leaves. Drafts and sends that wait stay: pages look after them.
 *
 * @module
 */
import { scope } from "./scope.ts";

scope.addEventListener("install", () => void scope.skipWaiting());

scope.addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave(): Promise<void> {
  const names = await caches.keys();
  await Promise.all(names.map((name) => caches.delete(name)));
  await scope.registration.unregister();
  const windows = await scope.clients.matchAll({ type: "window" });
  await Promise.all(windows.map((window) => window.navigate(window.url)));
}
