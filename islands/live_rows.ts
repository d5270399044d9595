/**
 * Messages on the page as they are in the service: those that are shown are
 * changed in place, those that come back later are told what they missed.
 *
 * @module
 */
import { dictionary, type Language } from "./language.ts";
import type { LiveNews } from "./live.ts";

const WORDS = dictionary({
  fr: { yes: "Oui", no: "Non" },
  en: { yes: "Yes", no: "No" },
});

/** Messages that are remembered after they moved. */
const REMEMBERED_MAX = 5_000;

type News = LiveNews["messages"][number];

const latest = new Map<string, News>();

/** Shows what moved, wherever it stands on the page. */
export function showNews(messages: readonly News[]): void {
  for (const message of messages) {
    latest.delete(message.id);
    latest.set(message.id, message);
    for (const row of document.querySelectorAll(rowOf(message.id))) {
      showMessage(row as HTMLElement, message);
    }
  }
  for (const id of latest.keys()) {
    if (latest.size <= REMEMBERED_MAX) break;
    latest.delete(id);
  }
}

/** Tells rows that were not on the page what moved meanwhile. */
export function bringUpToDate(rows: ParentNode): void {
  for (const row of rows.querySelectorAll<HTMLElement>("[data-message]")) {
    const news = latest.get(row.dataset["message"]!);
    if (news !== undefined) showMessage(row, news);
  }
}

function rowOf(id: string): string {
  return `[data-message="${CSS.escape(id)}"]`;
}

function showMessage(
  row: HTMLElement,
  { status, tone, failed, reason }: News,
): void {
  const words = WORDS[document.documentElement.lang as Language] ?? WORDS.fr;
  row.className = failed ? "failed" : tone;
  const pill = row.querySelector(".pill");
  if (pill !== null) {
    pill.className = `pill ${tone}`;
    pill.textContent = status;
  }
  write(row, "[data-failed]", failed ? words.yes : words.no);
  write(row, "[data-reason]", reason.charAt(0).toUpperCase() + reason.slice(1));
}

function write(row: HTMLElement, selector: string, text: string): void {
  const place = row.querySelector(selector);
  if (place !== null) place.textContent = text;
}
