import type { Application } from "../../../lib/schema/application.ts";
import { Confirm } from "../parts/Confirm.tsx";
import { address, type Visit } from "../visit.ts";

/** Removing an application, with what stops. */
export function DeleteApplication(
  { visit, application }: { visit: Visit; application: Application },
) {
  const { id, name } = application;
  const path = address(visit.here!.id, "applications");
  return (
    <Confirm
      visit={visit}
      title={`Supprimer ${name} ?`}
      action={`${path}/${id}/supprimer`}
      button={`Supprimer ${name}`}
      isDestructive
      back={path}
    >
      <p>
        Sa clé est refusée dès maintenant : <strong>{name}</strong>{" "}
        ne peut plus envoyer de SMS. Ce qu’elle a déjà envoyé part et reste dans
        l’historique. C’est définitif.
      </p>
    </Confirm>
  );
}
