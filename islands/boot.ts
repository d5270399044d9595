/**
 * Brings a page's islands to life: each one's code is fetched only where it
 * stands. Everything else works without script.
 *
 * @module
 */
import type { FunctionComponent } from "preact";
import { holdOffer } from "./install_offer.ts";
import type { Language } from "./language.ts";

const ISLANDS: Record<string, () => Promise<FunctionComponent<never>>> = {
  Compose: async () => (await import("./Compose.tsx")).Compose,
  Install: async () => (await import("./Install.tsx")).Install,
  Offline: async () => (await import("./Offline.tsx")).Offline,
  KeyCommand: async () => (await import("./KeyCommand.tsx")).KeyCommand,
  CopyButton: async () => (await import("./CopyButton.tsx")).CopyButton,
  MakePasskey: async () => (await import("./MakePasskey.tsx")).MakePasskey,
  LiveSearch: async () => (await import("./LiveSearch.tsx")).LiveSearch,
  Live: async () => (await import("./Live.tsx")).Live,
  Push: async () => (await import("./Push.tsx")).Push,
  Refresh: async () => (await import("./Refresh.tsx")).Refresh,
  SetUpCode: async () => (await import("./SetUpCode.tsx")).SetUpCode,
  Slider: async () => (await import("./Slider.tsx")).Slider,
  Thresholds: async () => (await import("./Thresholds.tsx")).Thresholds,
  UsePasskey: async () => (await import("./UsePasskey.tsx")).UsePasskey,
};

async function hydrateIsland(element: HTMLElement): Promise<void> {
  const load = ISLANDS[element.dataset["island"] ?? ""];
  if (load === undefined) return;
  const [{ h, hydrate }, { LanguageContext }, Component] = await Promise.all([
    import("preact"),
    import("./language.ts"),
    load(),
  ]);
  const props = JSON.parse(element.dataset["props"] ?? "{}");
  const value = document.documentElement.lang as Language;
  const island = h(Component as FunctionComponent, props);
  hydrate(h(LanguageContext.Provider, { value }, island), element);
  element.dataset["alive"] = "";
}

/** A second tap on a button must not send a form twice. */
function sendOnce(event: SubmitEvent): void {
  const form = event.target as HTMLFormElement;
  if (form.method !== "post") return;
  if (form.ariaBusy === "true") return event.preventDefault();
  form.ariaBusy = "true";
}

/** Coming back to a page, its forms can be sent again. */
function wakeForms(): void {
  for (const form of document.forms) form.ariaBusy = null;
}

/** Menus close as people expect: by Escape, or by a tap beside them. */
function closeMenus(event: Event): void {
  if (event instanceof KeyboardEvent && event.key !== "Escape") return;
  const open = document.querySelectorAll<HTMLDetailsElement>(
    "details.switcher[open]",
  );
  for (const menu of open) {
    const inside = menu.contains(event.target as Node);
    if (event.type === "click" && inside) continue;
    menu.open = false;
    if (event.type === "keydown" && inside) {
      menu.querySelector("summary")?.focus();
    }
  }
}

/** What helps without a network comes last: the page is there before it. */
async function attend(): Promise<void> {
  const { pwa } = document.body.dataset;
  if (pwa === undefined || !("serviceWorker" in navigator)) return;
  navigator.serviceWorker.register("/sw.js").catch(() => {});
  await (await import("./offline/page.ts")).attendPage();
}

/** A choice that needs no button where there is script. */
function submitChoice({ target }: Event): void {
  if (target instanceof HTMLSelectElement && "submit" in target.dataset) {
    target.form?.requestSubmit();
  }
}

/** Tables that take a while. */
async function attendDownloads(): Promise<void> {
  const links = document.querySelectorAll<HTMLAnchorElement>(
    "a[data-download]",
  );
  if (links.length === 0) return;
  const { attendDownload } = await import("./download.ts");
  links.forEach(attendDownload);
}

/** Lists whose pages open beside them, and go on as one reads. */
async function attendLists(): Promise<void> {
  const list = document.querySelector<HTMLElement>("[data-drawer]");
  if (list === null) return;
  (await import("./drawer.ts")).openBeside(list);
  const place = list.querySelector<HTMLElement>("[data-endless]");
  if (place !== null) (await import("./long_list.ts")).takeOver(place);
}

holdOffer();
void attendLists();
void attendDownloads();
for (const element of document.querySelectorAll<HTMLElement>("[data-island]")) {
  hydrateIsland(element);
}
("requestIdleCallback" in globalThis
  ? (work: () => void) => requestIdleCallback(work, { timeout: 2_000 })
  : setTimeout)(() => void attend());
addEventListener("submit", sendOnce);
addEventListener("change", submitChoice);
addEventListener("pageshow", wakeForms);
addEventListener("keydown", closeMenus);
addEventListener("click", closeMenus);
