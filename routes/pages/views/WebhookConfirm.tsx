import type { Webhook } from "../../../lib/schema/webhook.ts";
import { Confirm } from "../parts/Confirm.tsx";
import { address, type Visit } from "../visit.ts";
import { WEBHOOKS } from "../words/webhooks.ts";

/** Replacing a secret, or removing an endpoint, with what follows. */
export function WebhookConfirm({ visit, webhook, what, graceHours }: {
  visit: Visit;
  webhook: Webhook;
  what: "rotate" | "delete";
  graceHours: number;
}) {
  const words = WEBHOOKS[visit.language];
  const path = `${address(visit.here!.id, "webhooks")}/${webhook.id}`;
  const isDelete = what === "delete";
  const { host } = new URL(webhook.url);
  return (
    <Confirm
      visit={visit}
      title={isDelete ? words.deleteQuestion(host) : words.rotateQuestion}
      action={`${path}/${isDelete ? "supprimer" : "renouveler"}`}
      hidden={isDelete ? {} : { cle: visit.ports.newId("frm") }}
      button={isDelete ? words.deleteButton : words.rotateButton}
      isDestructive={isDelete}
      back={path}
    >
      <p>{isDelete ? words.deleteWords : words.rotateWords(graceHours)}</p>
    </Confirm>
  );
}
