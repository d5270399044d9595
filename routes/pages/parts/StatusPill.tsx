import { useWords } from "../../../islands/language.ts";
import type { Status } from "../../../lib/schema/message.ts";
import { STATUSES, TONES } from "../words.ts";
import { Pill } from "./Pill.tsx";

/** The state of a message. */
export function StatusPill({ status }: { status: Status }) {
  const names = useWords(STATUSES);
  return <Pill tone={TONES[status]}>{names[status]}</Pill>;
}
