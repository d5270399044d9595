import { useWords } from "../../../islands/language.ts";
import type { Message } from "../../../lib/schema/message.ts";
import type { Visit } from "../visit.ts";
import { RESEND } from "../words/history.ts";
import { Resend } from "./Resend.tsx";

/** Failures of a history, ready to be sent again, text by text. */
export function ResendGroups({ visit, groups, names }: {
  visit: Visit;
  groups: readonly (readonly Message[])[];
  names: ReadonlyMap<string, string> | null;
}) {
  const words = useWords(RESEND);
  if (groups.length === 0) return null;
  return (
    <details class="list resend">
      <summary>{words.again}</summary>
      <ul class="plain">
        {groups.map((failed) => {
          const { id, structureId, text } = failed[0]!;
          const name = names?.get(structureId);
          return (
            <li key={id}>
              <p>
                {name && <b>{words.from(name)}</b>}
                {words.text(text!)}
              </p>
              <Resend visit={visit} failed={failed} isShort />
            </li>
          );
        })}
      </ul>
      <p class="quiet">{words.why}</p>
    </details>
  );
}
