/**
 * What every page of a signed-in person does for when there is no network.
 * Loaded once the page is there and idle.
 *
 * @module
 */
import { dictionary, type Language } from "../language.ts";
import { counted } from "../words.ts";
import { forgetSent, keepDraft, markSending } from "./drafts.ts";
import { remember } from "./known.ts";
import { mayLeave, tryAll, waitingSends } from "./queue.ts";
import { belongTo, forgetAll, noteDown, takeNote } from "./vault.ts";

const RETRY_MS = 15_000;

const WORDS = dictionary({
  fr: {
    waiting: (sends: number) =>
      `${counted(sends, "fr", "envoi")} en attente de réseau`,
    stuck: (sends: number) => `${counted(sends, "fr", "envoi")} à confirmer`,
    sent: "Un envoi qui attendait est parti",
  },
  en: {
    waiting: (sends: number) =>
      `${counted(sends, "en", "send")} waiting for the network`,
    stuck: (sends: number) => `${counted(sends, "en", "send")} to be confirmed`,
    sent: "A send that was waiting has left",
  },
});

const words = WORDS[document.documentElement.lang as Language] ?? WORDS.fr;

/** Looks after drafts, sends that wait, and what is to be remembered. */
export async function attendPage(): Promise<void> {
  const { member } = document.body.dataset;
  for (const form of document.forms) attendForm(form, member !== undefined);
  await noteDown("language", document.documentElement.lang);
  if (member === undefined) return;
  await belongTo(member);
  const known = document.querySelector<HTMLElement>("[data-known]");
  if (known !== null) await remember(known);
  if (/\/envoi\/sub_/.test(location.pathname)) await forgetSent();
  await attendQueue();
}

function attendForm(form: HTMLFormElement, isSignedIn: boolean): void {
  const { pathname } = new URL(form.action);
  if (pathname === "/deconnexion") form.addEventListener("submit", signOut);
  if (!isSignedIn || !/^\/s\/[^/]+\/envoi$/.test(pathname)) return;
  const isWritten = form.querySelector("textarea[name=text]") !== null;
  if (isWritten) void keepDraft(form);
  form.addEventListener("submit", (event) => {
    const button = event.submitter as HTMLButtonElement | null;
    if (button?.value === "envoyer") markSending(form);
  });
}

/** Without the worker, the page itself forgets what it kept. */
async function signOut(event: SubmitEvent): Promise<void> {
  if (navigator.serviceWorker?.controller) return;
  event.preventDefault();
  await forgetAll().catch(() => {});
  (event.target as HTMLFormElement).submit();
}

async function attendQueue(): Promise<void> {
  navigator.serviceWorker?.addEventListener("message", () => void tellOfSent());
  await tellOfSent();
  if (await tellOfWaiting() === 0) return;
  const retry = async () => {
    const sent = navigator.onLine ? await tryAll() : [];
    const left = sent.length > 0
      ? (await waitingSends()).length
      : await tellOfWaiting();
    if (sent.length > 0) say(words.sent, sent.at(-1)!);
    if (left > 0) setTimeout(retry, RETRY_MS);
  };
  addEventListener("online", () => void retry());
  await retry();
}

/** Says, once, what the worker has sent meanwhile. */
async function tellOfSent(): Promise<void> {
  const sent = await takeNote("sent");
  if (sent !== undefined) say(words.sent, sent);
}

/** Says how many wait, for the network or for someone; gives their number. */
async function tellOfWaiting(): Promise<number> {
  const waiting = await waitingSends();
  const stuck = waiting.filter((item) => !mayLeave(item, Date.now())).length;
  const sentence = stuck > 0
    ? words.stuck(stuck)
    : words.waiting(waiting.length);
  if (waiting.length > 0) say(sentence, "/hors-ligne");
  return waiting.length;
}

/** One line at the top of the page, that leads to more. */
function say(sentence: string, href: string): void {
  const main = document.getElementById("contenu");
  const line = document.getElementById("en-attente") ??
    document.createElement("p");
  line.id = "en-attente";
  line.className = "waiting";
  line.role = "status";
  const link = document.createElement("a");
  link.href = href;
  link.textContent = sentence;
  line.replaceChildren(link);
  if (!line.isConnected) main?.prepend(line);
}
