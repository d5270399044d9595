import { Field } from "../../../islands/parts/Field.tsx";
import { Thresholds } from "../../../islands/Thresholds.tsx";
import { counted, number, smsCount } from "../../../islands/words.ts";
import type { Page } from "../../../lib/domain/page.ts";
import type { AlertEvent, Alerts } from "../../../lib/schema/alert.ts";
import type { Balance } from "../../../lib/schema/credit.ts";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { AlertList } from "./AlertList.tsx";

/** Where a slider ends while nothing says how much the structure has. */
const SLIDER_MIN = 100;

interface AlertsProps {
  visit: Visit;
  balance: Balance;
  /** Null for who may not change them. */
  settings: Alerts | null;
  events: Page<AlertEvent>;
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
  return (
    <div class="narrow">
      <Heading
        title="Alertes"
        lead="Soyez prévenu avant que les SMS ne manquent, ou quand un mois en consomme plus que prévu."
      />
      <DoneNotice done={done} />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      {isNew && (
        <Notice tone="info" title="Personne n’est encore prévenu">
          <p>
            Voici une proposition d’après vos crédits : modifiez-la comme il
            vous convient, puis enregistrez-la.
          </p>
        </Notice>
      )}
      {settings === null
        ? <p>Un gestionnaire de la structure règle les seuils.</p>
        : <AlertsForm {...props} settings={settings} />}
      <section>
        <h2>Alertes levées</h2>
        <AlertList
          visit={visit}
          events={events}
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
  const { available, monthSpent, granted, allocated } = balance;
  const own = Math.max(SLIDER_MIN, granted - allocated);
  const crossed = settings.lowBalance.filter((one) => available < one);
  return (
    <Form visit={visit} action={address(visit.here!.id, "alertes")}>
      <p>
        En ce moment : {smsCount(available)} disponibles,{" "}
        {counted(monthSpent, "envoyé")} ce mois-ci.
        {crossed.length > 0 &&
          ` Déjà sous ${crossed.length === 1 ? "le seuil" : "les seuils"} de ${
            crossed.map(number).join(" et ")
          }.`}
      </p>
      <Island
        name="Thresholds"
        of={Thresholds}
        props={{
          name: "lowBalance",
          label: "Prévenir quand il reste moins de",
          help:
            "Un ou plusieurs nombres de SMS, séparés par des virgules, par exemple 500, 100.",
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
          label: "Prévenir quand un mois dépasse",
          help: "De même ; laissez vide pour ne pas surveiller le volume.",
          value: fields["monthlyVolume"] ?? "",
          error: errors["monthlyVolume"],
          max: Math.max(own, 2 * monthSpent),
        }}
      />
      <Field
        name="emails"
        label="Par mail à"
        help="Une adresse par ligne."
        rows={3}
        value={fields["emails"]}
        error={errors["emails"]}
        input={{ autocomplete: "off", spellcheck: false }}
      />
      <Field
        name="sms"
        label="Par SMS à"
        optional
        help="Un mobile par ligne. Ces SMS sont pris sur vos crédits ; s’il n’en reste pas, seul le mail part."
        rows={2}
        value={fields["sms"]}
        error={errors["sms"]}
        input={{ autocomplete: "off", spellcheck: false }}
      />
      <button type="submit" class="button main">Enregistrer</button>
    </Form>
  );
}

function isArmed({ lowBalance, monthlyVolume }: Alerts): boolean {
  return lowBalance.length > 0 || monthlyVolume.length > 0;
}
