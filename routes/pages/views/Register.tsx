import { Field } from "../../../islands/parts/Field.tsx";
import type { Half } from "../../../lib/domain/retention.ts";
import type { RetentionDays } from "../../../lib/ports.ts";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { longDate } from "../words.ts";
import { PRIVACY } from "../words/privacy.ts";

interface RegisterProps {
  visit: Visit;
  days: RetentionDays;
  most: RetentionDays;
  proofs: readonly { period: string; what: Half; atMs: number }[];
  gateways: readonly { name: string; kind: string }[];
  fields: Fields;
  errors: Errors;
  done: string | undefined;
}

/** What is kept and why, and what a person may ask for. */
export function Register(props: RegisterProps) {
  const { visit, days, gateways, errors, done } = props;
  const words = PRIVACY[visit.language];
  // A key lasts until the end of its day.
  const rows = words.rows(String(days.text + 1), String(days.number + 1));
  return (
    <>
      <Heading title={words.title} lead={words.lead} />
      <DoneNotice done={done} />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <Rights {...props} />
      <section>
        <h2>{words.register}</h2>
        <div
          class="scroll"
          tabIndex={0}
          role="region"
          aria-label={words.register}
        >
          <table class="sums wide">
            <thead>
              <tr>
                <th scope="col">{words.what}</th>
                <th scope="col">{words.why}</th>
                <th scope="col">{words.until}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map(([what, why, until]) => (
                <tr>
                  <th scope="row">{what}</th>
                  <td>{why}</td>
                  <td>{until}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
        <p class="quiet">{words.legal}</p>
      </section>
      <section>
        <h2>{words.processors}</h2>
        <p>{words.processorsLead}</p>
        {gateways.length === 0 ? <p>{words.noProcessor}</p> : (
          <ul>
            {gateways.map(({ name, kind }) => (
              <li>
                {name} ({kind === "simulator" ? words.simulator : kind})
              </li>
            ))}
          </ul>
        )}
      </section>
      <Keeping {...props} />
      <Proofs {...props} />
      <section class="panel">
        <h2>{words.export}</h2>
        <p>{words.exportLead}</p>
        <Form
          visit={visit}
          action={`${address(visit.here!.id, "registre")}/export`}
        >
          <button type="submit" class="button">{words.exportButton}</button>
        </Form>
      </section>
    </>
  );
}

function Rights({ visit, fields, errors }: RegisterProps) {
  const words = PRIVACY[visit.language];
  const path = address(visit.here!.id, "registre");
  return (
    <section class="panel">
      <h2>{words.person}</h2>
      <p>{words.personLead}</p>
      <Form visit={visit} action={`${path}/numero`}>
        <Field
          name="recipient"
          label={words.recipient}
          value={fields["recipient"]}
          error={errors["recipient"]}
          input={{ type: "tel", required: true, autocomplete: "off" }}
        />
        <button type="submit" class="button">{words.search}</button>
      </Form>
    </section>
  );
}

function Keeping({ visit, most, fields, errors }: RegisterProps) {
  const words = PRIVACY[visit.language];
  const path = address(visit.here!.id, "registre");
  const bounds = (max: number) =>
    ({ type: "number", required: true, min: 3, max }) as const;
  return (
    <section class="panel">
      <h2>{words.days}</h2>
      <p>{words.daysLead(most.text, most.number)}</p>
      <Form visit={visit} action={`${path}/duree`}>
        <Field
          name="text"
          label={words.text}
          help={words.daysHelp}
          value={fields["text"]}
          error={errors["text"]}
          input={bounds(most.text)}
        />
        <Field
          name="number"
          label={words.number}
          value={fields["number"]}
          error={errors["number"]}
          input={bounds(most.number)}
        />
        <button type="submit" class="button">{words.save}</button>
      </Form>
    </section>
  );
}

function Proofs({ visit, proofs }: RegisterProps) {
  const { language } = visit;
  const words = PRIVACY[language];
  return (
    <section>
      <h2>{words.proofs}</h2>
      {proofs.length === 0 ? <p>{words.noProof}</p> : (
        <table class="sums">
          <thead>
            <tr>
              <th scope="col">{words.proofDay}</th>
              <th scope="col">{words.proofWhat}</th>
              <th scope="col">{words.proofAt}</th>
            </tr>
          </thead>
          <tbody>
            {proofs.map(({ period, what, atMs }) => (
              <tr>
                <th scope="row">
                  {longDate(Date.parse(period.slice(0, 10)), language)}
                </th>
                <td>{words[what]}</td>
                <td>{longDate(atMs, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
