import type { Fence, LiftFence } from "../../../lib/schema/operations.ts";
import { number } from "../../../islands/words.ts";
import { Confirm } from "../parts/Confirm.tsx";
import type { Visit } from "../visit.ts";
import { OPERATIONS } from "../words/operations.ts";

/** The last question before what a restore holds leaves, or never does. */
export function LiftConfirm(
  { visit, asked, fence }: { visit: Visit; asked: LiftFence; fence: Fence },
) {
  const words = OPERATIONS[visit.language];
  const isSend = asked.how === "send";
  const held = fence.held.filter(({ structureId }) =>
    asked.structureId === undefined || structureId === asked.structureId
  );
  return (
    <Confirm
      visit={visit}
      title={isSend ? words.sendTitle : words.cancelTitle}
      action="/exploitation/barriere"
      hidden={{
        how: asked.how,
        oui: "oui",
        cle: visit.ports.newId("lift"),
        ...(asked.structureId ? { structureId: asked.structureId } : {}),
      }}
      button={isSend ? words.sendButton : words.cancelButton}
      isDestructive={!isSend}
      back="/exploitation"
    >
      <ul>
        {held.map(({ structureName, messages }) => (
          <li>
            {words.heldBy(structureName, number(messages, visit.language))}
          </li>
        ))}
      </ul>
      <p>{isSend ? words.sendText : words.cancelText}</p>
    </Confirm>
  );
}
