import type { HistoryPage } from "../../../lib/domain/history.ts";
import type { Filters } from "../history.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Pager } from "../parts/Pager.tsx";
import { address, may, type Visit } from "../visit.ts";
import { civilDate } from "../words.ts";
import { MessageList } from "./MessageList.tsx";

const DAY_MS = 86_400_000;
const PERIODS = [
  { name: "Aujourd’hui", days: 0 },
  { name: "7 jours", days: 6 },
  { name: "30 jours", days: 29 },
];

/** What was sent, what failed, and how to find one message again. */
export function HistoryList(
  { visit, filters, found }: {
    visit: Visit;
    filters: Filters;
    found: HistoryPage;
  },
) {
  const path = address(visit.here!.id, "historique");
  const { suite: _, ...asked } = filters;
  const isFiltered = Object.keys(asked).length > 0;
  return (
    <>
      <Heading title="Historique" />
      <FilterForm path={path} filters={filters} nowMs={visit.nowMs} />
      {found.items.length === 0
        ? <Nothing visit={visit} isFiltered={isFiltered} />
        : <MessageList visit={visit} messages={found.items} />}
      <Pager path={path} query={filters} nextCursor={found.nextCursor} />
    </>
  );
}

function FilterForm(
  { path, filters, nowMs }: { path: string; filters: Filters; nowMs: number },
) {
  const { erreur, cherche, du, au } = filters;
  return (
    <form class="filters" method="get" action={path} role="search">
      <div class="joined">
        <div class="field">
          <label for="cherche">Numéro ou référence</label>
          <input
            id="cherche"
            name="cherche"
            type="search"
            value={cherche}
            autocomplete="off"
            enterkeyhint="search"
          />
        </div>
        <button type="submit" class="button">
          <Icon name="search" />
          Chercher
        </button>
      </div>
      {erreur && <input type="hidden" name="erreur" value="oui" />}
      <Chips path={path} filters={filters} nowMs={nowMs} />
      <details class="list" open={au !== undefined}>
        <summary>Choisir les dates</summary>
        <div class="joined">
          <div class="field">
            <label for="du">Du</label>
            <input id="du" name="du" type="date" value={du} />
          </div>
          <div class="field">
            <label for="au">Au</label>
            <input id="au" name="au" type="date" value={au} />
          </div>
          <button type="submit" class="button">Appliquer</button>
        </div>
      </details>
    </form>
  );
}

/** The usual filters, one tap each; the others stay as they are. */
function Chips(
  { path, filters, nowMs }: { path: string; filters: Filters; nowMs: number },
) {
  const { erreur, cherche, du, au } = filters;
  const link = (change: Filters) => {
    const kept = { erreur, cherche, du, au, ...change };
    const query = Object.entries(kept).filter(([, value]) => value);
    const search = new URLSearchParams(query as [string, string][]).toString();
    return search === "" ? path : `${path}?${search}`;
  };
  const isAll = du === undefined && au === undefined;
  return (
    <ul class="chips">
      <Chip
        name="En erreur"
        href={link({ erreur: erreur ? "" : "oui" })}
        isOn={erreur !== undefined}
      />
      <Chip name="Toute période" href={link({ du: "", au: "" })} isOn={isAll} />
      {PERIODS.map(({ name, days }) => {
        const from = civilDate(nowMs - days * DAY_MS);
        return (
          <Chip
            name={name}
            href={link({ du: from, au: "" })}
            isOn={du === from && au === undefined}
          />
        );
      })}
    </ul>
  );
}

function Chip(
  { name, href, isOn }: { name: string; href: string; isOn: boolean },
) {
  return (
    <li>
      <a class="chip" href={href} aria-current={isOn ? "true" : undefined}>
        {name}
      </a>
    </li>
  );
}

function Nothing(
  { visit, isFiltered }: { visit: Visit; isFiltered: boolean },
) {
  if (isFiltered) {
    return (
      <Empty icon="search" title="Aucun message ne correspond">
        <p>
          Vérifiez le numéro en entier (06 12 34 56 78), la référence exacte ou
          la période.
        </p>
      </Empty>
    );
  }
  return (
    <Empty icon="history" title="Aucun message pour l’instant">
      <p>
        Chaque SMS apparaîtra ici avec sa date, son intitulé et ce qui lui est
        arrivé, qu’il vienne d’une application ou d’un envoi simple.
      </p>
      {may(visit, "message:send") && (
        <p>
          <a class="button main" href={address(visit.here!.id, "envoi")}>
            Écrire un premier message
          </a>
        </p>
      )}
    </Empty>
  );
}
