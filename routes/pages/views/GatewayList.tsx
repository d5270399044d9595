import { offeredKind } from "../../../lib/delivery/gateway_kinds.ts";
import type { Gateway } from "../../../lib/schema/gateway.ts";
import type { DryRunAsked } from "../gateway_route.ts";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pill } from "../parts/Pill.tsx";
import type { Visit } from "../visit.ts";
import { exactly, type Tone } from "../words.ts";
import { GATEWAY_STATES, GATEWAYS } from "../words/gateways.ts";
import { DryRunPanel } from "./DryRunPanel.tsx";

export const STATE_TONES: Readonly<Record<Gateway["state"], Tone>> = {
  closed: "good",
  "half-open": "wait",
  open: "bad",
};

/** The gateways of the operator or of a structure, the first taken first. */
export function GatewayList({ visit, base, gateways, dryRun, done }: {
  visit: Visit;
  base: string;
  gateways: readonly Gateway[];
  dryRun: DryRunAsked;
  done: string | undefined;
}) {
  const words = GATEWAYS[visit.language];
  const create = (
    <a class="button main" href={`${base}/nouvelle`}>
      <Icon name="plus" />
      {words.new}
    </a>
  );
  return (
    <>
      <Heading
        title={words.title}
        lead={visit.here === null ? words.lead : words.ownLead}
      >
        {gateways.length > 0 && create}
      </Heading>
      {done === "deleted" && (
        <Notice tone="good">
          <p>{words.deleted}</p>
        </Notice>
      )}
      {gateways.length === 0
        ? (
          <Empty icon="gateways" title={words.none}>
            <p>{words.noneWords}</p>
            <p>{create}</p>
          </Empty>
        )
        : (
          <ul class="cards">
            {gateways.map((gateway) => (
              <Card
                key={gateway.id}
                visit={visit}
                base={base}
                gateway={gateway}
              />
            ))}
          </ul>
        )}
      <DryRunPanel visit={visit} base={base} asked={dryRun} />
    </>
  );
}

function Card({ visit: { language }, base, gateway }: {
  visit: Visit;
  base: string;
  gateway: Gateway;
}) {
  const words = GATEWAYS[language];
  const { id, kind, name, state, lastError, lastMinute } = gateway;
  const label = offeredKind(kind)?.label[language] ?? kind;
  return (
    <li class="card">
      <p class="strong">
        <a href={`${base}/${id}`}>{name}</a>{" "}
        <Pill tone={STATE_TONES[state]}>
          {GATEWAY_STATES[language][state]}
        </Pill>
      </p>
      <p class="quiet">{[label, ...facts(gateway, language)].join(" · ")}</p>
      <p class="quiet">
        {words.lastMinute(lastMinute.calls, lastMinute.errors)}
      </p>
      {lastError && (
        <p class="quiet">
          {exactly(lastError.at, language)}
          {words.colon}
          <code>{lastError.detail}</code>
        </p>
      )}
    </li>
  );
}

/** What decides whether a gateway is taken, in a few words each. */
export function facts(
  gateway: Gateway,
  language: Visit["language"],
): string[] {
  const words = GATEWAYS[language];
  const { order, ratePerSecond, dailyCap, prefixes } = gateway;
  const { validFrom, validUntil } = gateway;
  return [
    words.orderIs(order),
    ...(ratePerSecond === null ? [] : [words.ratePer(ratePerSecond)]),
    ...(dailyCap === null ? [] : [words.capIs(dailyCap)]),
    ...(prefixes.length === 0 ? [] : [prefixes.join(" ")]),
    ...(validFrom === null ? [] : [words.from(exactly(validFrom, language))]),
    ...(validUntil === null
      ? []
      : [words.until(exactly(validUntil, language))]),
  ];
}
