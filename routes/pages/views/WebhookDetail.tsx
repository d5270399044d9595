import type { Page } from "../../../lib/domain/page.ts";
import type { Webhook, WebhookDelivery } from "../../../lib/schema/webhook.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pill } from "../parts/Pill.tsx";
import { address, type Visit } from "../visit.ts";
import { when } from "../words.ts";
import {
  ATTEMPT_ERRORS,
  EVENTS,
  WEBHOOK_STATES,
  WEBHOOKS,
} from "../words/webhooks.ts";
import { DeliveryList } from "./DeliveryList.tsx";
import { WEBHOOK_TONES } from "./WebhookList.tsx";

interface DetailProps {
  visit: Visit;
  webhook: Webhook;
  deliveries: Page<WebhookDelivery>;
  suite: string | undefined;
  /** The trial that was just made. */
  tested: string | undefined;
  done: string | undefined;
  error: string | undefined;
}

/** One endpoint: its state, what can be done with it, and its calls. */
export function WebhookDetail(props: DetailProps) {
  const { visit, webhook, deliveries, suite, done } = props;
  const { language, nowMs } = visit;
  const words = WEBHOOKS[language];
  const list = address(visit.here!.id, "webhooks");
  const { url, description, status, events, arrivedAt } = webhook;
  return (
    <>
      <Heading
        title={description ?? new URL(url).host}
        back={{ href: list, label: words.title }}
      >
        <Pill tone={WEBHOOK_TONES[status]}>
          {WEBHOOK_STATES[language][status]}
        </Pill>
      </Heading>
      <Said {...props} />
      {isDone(done) && (
        <Notice tone="good">
          <p>{words[done]}</p>
        </Notice>
      )}
      <dl class="facts">
        <div>
          <dt>{words.url}</dt>
          <dd>
            <code class="breaks">{url}</code>
          </dd>
        </div>
        <div>
          <dt>{words.listens}</dt>
          <dd>{events.map((event) => EVENTS[language][event]).join(", ")}</dd>
        </div>
        <div>
          <dt>{words.state}</dt>
          <dd>
            {arrivedAt === null
              ? words.neverArrived
              : words.arrived(when(arrivedAt, nowMs, language))}
          </dd>
        </div>
      </dl>
      {webhook.secretExpiresAt && (
        <p class="quiet">
          {words.bothSecrets(when(webhook.secretExpiresAt, nowMs, language))}
        </p>
      )}
      <Actions {...props} />
      <section>
        <h2>{words.deliveries}</h2>
        <DeliveryList
          visit={visit}
          webhook={webhook}
          deliveries={deliveries}
          suite={suite}
        />
      </section>
    </>
  );
}

/** What the visitor is to know first. */
function Said({ visit, webhook, deliveries, tested, error }: DetailProps) {
  const { language } = visit;
  const words = WEBHOOKS[language];
  if (error !== undefined) {
    return (
      <Notice tone="bad">
        <p>{error}</p>
      </Notice>
    );
  }
  const trial = deliveries.items.find(({ id }) => id === tested)?.attempts[0];
  if (trial !== undefined) {
    const isGood = trial.error === null && (trial.status ?? 0) < 300;
    const why = trial.error === null
      ? `HTTP ${trial.status}`
      : ATTEMPT_ERRORS[language][trial.error];
    return (
      <Notice tone={isGood ? "good" : "bad"}>
        <p>{isGood ? words.tested(trial.status!) : words.testFailed(why)}</p>
      </Notice>
    );
  }
  if (webhook.status !== "suspended" && webhook.status !== "gone") return null;
  const isGone = webhook.status === "gone";
  return (
    <Notice
      tone="bad"
      title={isGone ? words.goneTitle : words.suspendedTitle}
    >
      <p>{isGone ? words.goneWords : words.suspendedWords}</p>
    </Notice>
  );
}

function Actions({ visit, webhook }: DetailProps) {
  const words = WEBHOOKS[visit.language];
  const path = `${address(visit.here!.id, "webhooks")}/${webhook.id}`;
  const isActive = webhook.status === "active";
  return (
    <div class="actions">
      <Form
        visit={visit}
        action={`${path}/essai`}
        hidden={{ cle: visit.ports.newId("frm") }}
      >
        <button type="submit" class="button main">{words.test}</button>
      </Form>
      <Form
        visit={visit}
        action={`${path}/etat`}
        hidden={{ status: isActive ? "paused" : "active" }}
      >
        <button type="submit" class="button">
          {isActive ? words.pause : words.resume}
        </button>
      </Form>
      <a class="button" href={`${path}/modifier`}>{words.edit}</a>
      <a class="button" href={`${path}/renouveler`}>{words.rotate}</a>
      <a class="button quiet bad" href={`${path}/supprimer`}>{words.delete}</a>
    </div>
  );
}

type DoneHere = "saved" | "paused" | "resumed" | "replayed";

function isDone(done: string | undefined): done is DoneHere {
  return ["saved", "paused", "resumed", "replayed"].includes(done ?? "");
}
