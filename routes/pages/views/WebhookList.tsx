import type { Page } from "../../../lib/domain/page.ts";
import type { Webhook, WebhookStatus } from "../../../lib/schema/webhook.ts";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pill } from "../parts/Pill.tsx";
import { address, type Visit } from "../visit.ts";
import { type Tone, when } from "../words.ts";
import { WEBHOOK_STATES, WEBHOOKS } from "../words/webhooks.ts";

export const WEBHOOK_TONES: Readonly<Record<WebhookStatus, Tone>> = {
  active: "good",
  paused: "wait",
  gone: "bad",
  suspended: "bad",
};

/** The endpoints of a structure. */
export function WebhookList({ visit, found, done }: {
  visit: Visit;
  found: Page<Webhook>;
  done: string | undefined;
}) {
  const words = WEBHOOKS[visit.language];
  const path = address(visit.here!.id, "webhooks");
  const create = (
    <a class="button main" href={`${path}/nouveau`}>
      <Icon name="plus" />
      {words.new}
    </a>
  );
  return (
    <>
      <Heading title={words.title} lead={words.lead}>
        {found.items.length > 0 && create}
      </Heading>
      {done === "deleted" && (
        <Notice tone="good">
          <p>{words.deleted}</p>
        </Notice>
      )}
      {found.items.length === 0
        ? (
          <Empty icon="webhooks" title={words.none}>
            <p>{words.noneWords}</p>
            <p>{create}</p>
          </Empty>
        )
        : (
          <ul class="cards">
            {found.items.map((webhook) => (
              <Card key={webhook.id} visit={visit} webhook={webhook} />
            ))}
          </ul>
        )}
    </>
  );
}

function Card({ visit, webhook }: { visit: Visit; webhook: Webhook }) {
  const { language, nowMs } = visit;
  const words = WEBHOOKS[language];
  const { id, url, description, status, arrivedAt } = webhook;
  const path = `${address(visit.here!.id, "webhooks")}/${id}`;
  return (
    <li class="card share">
      <div>
        <p class="strong">
          <a href={path}>{description ?? new URL(url).host}</a>{" "}
          <Pill tone={WEBHOOK_TONES[status]}>
            {WEBHOOK_STATES[language][status]}
          </Pill>
        </p>
        <p class="quiet">
          <code class="breaks">{url}</code>
        </p>
        <p class="quiet">
          {arrivedAt === null
            ? words.neverArrived
            : words.arrived(when(arrivedAt, nowMs, language))}
        </p>
      </div>
    </li>
  );
}
