import type { Tone } from "../words.ts";

/** A state in a word. */
export function Pill({ tone, children }: { tone: Tone; children: string }) {
  return <span class={`pill ${tone}`}>{children}</span>;
}
