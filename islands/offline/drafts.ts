/**
 * What is written in « Envoi simple » survives a lost connection or a closed
 * page, sealed, until it is sent.
 *
 * @module
 */
import { forget, keep, oneKept } from "./vault.ts";

const FIELDS = ["recipients", "text", "sender"];
const PAUSE_MS = 400;
const SENDING = "envoi-en-cours";

type Draft = Readonly<Record<string, string>>;

/** Keeps the draft of the form that writes a message, and fills it again. */
export async function keepDraft(form: HTMLFormElement): Promise<void> {
  const id = form.action;
  const before = await oneKept<Draft>("drafts", id);
  const shared = await oneKept<Draft>("drafts", "partage");
  const draft = { ...before?.value, ...shared?.value };
  for (const name of FIELDS) {
    const field = fieldOf(form, name);
    if (field === null || field.value !== "" || !draft[name]) continue;
    field.value = draft[name];
    field.dispatchEvent(new InputEvent("input", { bubbles: true }));
  }
  await forget("drafts", "partage");

  let timer: ReturnType<typeof setTimeout> | undefined;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(form, id), PAUSE_MS);
  });
  form.addEventListener("submit", () => void save(form, id));
}

/** Remembers that a confirmed message is on its way, until its page is seen. */
export function markSending(form: HTMLFormElement): void {
  sessionStorage.setItem(SENDING, form.action);
}

/** The message was accepted: its draft is of no use any more. */
export async function forgetSent(): Promise<void> {
  const id = sessionStorage.getItem(SENDING);
  if (id === null) return;
  sessionStorage.removeItem(SENDING);
  await forget("drafts", id);
}

async function save(form: HTMLFormElement, id: string): Promise<void> {
  const entries = FIELDS.map((
    name,
  ) => [name, fieldOf(form, name)?.value ?? ""]);
  const isEmpty = entries.every(([name, value]) =>
    name === "sender" || value === ""
  );
  await (isEmpty
    ? forget("drafts", id)
    : keep("drafts", id, Object.fromEntries(entries)));
}

function fieldOf(
  form: HTMLFormElement,
  name: string,
): HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement | null {
  const field = form.elements.namedItem(name);
  const isField = field instanceof HTMLTextAreaElement ||
    field instanceof HTMLSelectElement ||
    field instanceof HTMLInputElement && field.type !== "hidden";
  return isField ? field : null;
}
