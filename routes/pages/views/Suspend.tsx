import { Confirm } from "../parts/Confirm.tsx";
import { address, type Visit } from "../visit.ts";
import { SETTINGS } from "../words/structures.ts";

/** Stopping the sends of a structure, with what that means. */
export function Suspend({ visit }: { visit: Visit }) {
  const words = SETTINGS[visit.language];
  const { structure, children } = visit.here!;
  const path = address(structure.id, "reglages");
  return (
    <Confirm
      visit={visit}
      title={words.suspendQuestion(structure.name)}
      action={`${path}/suspendre`}
      button={words.suspend}
      isDestructive
      back={path}
    >
      <p>{words.suspendWords(structure.name, children.length > 0)}</p>
    </Confirm>
  );
}
