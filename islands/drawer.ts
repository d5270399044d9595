/**
 * Pages that open beside the list they are linked from, in a dialog. Without
 * script, with a modifier key, or where anything fails, the link leads there.
 *
 * @module
 */
import { dictionary, type Language } from "./language.ts";

const WORDS = dictionary({
  fr: { close: "Fermer", whole: "Ouvrir la page" },
  en: { close: "Close", whole: "Open the page" },
});

/** Opens the links of `list` beside it. */
export function openBeside(list: HTMLElement): void {
  list.addEventListener("click", (event) => {
    const { metaKey, ctrlKey, shiftKey, altKey, button } = event;
    if (metaKey || ctrlKey || shiftKey || altKey || button !== 0) return;
    const link = (event.target as Element).closest<HTMLAnchorElement>(
      "a.cover",
    );
    if (link === null) return;
    event.preventDefault();
    open(link.href).catch(() => location.assign(link.href));
  });
}

async function open(href: string): Promise<void> {
  const response = await fetch(href, { redirect: "error" });
  if (!response.ok) throw new Error(`${response.status}`);
  const page = new DOMParser().parseFromString(
    await response.text(),
    "text/html",
  );
  const content = page.querySelector("#contenu > *");
  if (content === null) throw new Error("nothing to show");
  const drawer = dialog(href);
  drawer.append(document.importNode(content, true));
  document.body.append(drawer);
  drawer.addEventListener("close", () => drawer.remove());
  drawer.addEventListener("click", (event) => {
    // A click on the dialog itself is one beside its content.
    if (event.target === drawer) drawer.close();
  });
  drawer.showModal();
}

function dialog(href: string): HTMLDialogElement {
  const words = WORDS[document.documentElement.lang as Language] ?? WORDS.fr;
  const drawer = document.createElement("dialog");
  drawer.className = "drawer";
  const bar = document.createElement("form");
  bar.method = "dialog";
  bar.className = "row";
  const close = document.createElement("button");
  close.className = "button";
  close.textContent = words.close;
  const whole = document.createElement("a");
  whole.href = href;
  whole.textContent = words.whole;
  bar.append(close, whole);
  drawer.append(bar);
  return drawer;
}
