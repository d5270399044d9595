import { Field } from "../../../islands/parts/Field.tsx";
import { number } from "../../../islands/words.ts";
import type { Errors } from "../forms.ts";
import { Choice } from "../parts/Choice.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import type { Provided } from "../provision.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { longDate } from "../words.ts";
import { CREDITS } from "../words/credits.ts";
import { PROVISION } from "../words/provision.ts";

interface ProvisionProps {
  visit: Visit;
  provided: Provided;
  fields: Fields;
  errors: Errors;
}

/** Where a structure's SMS come from, and what it is given each month. */
export function Provision(props: ProvisionProps) {
  const { visit, provided, errors } = props;
  const words = PROVISION[visit.language];
  return (
    <div class="narrow">
      <Heading
        title={words.title(provided.name)}
        back={{
          href: address(visit.here!.id, "credits"),
          label: CREDITS[visit.language].title,
        }}
        lead={words.lead(provided.name, provided.balance.available)}
      />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <section>
        <h2>{words.mode}</h2>
        <ModeForm {...props} />
      </section>
      {provided.sharing.mode === "allocated" && (
        <section>
          <h2>{words.allowance}</h2>
          <p class="quiet">{words.allowanceLead}</p>
          <AllowanceForm {...props} />
        </section>
      )}
    </div>
  );
}

function ModeForm({ visit, provided, fields, errors }: ProvisionProps) {
  const words = PROVISION[visit.language];
  const { mode, monthlyCap } = provided.sharing;
  const chosen = fields["mode"] ?? mode;
  return (
    <Form
      visit={visit}
      action={actionOf(visit)}
      hidden={{ a: provided.id, quoi: "mode" }}
    >
      <fieldset class="choices-list">
        <legend class="unseen">{words.mode}</legend>
        {(["allocated", "shared"] as const).map((value) => (
          <Choice
            key={value}
            type="radio"
            name="mode"
            value={value}
            label={words[value]}
            help={words[`${value}Help`]}
            isChosen={chosen === value}
          />
        ))}
      </fieldset>
      <Field
        name="plafond"
        label={words.cap}
        optional
        help={words.capHelp}
        value={fields["plafond"] ??
          (monthlyCap === null ? "" : number(monthlyCap, visit.language))}
        error={errors["plafond"]}
        input={{ inputMode: "numeric", autocomplete: "off" }}
      />
      <button type="submit" class="button main">{words.continue}</button>
    </Form>
  );
}

function AllowanceForm({ visit, provided, fields, errors }: ProvisionProps) {
  const words = PROVISION[visit.language];
  const { allowance } = provided;
  const stored = allowance === null
    ? ""
    : number(allowance.credits, visit.language);
  const last = allowance?.last;
  return (
    <>
      {allowance && (
        <p>
          {words.next(longDate(Date.parse(allowance.nextAt), visit.language))}
          {" "}
          {last && (last.skipped
            ? words.skipped(last.period)
            : words.last(last.given, last.period))}
        </p>
      )}
      <Form
        visit={visit}
        action={actionOf(visit)}
        hidden={{ a: provided.id, quoi: "dotation" }}
      >
        <Field
          name="credits"
          label={words.credits}
          value={fields["credits"] ?? stored}
          error={errors["credits"]}
          input={{ inputMode: "numeric", autocomplete: "off" }}
        />
        <Choice
          name="report"
          label={words.carry}
          help={words.carryHelp}
          isChosen={fields["report"] === "oui" ||
            (fields["credits"] === undefined && allowance?.carryOver === true)}
        />
        <div class="foot">
          <button type="submit" class="button main">{words.continue}</button>
          {allowance && (
            <button type="submit" class="button" name="etape" value="arreter">
              {words.stop}
            </button>
          )}
        </div>
      </Form>
    </>
  );
}

function actionOf(visit: Visit): string {
  return `${address(visit.here!.id, "credits")}/regler`;
}
