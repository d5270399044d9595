import type { HistoryPage } from "../../../lib/domain/history.ts";
import type { Filters } from "../history.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Pager } from "../parts/Pager.tsx";
import { address, may, type Visit } from "../visit.ts";
import { MessageList } from "./MessageList.tsx";

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
      <FilterForm path={path} filters={filters} isFiltered={isFiltered} />
      {found.items.length === 0
        ? <Nothing visit={visit} isFiltered={isFiltered} />
        : <MessageList visit={visit} messages={found.items} />}
      <Pager path={path} query={filters} nextCursor={found.nextCursor} />
    </>
  );
}

function FilterForm(
  { path, filters, isFiltered }: {
    path: string;
    filters: Filters;
    isFiltered: boolean;
  },
) {
  return (
    <form class="filters" method="get" action={path} role="search">
      <div class="field search">
        <label for="cherche">Numéro ou référence</label>
        <input
          id="cherche"
          name="cherche"
          type="search"
          value={filters.cherche}
          autocomplete="off"
          enterkeyhint="search"
        />
      </div>
      <div class="field">
        <label for="du">Du</label>
        <input id="du" name="du" type="date" value={filters.du} />
      </div>
      <div class="field">
        <label for="au">Au</label>
        <input id="au" name="au" type="date" value={filters.au} />
      </div>
      <label class="choice">
        <input
          type="checkbox"
          name="erreur"
          value="oui"
          checked={filters.erreur !== undefined}
        />
        En erreur seulement
      </label>
      <div class="actions">
        <button type="submit" class="button">
          <Icon name="search" />
          Filtrer
        </button>
        {isFiltered && <a class="button quiet" href={path}>Tout afficher</a>}
      </div>
    </form>
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
