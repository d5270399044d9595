/**
 * One page of a long list, a `tbody` of its own. Out of sight it is folded: its
 * rows go, their height stays, and their words stay too, hidden where the
 * browser's own search finds them.
 *
 * @module
 */

export class Sheet {
  readonly body: HTMLTableSectionElement;
  /** Where its rows can be asked for. */
  readonly href: string;
  /** How many rows it has. */
  count: number;
  #height: number;
  /** Its rows while it is folded; null where they were never here. */
  #folded: string | null = null;
  #isFolded = false;

  constructor(
    body: HTMLTableSectionElement,
    { href, count, height = 0 }: {
      href: string;
      count: number;
      height?: number;
    },
  ) {
    this.body = body;
    this.href = href;
    this.count = count;
    this.#height = height;
  }

  get isFolded(): boolean {
    return this.#isFolded;
  }

  /** Whether its rows must be asked for before they can be shown. */
  get isAbsent(): boolean {
    return this.#isFolded && this.#folded === null;
  }

  /** What is needed to make it again, folded. */
  get outline(): { href: string; count: number; height: number } {
    const { href, count } = this;
    const height = this.#isFolded ? this.#height : this.body.offsetHeight;
    return { href, count, height };
  }

  /** Its rows go; not those somebody is on, or has selected. */
  fold(height: number): void {
    if (this.#isFolded || height === 0 || isInUse(this.body)) return;
    this.#height = height;
    this.#folded = this.body.innerHTML;
    const words = [...this.body.rows].map(({ cells }) =>
      [...cells].map(({ textContent }) => textContent).join(" ")
    );
    this.#leaveSpace(words.join("\n"));
  }

  /** Makes a sheet that was never here take up its place. */
  outlined(): this {
    this.#leaveSpace("");
    return this;
  }

  /** Its rows come back, given or as they were; the first has this number. */
  unfold(first: number, rows: string | null = this.#folded): void {
    if (!this.#isFolded || rows === null) return;
    this.body.innerHTML = rows;
    this.#isFolded = false;
    this.#folded = null;
    this.count = this.body.rows.length;
    this.numberRows(first);
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
