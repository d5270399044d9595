import type { Status } from "../../../lib/schema/message.ts";
import { STATUSES } from "../words.ts";
import { Pill } from "./Pill.tsx";

/** The state of a message. */
export function StatusPill({ status }: { status: Status }) {
  const { name, tone } = STATUSES[status];
  return <Pill tone={tone}>{name}</Pill>;
}
