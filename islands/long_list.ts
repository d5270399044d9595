/**
 * A list of many pages as one: the next page comes before its end is reached,
 * and pages that are far away are folded, so that ten thousand rows weigh as
 * much as a few hundred. Without script, or where anything fails, the link to
 * the next page leads there.
 *
 * @module
 */
import { dictionary, type Language } from "./language.ts";
import { bringUpToDate } from "./live_rows.ts";
import { type Outline, Sheet } from "./sheet.ts";
import { number } from "./words.ts";

const WORDS = dictionary({
  fr: {
    more: (count: string) => `${count} messages affichés`,
    end: (count: string) => `C’est tout : ${count} messages.`,
  },
  en: {
    more: (count: string) => `${count} messages shown`,
    end: (count: string) => `That is all: ${count} messages.`,
  },
});

/** How far beside the window rows are kept ready. */
const AHEAD = "1500px 0px";
/** The row that names the columns is the first. */
const HEAD_ROWS = 1;

/** The link to what follows. */
const NEXT = "[rel=next]";

/** Takes over the list in `place`; again where the place is renewed whole. */
export function takeOver(place: HTMLElement): void {
  const table = place.querySelector("table");
  const pager = place.querySelector<HTMLElement>(".pager");
  if (!("IntersectionObserver" in globalThis)) return;
  if (table !== null && pager?.querySelector(NEXT)) {
    new LongList(place, { table, pager });
    return;
  }
  place.addEventListener("renew", (event) => {
    event.preventDefault();
    replace(place, (event as CustomEvent<HTMLElement>).detail);
  });
}

/** The list begins again. */
function replace(place: HTMLElement, after: HTMLElement): void {
  place.replaceWith(after);
  takeOver(after);
}

class LongList {
  readonly #place: HTMLElement;
  readonly #table: HTMLTableElement;
  readonly #pager: HTMLElement;
  readonly #said = document.createElement("p");
  readonly #sheets: Sheet[] = [];
  readonly #seen = new IntersectionObserver(
    (entries) => this.#look(entries),
    { rootMargin: AHEAD },
  );
  /** Those to be folded, with their heights. */
  readonly #far = new Map<Sheet, number>();
  readonly #end = new AbortController();
  #isAsking = false;
  /** New messages came while the first page was folded. */
  #missedNews = false;

  constructor(
    place: HTMLElement,
    { table, pager }: { table: HTMLTableElement; pager: HTMLElement },
  ) {
    this.#place = place;
    this.#table = table;
    this.#pager = pager;
    this.#said.className = "unseen";
    this.#said.role = "status";
    place.append(this.#said);
    table.ariaRowCount = "-1";
    const body = table.tBodies[0]!;
    this.#add(new Sheet(body, { href: location.href }));
    this.#comeBack();
    this.#seen.observe(pager);
    const { signal } = this.#end;
    place.addEventListener("renew", (event) => this.#renew(event), { signal });
    addEventListener("pagehide", () => this.#remember(), { signal });
  }

  get #count(): number {
    return this.#sheets.reduce((sum, { count }) => sum + count, 0);
  }

  #add(sheet: Sheet): void {
    this.#sheets.push(sheet);
    if (sheet.body.parentNode === null) this.#table.append(sheet.body);
    sheet.numberRows(this.#firstOf(sheet));
    this.#seen.observe(sheet.body);
  }

  /** The number of a sheet's first row in the whole list. */
  #firstOf(sheet: Sheet): number {
    const before = this.#sheets.slice(0, this.#sheets.indexOf(sheet));
    return before.reduce((sum, { count }) => sum + count, HEAD_ROWS + 1);
  }

  #look(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, boundingClientRect } of entries) {
      if (target === this.#pager) {
        if (isIntersecting) void this.#goOn();
        continue;
      }
      const sheet = this.#sheets.find(({ body }) => body === target)!;
      if (isIntersecting) {
        this.#far.delete(sheet);
        if (sheet.isFolded) void this.#show(sheet);
      } else if (!sheet.isFolded) {
        this.#far.set(sheet, boundingClientRect.height);
        whenIdle(() => this.#foldOne());
      }
    }
  }

  /** One at a time: nobody waits for it. */
  #foldOne(): void {
    for (const [sheet, height] of this.#far) {
      this.#far.delete(sheet);
      sheet.fold(height);
      return;
    }
  }

  async #show(sheet: Sheet): Promise<void> {
    const asked = sheet.isAbsent
      ? await rowsAt(sheet.href).catch(() => null)
      : undefined;
    sheet.unfold(this.#firstOf(sheet), asked?.rows);
    bringUpToDate(sheet.body);
    if (sheet !== this.#sheets[0] || !this.#missedNews) return;
    this.#missedNews = false;
    const after = await partAt(sheet.href, this.#place.id).catch(() => null);
    if (after) this.#takeIn(after);
  }

  /** Fetches what follows, until enough lies ahead. */
  async #goOn(): Promise<void> {
    const link = this.#pager.querySelector<HTMLAnchorElement>(NEXT);
    if (link === null || this.#isAsking) return;
    this.#isAsking = true;
    try {
      const { href } = link;
      const { rows, next } = await rowsAt(href);
      this.#add(new Sheet(newBody(), { href, rows }));
      this.#next(link, next);
    } catch {
      // The link is still there, and leads to what could not be fetched.
    } finally {
      this.#isAsking = false;
    }
  }

  #next(link: HTMLAnchorElement, href: string | null): void {
    const language = document.documentElement.lang as Language;
    const words = WORDS[language];
    const count = number(this.#count, language);
    if (href === null) {
      this.#seen.unobserve(this.#pager);
      const end = document.createElement("p");
      end.className = "quiet";
      end.textContent = words.end(count);
      this.#said.textContent = "";
      link.replaceWith(end);
      return;
    }
    this.#said.textContent = words.more(count);
    link.setAttribute("href", href);
    // Looked at anew: it may still be near.
    this.#seen.unobserve(this.#pager);
    this.#seen.observe(this.#pager);
  }

  #renew(event: Event): void {
    event.preventDefault();
    if (this.#sheets[0]!.isFolded) this.#missedNews = true;
    else this.#takeIn((event as CustomEvent<HTMLElement>).detail);
  }

  /** The newest messages go on top; what is below stays where it is. */
  #takeIn(after: HTMLElement): void {
    const top = this.#sheets[0]!;
    const rows = [...after.querySelectorAll<HTMLElement>("tbody tr")];
    const known = new Map(
      [...top.body.rows].map((row) => [row.dataset["message"], row]),
    );
    const old = rows.findIndex((row) => known.has(row.dataset["message"]));
    // More came than a page holds: what lies between is not here.
    if (old < 0) {
      this.#end.abort();
      this.#seen.disconnect();
      replace(this.#place, after);
      return;
    }
    for (const row of rows.slice(old)) {
      known.get(row.dataset["message"])?.replaceWith(row);
    }
    top.body.prepend(...rows.slice(0, old));
    top.changed();
    for (const sheet of this.#sheets) sheet.numberRows(this.#firstOf(sheet));
  }

  /** What is needed to come back here from the page one goes to. */
  #remember(): void {
    const [, ...rest] = this.#sheets;
    const link = this.#pager.querySelector<HTMLAnchorElement>(NEXT);
    const list = {
      sheets: rest.map(({ outline }) => outline),
      next: link?.getAttribute("href") ?? null,
      at: scrollY,
    };
    history.replaceState({ ...history.state, list }, "");
  }

  /** Back where one was, if the list still goes on as it did. */
  #comeBack(): void {
    const link = this.#pager.querySelector<HTMLAnchorElement>(NEXT);
    const list = history.state?.list as
      | { sheets: Outline[]; next: string | null; at: number }
      | undefined;
    if (list === undefined || link === null) return;
    if (list.sheets[0]?.href !== link.href) return;
    for (const outline of list.sheets) {
      this.#add(Sheet.of(newBody(), outline));
    }
    this.#next(link, list.next);
    scrollTo(0, list.at);
  }
}

function newBody(): HTMLTableSectionElement {
  const body = document.createElement("tbody");
  body.setAttribute("role", "rowgroup");
  return body;
}

function whenIdle(work: () => void): void {
  if ("requestIdleCallback" in globalThis) {
    requestIdleCallback(work, { timeout: 1_000 });
  } else setTimeout(work, 100);
}

/** Rows alone, and where they go on. */
async function rowsAt(
  href: string,
): Promise<{ rows: string; next: string | null }> {
  const headers = { accept: "application/json" };
  const response = await fetch(href, { headers, redirect: "error" });
  if (!response.ok) throw new Error(`${response.status}`);
  return await response.json();
}

/** A part of a page. */
async function partAt(href: string, id: string): Promise<HTMLElement | null> {
  const response = await fetch(href, { redirect: "error" });
  if (!response.ok) throw new Error(`${response.status}`);
  const page = new DOMParser().parseFromString(
    await response.text(),
    "text/html",
  );
  return page.getElementById(id);
}
