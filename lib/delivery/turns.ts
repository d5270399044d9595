/** Who waits: whose work it is, and whether it is pressing. */
export interface Waiter {
  readonly tenant: string;
  readonly urgent: boolean;
}

/** After so many urgent ones, one that is not has its turn. */
const URGENT_IN_A_ROW = 4;

/**
 * Those who wait for one gateway: tenants take turns, whoever came first among
 * the work of each. Urgent work is ahead, but does not shut out the rest.
 */
export class Turns<T> {
  readonly #urgent = new Ring<T>();
  readonly #others = new Ring<T>();
  #inARow = 0;

  get size(): number {
    return this.#urgent.size + this.#others.size;
  }

  add(item: T, { tenant, urgent }: Waiter): void {
    (urgent ? this.#urgent : this.#others).add(item, tenant);
  }

  /** Whose turn it is; undefined when nobody waits. */
  next(): T | undefined {
    const urgent = this.#urgent.size > 0 &&
      (this.#inARow < URGENT_IN_A_ROW || this.#others.size === 0);
    this.#inARow = urgent ? this.#inARow + 1 : 0;
    return (urgent ? this.#urgent : this.#others).next();
  }

  /** Everyone who waits, who waits no more. */
  clear(): T[] {
    return [...this.#urgent.clear(), ...this.#others.clear()];
  }
}

/** Work of several tenants; the one that was served goes to the end. */
class Ring<T> {
  readonly #lines = new Map<string, Line<T>>();
  size = 0;

  add(item: T, tenant: string): void {
    let line = this.#lines.get(tenant);
    if (line === undefined) this.#lines.set(tenant, line = new Line());
    line.items.push(item);
    this.size++;
  }

  next(): T | undefined {
    for (const [tenant, line] of this.#lines) {
      const item = line.items[line.served++];
      // A map keeps its order of insertion: this is the end of the ring.
      this.#lines.delete(tenant);
      if (line.served < line.items.length) {
        this.#lines.set(tenant, line.shorten());
      }
      this.size--;
      return item;
    }
    return undefined;
  }

  clear(): T[] {
    const all = [...this.#lines.values()].flatMap(({ items, served }) =>
      items.slice(served)
    );
    this.#lines.clear();
    this.size = 0;
    return all;
  }
}

/** What one tenant has waiting. Taking from its front costs nothing. */
class Line<T> {
  items: T[] = [];
  served = 0;

  shorten(): this {
    if (this.served > 1_024) {
      this.items = this.items.slice(this.served);
      this.served = 0;
    }
    return this;
  }
}
