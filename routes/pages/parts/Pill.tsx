import type { Status } from "../../../lib/schema/message.ts";
import { STATUSES, type Tone } from "../words.ts";

/** A state in a word. */
export function Pill({ tone, children }: { tone: Tone; children: string }) {
  return <span class={`pill ${tone}`}>{children}</span>;
}

/** The state of a message. */
export function StatusPill({ status }: { status: Status }) {
  const { name, tone } = STATUSES[status];
  return <Pill tone={tone}>{name}</Pill>;
}
