/**
 * The SMS a gateway may be handed in a day. They are drawn from the store some
 * at a time, so that the cap holds over restarts and over all instances, and
 * a message costs no read of its own. What a process had drawn and not used
 * when it ended is lost for that day.
 *
 * @module
 */
import { civilDate } from "../domain/calendar.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";

const DRAW_MAX = 50;
/** What one draw takes of the cap, at the most. */
const DRAW_SHARE = 20;

/** What this process may still hand to one gateway today. */
export class DayCap {
  readonly #ports: Ports;
  readonly #gatewayId: string;
  #day = "";
  #left = 0;
  #drawing: Promise<unknown> = Promise.resolve();

  constructor(ports: Ports, gatewayId: string) {
    this.#ports = ports;
    this.#gatewayId = gatewayId;
  }

  /** Takes `segments` of today's; false where the cap does not hold them. */
  take(segments: number, cap: number): boolean | Promise<boolean> {
    if (this.#takeLeft(segments)) return true;
    const drawn = this.#drawing.then(() => this.#draw(segments, cap));
    this.#drawing = drawn.catch(() => {});
    return drawn;
  }

  /** Gives back what was taken and did not leave. */
  giveBack(segments: number): void {
    this.#left += segments;
  }

  #takeLeft(segments: number): boolean {
    const day = civilDate(this.#ports.now());
    if (day !== this.#day) {
      this.#day = day;
      this.#left = 0;
    }
    if (this.#left < segments) return false;
    this.#left -= segments;
    return true;
  }

  async #draw(segments: number, cap: number): Promise<boolean> {
    // Whoever drew before may have left enough.
    if (this.#takeLeft(segments)) return true;
    const key = keys.gatewayDay(this.#gatewayId, this.#day);
    const wanted = Math.max(
      segments - this.#left,
      Math.min(DRAW_MAX, Math.floor(cap / DRAW_SHARE)),
    );
    const drawn = await this.#ports.store.transact(key.id, async (tx) => {
      const { drawn } = await tx.get(key) ?? { drawn: 0 };
      const now = Math.min(wanted, cap - drawn);
      if (now <= 0) return 0;
      tx.put(key, { drawn: drawn + now });
      return now;
    });
    this.#left += drawn;
    return this.#takeLeft(segments);
  }
}

/** The SMS drawn from a gateway's cap on the day of `nowMs`. */
export async function drawnToday(
  ports: Ports,
  gatewayId: string,
  nowMs: number,
): Promise<number> {
  const key = keys.gatewayDay(gatewayId, civilDate(nowMs));
  return (await ports.store.get(key))?.drawn ?? 0;
}
