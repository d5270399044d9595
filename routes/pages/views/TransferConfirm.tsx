import { useLanguage } from "../../../islands/language.ts";
import { number, smsCount } from "../../../islands/words.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import type { Route } from "../transfer.tsx";
import { address, type Visit } from "../visit.ts";
import { longDate, startOfDay } from "../words.ts";
import { NAVIGATION } from "../words/navigation.ts";
import { TRANSFER } from "../words/credits.ts";

/** What moving them will do, and the button that does it. */
export function TransferConfirm(
  { visit, route, credits, note, until, callKey }: {
    visit: Visit;
    route: Route;
    credits: number;
    note: string;
    /** The day new SMS end, or nothing. */
    until: string;
    callKey: string;
  },
) {
  const { language } = visit;
  const words = TRANSFER[language];
  const { way, from, to } = route;
  const act = words.verbs[way](smsCount(credits, language));
  const path = address(visit.here!.id, "credits");
  const other = way === "donner" ? to.id : way === "reprendre" ? from!.id : "";
  const back = other === "" ? `${path}/${way}` : `${path}/${way}?a=${other}`;
  return (
    <div class="narrow">
      <Heading title={words.question(act)} />
      <ul class="sides">
        {from && (
          <li>
            <span class="strong">{from.name}</span>
            <Change before={from.available} after={from.available - credits} />
          </li>
        )}
        <li>
          <span class="strong">{to.name}</span>
          <Change before={to.available} after={to.available + credits} />
        </li>
      </ul>
      {note && <p class="quiet">{words.reasonWas(note)}</p>}
      <p>
        {way === "ajouter" ? words.isNew : words.isImmediate}
      </p>
      {until && <p>{words.untilIs(longDate(startOfDay(until)!, language))}</p>}
      <Form
        visit={visit}
        action={`${path}/${way}`}
        hidden={{
          a: other,
          credits: String(credits),
          note,
          ...(until ? { expire: until } : {}),
          cle: callKey,
          etape: "confirmer",
        }}
      >
        <div class="foot">
          <button type="submit" class="button main">
            {act}
          </button>
          <a class="button quiet" href={back}>{NAVIGATION[language].giveUp}</a>
        </div>
      </Form>
    </div>
  );
}

function Change({ before, after }: { before: number; after: number }) {
  const language = useLanguage();
  return (
    <span class="change">
      {number(before, language)}
      <Unseen>{TRANSFER[language].then}</Unseen>
      <span aria-hidden="true">→</span>
      <strong>{number(after, language)}</strong>
    </span>
  );
}
