import { Live } from "../../../islands/Live.tsx";
import { useWords } from "../../../islands/language.ts";
import type { HistoryPage } from "../../../lib/domain/history.ts";
import type { Filters } from "../history.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Island } from "../parts/Island.tsx";
import { Pager } from "../parts/Pager.tsx";
import { address, may, type Visit } from "../visit.ts";
import { civilDate } from "../words.ts";
import { EXPORT, HISTORY } from "../words/history.ts";
import { MessageList } from "./MessageList.tsx";

const DAY_MS = 86_400_000;
/** The usual periods, in days until today. */
const PERIODS = [1, 7, 30];

/** What was sent, what failed, and how to find one message again. */
export function HistoryList(
  { visit, filters, found }: {
    visit: Visit;
    filters: Filters;
    found: HistoryPage;
  },
) {
  const words = HISTORY[visit.language];
  const path = address(visit.here!.id, "historique");
  const { suite: _, ...asked } = filters;
  const isFiltered = Object.keys(asked).length > 0;
  return (
    <>
      <Heading title={words.title}>
        <Island
          name="Live"
          of={Live}
          props={{ structureId: visit.here!.id, target: "messages" }}
        />
      </Heading>
      <FilterForm path={path} filters={filters} nowMs={visit.nowMs} />
      <div data-drawer="">
        <div id="messages">
          {found.items.length === 0
            ? <Nothing visit={visit} isFiltered={isFiltered} />
            : <MessageList visit={visit} messages={found.items} />}
          <Pager path={path} query={filters} nextCursor={found.nextCursor} />
        </div>
      </div>
      {found.items.length > 0 && (
        <p>
          <a class="button quiet" href={exportAddress(path, asked)}>
            {EXPORT[visit.language].download}
          </a>{" "}
          <a class="button quiet" href={largeAddress(path, asked)}>
            {EXPORT[visit.language].large}
          </a>
        </p>
      )}
    </>
  );
}

function exportAddress(path: string, asked: Filters): string {
  const search = new URLSearchParams(asked as Record<string, string>);
  return search.size === 0 ? `${path}.csv` : `${path}.csv?${search}`;
}

/** What is prepared in the background knows no number to look for. */
function largeAddress(path: string, { cherche: _, ...asked }: Filters): string {
  const search = new URLSearchParams(asked as Record<string, string>);
  return `${path}/exports${search.size === 0 ? "" : `?${search}`}`;
}

function FilterForm(
  { path, filters, nowMs }: { path: string; filters: Filters; nowMs: number },
) {
  const words = useWords(HISTORY);
  const { erreur, cherche, du, au } = filters;
  return (
    <form class="filters" method="get" action={path} role="search">
      <div class="joined">
        <div class="field">
          <label for="cherche">{words.search}</label>
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
          {words.find}
        </button>
      </div>
      {erreur && <input type="hidden" name="erreur" value="oui" />}
      <Chips path={path} filters={filters} nowMs={nowMs} />
      <details class="list" open={au !== undefined}>
        <summary>{words.chooseDates}</summary>
        <div class="joined">
          <div class="field">
            <label for="du">{words.from}</label>
            <input id="du" name="du" type="date" value={du} />
          </div>
          <div class="field">
            <label for="au">{words.to}</label>
            <input id="au" name="au" type="date" value={au} />
          </div>
          <button type="submit" class="button">{words.apply}</button>
        </div>
      </details>
    </form>
  );
}

/** The usual filters, one tap each; the others stay as they are. */
function Chips(
  { path, filters, nowMs }: { path: string; filters: Filters; nowMs: number },
) {
  const words = useWords(HISTORY);
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
        name={words.failed}
        href={link({ erreur: erreur ? "" : "oui" })}
        isOn={erreur !== undefined}
      />
      <Chip name={words.anyTime} href={link({ du: "", au: "" })} isOn={isAll} />
      {PERIODS.map((days) => {
        const from = civilDate(nowMs - (days - 1) * DAY_MS);
        return (
          <Chip
            name={days === 1 ? words.today : words.days(days)}
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
  const words = HISTORY[visit.language];
  if (isFiltered) {
    return (
      <Empty icon="search" title={words.noMatch}>
        <p>{words.noMatchWords}</p>
      </Empty>
    );
  }
  return (
    <Empty icon="history" title={words.none}>
      <p>{words.noneWords}</p>
      {may(visit, "message:send") && (
        <p>
          <a class="button main" href={address(visit.here!.id, "envoi")}>
            {words.writeFirst}
          </a>
        </p>
      )}
    </Empty>
  );
}
