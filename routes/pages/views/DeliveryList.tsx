import type { Page } from "../../../lib/domain/page.ts";
import type {
  DeliveryStatus,
  Webhook,
  WebhookAttempt,
  WebhookDelivery,
} from "../../../lib/schema/webhook.ts";
import { Empty } from "../parts/Empty.tsx";
import { Form } from "../parts/Form.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Pill } from "../parts/Pill.tsx";
import { address, type Visit } from "../visit.ts";
import { exactly, type Tone, when } from "../words.ts";
import {
  ATTEMPT_ERRORS,
  DELIVERY_STATES,
  EVENTS,
  WEBHOOKS,
} from "../words/webhooks.ts";

const TONES: Readonly<Record<DeliveryStatus, Tone>> = {
  pending: "wait",
  delivered: "good",
  failed: "bad",
};

interface ListProps {
  visit: Visit;
  webhook: Webhook;
  deliveries: Page<WebhookDelivery>;
  suite: string | undefined;
}

/** What an endpoint was sent, and what it answered. */
export function DeliveryList({ visit, webhook, deliveries, suite }: ListProps) {
  const words = WEBHOOKS[visit.language];
  const path = `${address(visit.here!.id, "webhooks")}/${webhook.id}`;
  if (deliveries.items.length === 0) {
    return (
      <Empty icon="webhooks" title={words.noDelivery}>
        <p>{words.noDeliveryWords}</p>
      </Empty>
    );
  }
  return (
    <>
      <ul class="cards">
        {deliveries.items.map((delivery) => (
          <Delivery
            key={delivery.id}
            visit={visit}
            path={path}
            delivery={delivery}
            mayReplay={webhook.status === "active"}
          />
        ))}
      </ul>
      <Pager
        path={path}
        query={suite === undefined ? {} : { suite }}
        nextCursor={deliveries.nextCursor}
      />
    </>
  );
}

function Delivery({ visit, path, delivery, mayReplay }: {
  visit: Visit;
  path: string;
  delivery: WebhookDelivery;
  mayReplay: boolean;
}) {
  const { language, nowMs } = visit;
  const words = WEBHOOKS[language];
  const { id, eventId, type, status, attempts, nextAttemptAt } = delivery;
  const last = attempts.at(-1)!;
  return (
    <li class="panel">
      <p class="strong">
        <code>{type}</code>{" "}
        <Pill tone={TONES[status]}>{DELIVERY_STATES[language][status]}</Pill>
      </p>
      <p class="quiet">
        {EVENTS[language][type]}, {when(last.at, nowMs, language)},{" "}
        {words.attempts(attempts.length)}
        {nextAttemptAt &&
          `, ${words.nextAttempt(when(nextAttemptAt, nowMs, language))}`}
      </p>
      <details class="disclosure">
        <summary>{outcome(last, language)}</summary>
        <p class="quiet">
          <code class="breaks">{eventId}</code>
        </p>
        <h3>{words.request}</h3>
        <pre
          tabIndex={0}
        ><code>{JSON.stringify(delivery.request, null, 2)}</code></pre>
        <h3>{words.answer}</h3>
        <ol class="plain">
          {attempts.map((attempt) => (
            <li>
              <p>
                {exactly(attempt.at, language)}: {outcome(attempt, language)}
              </p>
              {attempt.answer && (
                <pre tabIndex={0}><code>{attempt.answer}</code></pre>
              )}
            </li>
          ))}
        </ol>
      </details>
      {mayReplay && type !== "webhook.test" && (
        <Form
          visit={visit}
          action={`${path}/appels/${id}/renvoi`}
          hidden={{ cle: visit.ports.newId("frm") }}
        >
          <button type="submit" class="button">{words.replay}</button>
        </Form>
      )}
    </li>
  );
}

function outcome(
  { status, error, durationMs }: WebhookAttempt,
  language: Visit["language"],
): string {
  if (error !== null) return ATTEMPT_ERRORS[language][error];
  return WEBHOOKS[language].answered(status ?? 0, durationMs);
}
