import { Field } from "../../../islands/parts/Field.tsx";
import { number, smsCount } from "../../../islands/words.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import type { Route, Way } from "../transfer.tsx";
import { address, type Fields, type Visit } from "../visit.ts";

const USUAL = [100, 500, 1_000, 5_000];

const TITLES: Record<Way, (route: Route) => string> = {
  ajouter: ({ to }) => `Ajouter des SMS à ${to.name}`,
  donner: ({ to }) => `Donner des SMS à ${to.name}`,
  reprendre: ({ from }) => `Reprendre des SMS à ${from!.name}`,
};

/** How many: one tap for a usual number, or typed. */
export function TransferForm({ visit, route, fields, errors }: {
  visit: Visit;
  route: Route;
  fields: Fields;
  errors: Errors;
}) {
  const { way, from, to } = route;
  const path = address(visit.here!.id, "credits");
  const other = way === "donner" ? to.id : way === "reprendre" ? from!.id : "";
  const most = from?.available ?? Infinity;
  const general = errors[""] ?? errors["toId"] ?? errors["fromId"];
  return (
    <div class="narrow">
      <Heading
        title={TITLES[way](route)}
        back={{ href: path, label: "Crédits" }}
        lead={lead(route)}
      />
      {general && (
        <Notice tone="bad">
          <p>{general}</p>
        </Notice>
      )}
      <Form visit={visit} action={`${path}/${way}`} hidden={{ a: other }}>
        {most === 0 ? <p>Il n’y a rien à déplacer.</p> : (
          <>
            <div class="joined">
              <Field
                name="nombre"
                label="Nombre de SMS"
                value={fields["nombre"] ?? fields["credits"]}
                error={errors["credits"]}
                input={{ inputMode: "numeric", autocomplete: "off" }}
              />
              <button type="submit" class="button main">Continuer</button>
            </div>
            <Amounts most={most} withAll={way === "reprendre"} />
            <Field
              name="note"
              label="Motif"
              optional
              help="Il restera dans les mouvements, par exemple « Marché 2026 »."
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
  return (
    <fieldset class="amounts">
      <legend>Ou directement</legend>
      {USUAL.filter((amount) => amount <= most).map((amount) => (
        <button type="submit" class="button" name="credits" value={amount}>
          {number(amount)}
        </button>
      ))}
      {withAll && (
        <button type="submit" class="button" name="credits" value={most}>
          Tout, soit {number(most)}
        </button>
      )}
    </fieldset>
  );
}

function lead({ way, from, to }: Route): string {
  if (way === "ajouter") {
    return `${to.name} en a ${smsCount(to.available)} aujourd’hui.`;
  }
  return `${from!.name} en a ${smsCount(from!.available)}, ${to.name} ${
    smsCount(to.available)
  }.`;
}
