import type { Application } from "../../../lib/schema/application.ts";
import { Confirm } from "../parts/Confirm.tsx";
import { address, type Visit } from "../visit.ts";
import { APPLICATIONS } from "../words/applications.ts";

/** Replacing a key, with the time to change it everywhere. */
export function RotateKey({ visit, application, graceHours, callKey }: {
  visit: Visit;
  application: Application;
  graceHours: number;
  callKey: string;
}) {
  const words = APPLICATIONS[visit.language];
  const { id, name } = application;
  const path = address(visit.here!.id, "applications");
  return (
    <Confirm
      visit={visit}
      title={words.rotateQuestion(name)}
      action={`${path}/${id}/renouveler`}
      hidden={{ cle: callKey }}
      button={words.rotateButton}
      back={path}
    >
      <p>{words.rotateWords(graceHours)}</p>
    </Confirm>
  );
}
