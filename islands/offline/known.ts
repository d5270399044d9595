/**
 * What a page knew of a structure when it was last open, to be shown, with its
 * age, where there is no network. It holds no personal data.
 *
 * @module
 */
import { allKept, keep, type KeptItem } from "./vault.ts";

/** What is remembered of a structure. */
export interface Known {
  readonly name: string;
  readonly available: number;
  readonly forecast: string;
  /** Alerts, in words, the newest first. */
  readonly alerts: readonly string[];
  readonly maySend: boolean;
}

/** Remembers what an element of the page says of its structure. */
export async function remember(element: HTMLElement): Promise<void> {
  const { id, ...known } = JSON.parse(element.dataset["known"] ?? "{}");
  if (typeof id === "string") await keep("known", id, known);
}

/** All that is remembered, what was seen last on top. */
export async function allKnown(): Promise<KeptItem<Known>[]> {
  return (await allKept<Known>("known")).reverse();
}
