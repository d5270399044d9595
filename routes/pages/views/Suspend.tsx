import { Confirm } from "../parts/Confirm.tsx";
import { address, type Visit } from "../visit.ts";

/** Stopping the sends of a structure, with what that means. */
export function Suspend({ visit }: { visit: Visit }) {
  const { structure, children } = visit.here!;
  const path = address(structure.id, "reglages");
  return (
    <Confirm
      visit={visit}
      title={`Suspendre ${structure.name} ?`}
      action={`${path}/suspendre`}
      button="Suspendre les envois"
      isDestructive
      back={path}
    >
      <p>
        Plus aucun SMS n’est accepté de <strong>{structure.name}</strong>
        {children.length > 0 && " ni des structures qu’elle contient"}. Ses
        applications reçoivent un refus. Les crédits et l’historique ne changent
        pas, et vous pourrez rétablir les envois à tout moment.
      </p>
    </Confirm>
  );
}
