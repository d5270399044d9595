/**
 * One page of a long list, a `tbody` of its own. Out of sight it is folded: its
 * rows go, their height stays, and their words stay too, hidden where the
 * browser's own search finds them.
 *
 * @module
 */

/** What is needed to make a sheet again. */
export interface Outline {
  /** Where its rows can be asked for. */
  readonly href: string;
  /** How many rows it has. */
  readonly count: number;
  readonly height: number;
}

export class Sheet {
  readonly body: HTMLTableSectionElement;
  readonly href: string;
  count: number;
  #height = 0;
  /** Its rows as they came; null where they did not come as such. */
  #rows: string | null;
  #isFolded = false;

  constructor(
    body: HTMLTableSectionElement,
    { href, rows = null }: { href: string; rows?: string | null },
  ) {
    this.body = body;
    this.href = href;
    this.#rows = rows;
    if (rows !== null) body.innerHTML = rows;
    this.count = body.rows.length;
  }

  /** A sheet that takes up its place; its rows are not here yet. */
  static of(body: HTMLTableSectionElement, outline: Outline): Sheet {
    const sheet = new Sheet(body, { href: outline.href });
    sheet.count = outline.count;
    sheet.#height = outline.height;
    sheet.#leaveSpace("");
    return sheet;
  }

  get isFolded(): boolean {
    return this.#isFolded;
  }

  /** Whether its rows must be asked for before they can be shown. */
  get isAbsent(): boolean {
    return this.#isFolded && this.#rows === null;
  }

  get outline(): Outline {
    const { href, count } = this;
    const height = this.#isFolded ? this.#height : this.body.offsetHeight;
    return { href, count, height };
  }

  /** Its rows go; not those somebody is on, or has selected. */
  fold(height: number): void {
    if (this.#isFolded || height === 0 || isInUse(this.body)) return;
    this.#height = height;
    this.#rows ??= this.body.innerHTML;
    this.#leaveSpace(this.body.textContent);
  }

  /** Its rows come back; the first has this number. */
  unfold(first: number, rows: string | null = this.#rows): void {
    if (!this.#isFolded || rows === null) return;
    this.#rows = rows;
    this.body.innerHTML = rows;
    this.#isFolded = false;
    this.count = this.body.rows.length;
    this.numberRows(first);
  }

  /** Its rows were changed by hand. */
  changed(): void {
    this.#rows = null;
    this.count = this.body.rows.length;
  }

  /** Tells which rows of the whole list these are. */
  numberRows(first: number): void {
    if (this.#isFolded) return;
    for (const [i, row] of [...this.body.rows].entries()) {
      row.ariaRowIndex = String(first + i);
    }
  }

  #leaveSpace(words: string): void {
    this.#isFolded = true;
    const row = document.createElement("tr");
    row.className = "folded";
    row.ariaHidden = "true";
    const cell = row.insertCell();
    cell.colSpan = 9;
    cell.style.height = `${this.#height}px`;
    const hidden = document.createElement("div");
    hidden.setAttribute("hidden", "until-found");
    hidden.textContent = words;
    cell.append(hidden);
    this.body.replaceChildren(row);
  }
}

function isInUse(element: Element): boolean {
  const selection = getSelection();
  const isSelected = selection !== null && !selection.isCollapsed &&
    selection.containsNode(element, true);
  return isSelected || element.contains(document.activeElement);
}
