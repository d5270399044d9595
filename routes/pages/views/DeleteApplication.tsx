import type { Application } from "../../../lib/schema/application.ts";
import { Confirm } from "../parts/Confirm.tsx";
import { address, type Visit } from "../visit.ts";
import { APPLICATIONS } from "../words/applications.ts";

/** Removing an application, with what stops. */
export function DeleteApplication(
  { visit, application }: { visit: Visit; application: Application },
) {
  const words = APPLICATIONS[visit.language];
  const { id, name } = application;
  const path = address(visit.here!.id, "applications");
  return (
    <Confirm
      visit={visit}
      title={words.deleteQuestion(name)}
      action={`${path}/${id}/supprimer`}
      button={words.deleteButton(name)}
      isDestructive
      back={path}
    >
      <p>{words.deleteWords(name)}</p>
    </Confirm>
  );
}
