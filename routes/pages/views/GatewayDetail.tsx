import { CopyButton } from "../../../islands/CopyButton.tsx";
import { Field } from "../../../islands/parts/Field.tsx";
import { offeredKind } from "../../../lib/delivery/gateway_kinds.ts";
import type {
  Gateway,
  GatewayBalance,
  GatewayEventItem,
  GatewayTested,
} from "../../../lib/schema/gateway.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pill } from "../parts/Pill.tsx";
import type { Fields, Visit } from "../visit.ts";
import { exactly } from "../words.ts";
import {
  GATEWAY_EVENTS,
  GATEWAY_STATES,
  GATEWAYS,
  OUTCOMES,
} from "../words/gateways.ts";
import { facts, STATE_TONES } from "./GatewayList.tsx";
import { SimulatorLab } from "./SimulatorLab.tsx";

interface GatewayDetailProps {
  visit: Visit;
  base: string;
  gateway: Gateway;
  events: readonly GatewayEventItem[];
  /** Undefined where nobody asked for it. */
  balance: GatewayBalance["balance"] | undefined;
  tested: GatewayTested | null;
  to: string;
  /** The laboratory's fields as they were sent, where they are wrong. */
  lab?: Fields | undefined;
  errors: Errors;
  done: string | undefined;
}

/** One gateway: how it is, what went wrong, a trial. */
export function GatewayDetail(props: GatewayDetailProps) {
  const { visit: { language }, base, gateway, done } = props;
  const words = GATEWAYS[language];
  const { id, kind, name, state, lastMinute } = gateway;
  const path = `${base}/${id}`;
  const label = offeredKind(kind)?.label[language] ?? kind;
  return (
    <div class="narrow">
      <Heading
        title={name}
        lead={[label, ...facts(gateway, language)].join(" · ")}
        back={{ href: base, label: words.title }}
      >
        <a class="button" href={`${path}/modifier`}>{words.edit}</a>
      </Heading>
      {done === "saved" && (
        <Notice tone="good">
          <p>{words.saved}</p>
        </Notice>
      )}
      <section class="panel">
        <h2>{words.state}</h2>
        <p>
          <Pill tone={STATE_TONES[state]}>
            {GATEWAY_STATES[language][state]}
          </Pill>{" "}
          {words.lastMinute(lastMinute.calls, lastMinute.errors)}
        </p>
        <BalanceLine {...props} path={path} />
        {kind === "simulator" && (
          <p>
            <a class="more" href={`/reception?passerelle=${id}`}>
              {words.phone}
            </a>
          </p>
        )}
      </section>
      {kind === "simulator" && (
        <SimulatorLab {...props} written={props.lab} path={path} />
      )}
      <Troubles {...props} />
      <Trial {...props} path={path} />
      <section class="panel">
        <h2>{words.callback}</h2>
        <p>{words.callbackHelp}</p>
        <p>
          <code class="breaks">{gateway.callbackUrl}</code>
        </p>
        <Island
          name="CopyButton"
          of={CopyButton}
          props={{ text: gateway.callbackUrl, label: words.copy }}
        />
      </section>
      <p>
        <a class="button quiet" href={`${path}/supprimer`}>{words.delete}</a>
      </p>
    </div>
  );
}

function BalanceLine(
  { visit: { language }, gateway, balance, path }: GatewayDetailProps & {
    path: string;
  },
) {
  const words = GATEWAYS[language];
  if (!offeredKind(gateway.kind)?.tellsBalance) return null;
  if (balance === undefined) {
    return (
      <p>
        <a href={`${path}?solde`}>{words.balanceAsk}</a>
      </p>
    );
  }
  const amount = balance === null
    ? words.balanceUnknown
    : balance.unit === "sms"
    ? words.inSms(balance.amount)
    : words.inEuros(balance.amount);
  return <p>{words.balance + words.colon + amount}</p>;
}

function Troubles(
  { visit: { language }, gateway, events }: GatewayDetailProps,
) {
  const words = GATEWAYS[language];
  const { recentErrors } = gateway;
  return (
    <section class="panel">
      <h2>{words.errors}</h2>
      {recentErrors.length === 0 && <p class="quiet">{words.noErrors}</p>}
      <ul>
        {recentErrors.map(({ at, detail, count }) => (
          <li>
            <code>{detail}</code>, {words.times(count)}, {exactly(at, language)}
          </li>
        ))}
      </ul>
      <h2>{words.events}</h2>
      {events.length === 0 && <p class="quiet">{words.noEvents}</p>}
      <ul>
        {events.map(({ at, kind, detail }) => (
          <li>
            {exactly(at, language)}
            {words.colon}
            {GATEWAY_EVENTS[language][kind]}
            {detail !== "" && (
              <>
                {" "}
                <code>{detail}</code>
              </>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Trial({ visit, tested, to, errors, path }: GatewayDetailProps & {
  path: string;
}) {
  const words = GATEWAYS[visit.language];
  return (
    <section class="panel" id="essai">
      <h2>{words.trial}</h2>
      <p>{words.trialWords}</p>
      {tested && (
        <Notice tone={tested.outcome === "accepted" ? "good" : "bad"}>
          <p>
            {OUTCOMES[visit.language][tested.outcome]}
            {tested.detail && (
              <>
                {" "}
                <code>{tested.detail}</code>
              </>
            )}
          </p>
        </Notice>
      )}
      <Form visit={visit} action={`${path}/essai`}>
        <Field
          name="to"
          label={words.trialTo}
          value={to}
          error={errors["to"]}
          input={{ type: "tel", required: true, autocomplete: "tel" }}
        />
        <div class="foot">
          <button type="submit" class="button">{words.trialSend}</button>
        </div>
      </Form>
    </section>
  );
}
