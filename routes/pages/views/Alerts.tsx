import { Field } from "../../../islands/parts/Field.tsx";
import { Thresholds } from "../../../islands/Thresholds.tsx";
import type { Page } from "../../../lib/domain/page.ts";
import type { AlertEvent, Alerts } from "../../../lib/schema/alert.ts";
import type { Balance } from "../../../lib/schema/credit.ts";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Choice } from "../parts/Choice.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { ALERTS } from "../words/alerts.ts";
import { AlertList } from "./AlertList.tsx";

/** Where a slider ends while nothing says how much the structure has. */
const SLIDER_MIN = 100;

interface AlertsProps {
  visit: Visit;
  balance: Balance;
  /** Null for who may not change them. */
  settings: Alerts | null;
  events: Page<AlertEvent>;
  names: ReadonlyMap<string, string>;
  fields: Fields;
  errors: Errors;
  /** The fields hold a proposal: nothing is set. */
  isNew: boolean;
  query: Readonly<Record<string, string>>;
  done: string | undefined;
}

/** What one is warned of, and what was raised. */
export function AlertsView(props: AlertsProps) {
  const { visit, balance, settings, events, errors, isNew, query, done } =
    props;
  const words = ALERTS[visit.language];
  return (
    <div class="narrow">
      <Heading
        title={words.title}
        lead={words.lead}
      />
      <DoneNotice done={done} />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      {isNew && (
        <Notice tone="info" title={words.nobody}>
          <p>{words.proposal}</p>
        </Notice>
      )}
      {settings === null
        ? <p>{words.managers}</p>
        : <AlertsForm {...props} settings={settings} />}
      <section>
        <h2>{words.raised}</h2>
        <AlertList
          visit={visit}
          events={events}
          names={props.names}
          query={query}
          hasThresholds={settings === null || isArmed(settings)}
          available={balance.available}
        />
      </section>
    </div>
  );
}

function AlertsForm(
  { visit, balance, settings, fields, errors }: AlertsProps & {
    settings: Alerts;
  },
) {
  const words = ALERTS[visit.language];
  const { available, monthSpent, granted, allocated } = balance;
  const own = Math.max(SLIDER_MIN, granted - allocated);
  const crossed = settings.lowBalance.filter((one) => available < one);
  return (
    <Form visit={visit} action={address(visit.here!.id, "alertes")}>
      <p>
        {words.now(available, monthSpent)}
        {crossed.length > 0 && words.crossed(crossed)}
      </p>
      <Island
        name="Thresholds"
        of={Thresholds}
        props={{
          name: "lowBalance",
          label: words.low,
          help: words.lowHelp,
          value: fields["lowBalance"] ?? "",
          error: errors["lowBalance"],
          max: own,
        }}
      />
      <Island
        name="Thresholds"
        of={Thresholds}
        props={{
          name: "monthlyVolume",
          label: words.volume,
          help: words.volumeHelp,
          value: fields["monthlyVolume"] ?? "",
          error: errors["monthlyVolume"],
          max: Math.max(own, 2 * monthSpent),
        }}
      />
      <Field
        name="daysLeft"
        label={words.days}
        optional
        help={words.daysHelp}
        value={fields["daysLeft"]}
        error={errors["daysLeft"]}
        input={{ autocomplete: "off", maxLength: 80 }}
      />
      <Field
        name="failureRate"
        label={words.failures}
        optional
        help={words.failuresHelp}
        value={fields["failureRate"]}
        error={errors["failureRate"]}
        input={{ autocomplete: "off", maxLength: 80 }}
      />
      <p class="quiet">{words.always}</p>
      <Field
        name="emails"
        label={words.byMail}
        help={words.byMailHelp}
        rows={3}
        value={fields["emails"]}
        error={errors["emails"]}
        input={{ autocomplete: "off", spellcheck: false }}
      />
      <Field
        name="sms"
        label={words.bySms}
        optional
        help={words.bySmsHelp}
        rows={2}
        value={fields["sms"]}
        error={errors["sms"]}
        input={{ autocomplete: "off", spellcheck: false }}
      />
      <fieldset class="choices-list">
        <legend>{words.also}</legend>
        <Choice
          name="push"
          label={words.push}
          help={words.pushHelp}
          isChosen={fields["push"] === "oui"}
        />
        <Choice
          name="webhook"
          label={words.webhook}
          isChosen={fields["webhook"] === "oui"}
        />
      </fieldset>
      <button type="submit" class="button main">{words.save}</button>
    </Form>
  );
}

function isArmed(settings: Alerts): boolean {
  const { lowBalance, monthlyVolume, daysLeft, failureRate } = settings;
  return [lowBalance, monthlyVolume, daysLeft, failureRate]
    .some((list) => list.length > 0);
}
