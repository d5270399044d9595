import type { Application } from "../../../lib/schema/application.ts";
import { Confirm } from "../parts/Confirm.tsx";
import { address, type Visit } from "../visit.ts";

/** Replacing a key, with the time to change it everywhere. */
export function RotateKey({ visit, application, graceHours, callKey }: {
  visit: Visit;
  application: Application;
  graceHours: number;
  callKey: string;
}) {
  const { id, name } = application;
  const path = address(visit.here!.id, "applications");
  return (
    <Confirm
      visit={visit}
      title={`Renouveler la clé de ${name} ?`}
      action={`${path}/${id}/renouveler`}
      hidden={{ cle: callKey }}
      button="Créer une nouvelle clé"
      back={path}
    >
      <p>
        Une nouvelle clé est créée et affichée une fois. L’ancienne fonctionne
        encore{" "}
        <strong>{graceHours} heures</strong>, le temps de la remplacer dans
        l’application ; ensuite elle est refusée.
      </p>
    </Confirm>
  );
}
