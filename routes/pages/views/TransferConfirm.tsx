import { number, smsCount } from "../../../islands/words.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import type { Route, Way } from "../transfer.tsx";
import { address, type Visit } from "../visit.ts";

const VERBS: Record<Way, string> = {
  ajouter: "Ajouter",
  donner: "Donner",
  reprendre: "Reprendre",
};

/** What moving them will do, and the button that does it. */
export function TransferConfirm({ visit, route, credits, note, callKey }: {
  visit: Visit;
  route: Route;
  credits: number;
  note: string;
  callKey: string;
}) {
  const { way, from, to } = route;
  const path = address(visit.here!.id, "credits");
  const other = way === "donner" ? to.id : way === "reprendre" ? from!.id : "";
  const back = other === "" ? `${path}/${way}` : `${path}/${way}?a=${other}`;
  return (
    <div class="narrow">
      <Heading title={`${VERBS[way]} ${smsCount(credits)} ?`} />
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
      {note && <p class="quiet">Motif : {note}</p>}
      <p>
        {way === "ajouter"
          ? "Ces SMS sont nouveaux : ils s’ajoutent à ce que le service a accordé. Le mouvement reste inscrit."
          : "C’est immédiat. Le mouvement reste inscrit des deux côtés."}
      </p>
      <Form
        visit={visit}
        action={`${path}/${way}`}
        hidden={{
          a: other,
          credits: String(credits),
          note,
          cle: callKey,
          etape: "confirmer",
        }}
      >
        <div class="foot">
          <button type="submit" class="button main">
            {VERBS[way]} {smsCount(credits)}
          </button>
          <a class="button quiet" href={back}>Renoncer</a>
        </div>
      </Form>
    </div>
  );
}

function Change({ before, after }: { before: number; after: number }) {
  return (
    <span class="change">
      {number(before)}
      <Unseen>SMS, puis</Unseen>
      <span aria-hidden="true">→</span>
      <strong>{number(after)}</strong>
    </span>
  );
}
