/**
 * The service worker: the shell without a network, sends that wait for it,
 * text shared from other applications, notifications.
 *
 * A new one takes over at once: the shell it replaces stays for the pages that
 * are open, and the next navigation is all its own.
 *
 * @module
 */
import {
  enqueue,
  mayLeave,
  tryAll,
  valueOf,
  waitingSends,
  WAKE,
} from "../offline/queue.ts";
import { forgetAll, keep, noteDown } from "../offline/vault.ts";
import { openNotification, setBadge, showPush, stopPush } from "./notify.ts";
import { type FetchEvent, scope } from "./scope.ts";
import {
  dropOldShells,
  fillShell,
  fromShell,
  pageOrOffline,
  type Shell,
} from "./shell.ts";

/** Written here by the build. */
const SHELL = JSON.parse("__SHELL__") as Shell;

const SEND = /^\/s\/[^/]+\/envoi$/;

scope.addEventListener("install", (event) => {
  event.waitUntil(fillShell(SHELL).then(() => scope.skipWaiting()));
});

scope.addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([
    dropOldShells(SHELL),
    scope.registration.navigationPreload?.enable(),
    scope.clients.claim(),
  ]));
});

scope.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== scope.location.origin) return;
  if (request.method === "POST" && request.mode === "navigate") {
    const answer = answerForm(event, pathname);
    if (answer !== null) event.respondWith(answer);
  } else if (request.method !== "GET") return;
  else if (pathname.startsWith("/static/") || pathname.startsWith("/icons/")) {
    event.respondWith(fromShell(request));
  } else if (request.mode === "navigate") {
    event.respondWith(pageOrOffline(event));
  }
});

scope.addEventListener("sync", (event) => {
  if (event.tag === WAKE) event.waitUntil(sendWaiting());
});

scope.addEventListener("message", (event) => {
  if (event.data === "vu") event.waitUntil(setBadge(0));
});

scope.addEventListener("push", (event) => event.waitUntil(showPush(event)));

scope.addEventListener("notificationclick", (event) => {
  event.waitUntil(openNotification(event));
});

/** Forms that must not be lost, or that are for here alone. */
function answerForm(
  { request }: FetchEvent,
  pathname: string,
): Promise<Response> | null {
  if (pathname === "/deconnexion") return signOut(request);
  if (pathname === "/partager") return takeShared(request);
  return SEND.test(pathname) ? sendOrKeep(request, pathname) : null;
}

/** Nothing of who leaves stays, whether or not the service hears of it. */
async function signOut(request: Request): Promise<Response> {
  await forgetAll();
  // The service learns it from the push service; leaving does not wait.
  stopPush().catch(() => {});
  return await fetch(request);
}

/** A text shared from another application becomes a draft, only here. */
async function takeShared(request: Request): Promise<Response> {
  const form = await request.formData();
  const said = ["title", "text", "url"].map((name) => form.get(name))
    .filter((part) => typeof part === "string" && part !== "");
  await keep("drafts", "partage", { text: said.join("\n") });
  return Response.redirect("/envoi", 303);
}

/** A send that does not reach the service waits here. */
async function sendOrKeep(
  request: Request,
  path: string,
): Promise<Response> {
  const copy = request.clone();
  try {
    return await fetch(request);
  } catch (error) {
    const fields = [...new URLSearchParams(await copy.text())];
    if (valueOf(fields, "etape") !== "envoyer") throw error;
    await enqueue(path, fields);
    return Response.redirect("/hors-ligne", 303);
  }
}

/**
 * Pages are told what has left: those that are open, else the next one.
 *
 * @throws {Error} if something still waits: the browser tries again later
 */
async function sendWaiting(): Promise<void> {
  const sent = await tryAll();
  if (sent.length > 0) {
    await noteDown("sent", sent.at(-1)!);
    const windows = await scope.clients.matchAll({ type: "window" });
    for (const window of windows) window.postMessage("parti");
  }
  const nowMs = Date.now();
  const left = (await waitingSends()).some((item) => mayLeave(item, nowMs));
  if (left) throw new Error("Sends still wait for the network");
}
