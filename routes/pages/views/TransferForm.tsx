import { useLanguage } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import { number } from "../../../islands/words.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import type { Route } from "../transfer.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { civilDate } from "../words.ts";
import { CREDITS, TRANSFER } from "../words/credits.ts";

const USUAL = [100, 500, 1_000, 5_000];

/** How many: one tap for a usual number, or typed. */
export function TransferForm({ visit, route, fields, errors }: {
  visit: Visit;
  route: Route;
  fields: Fields;
  errors: Errors;
}) {
  const { language } = visit;
  const words = TRANSFER[language];
  const { way, from, to } = route;
  const path = address(visit.here!.id, "credits");
  const other = way === "donner" ? to.id : way === "reprendre" ? from!.id : "";
  const most = from?.available ?? Infinity;
  const general = errors[""] ?? errors["toId"] ?? errors["fromId"];
  return (
    <div class="narrow">
      <Heading
        title={words.titles[way]((way === "reprendre" ? from! : to).name)}
        back={{ href: path, label: CREDITS[language].title }}
        lead={from === null
          ? words.has(to.name, to.available)
          : words.have(from, to)}
      />
      {general && (
        <Notice tone="bad">
          <p>{general}</p>
        </Notice>
      )}
      <Form visit={visit} action={`${path}/${way}`} hidden={{ a: other }}>
        {most === 0 ? <p>{words.nothing}</p> : (
          <>
            <div class="joined">
              <Field
                name="nombre"
                label={words.number}
                value={fields["nombre"] ?? fields["credits"]}
                error={errors["credits"]}
                input={{ inputMode: "numeric", autocomplete: "off" }}
              />
              <button type="submit" class="button main">
                {words.continue}
              </button>
            </div>
            <Amounts most={most} withAll={way === "reprendre"} />
            {way === "ajouter" && (
              <Field
                name="expire"
                label={words.until}
                optional
                help={words.untilHelp}
                value={fields["expire"]}
                error={errors["expire"]}
                input={{ type: "date", min: civilDate(visit.nowMs) }}
              />
            )}
            <Field
              name="note"
              label={words.reason}
              optional
              help={words.reasonHelp}
              value={fields["note"]}
              error={errors["note"]}
              input={{ maxLength: 200 }}
            />
          </>
        )}
      </Form>
    </div>
  );
}

/** The usual numbers, one tap each. */
function Amounts({ most, withAll }: { most: number; withAll: boolean }) {
  const language = useLanguage();
  const words = TRANSFER[language];
  return (
    <fieldset class="amounts">
      <legend>{words.directly}</legend>
      {USUAL.filter((amount) => amount <= most).map((amount) => (
        <button type="submit" class="button" name="credits" value={amount}>
          {number(amount, language)}
        </button>
      ))}
      {withAll && (
        <button type="submit" class="button" name="credits" value={most}>
          {words.all(number(most, language))}
        </button>
      )}
    </fieldset>
  );
}
