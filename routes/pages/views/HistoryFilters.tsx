import { useWords } from "../../../islands/language.ts";
import { ALONE, type Filters } from "../history_filters.ts";
import { Icon } from "../parts/Icon.tsx";
import { address, type Visit } from "../visit.ts";
import { civilDate } from "../words.ts";
import { EXPORT, HISTORY } from "../words/history.ts";

const DAY_MS = 86_400_000;
/** The usual periods, in days until today. */
const PERIODS = [1, 7, 30];

/** Whose messages, which, and since when: all of it stays in the address. */
export function HistoryFilters({ visit, filters, isEmpty }: {
  visit: Visit;
  filters: Filters;
  /** Nothing was found, so there is nothing to take along either. */
  isEmpty: boolean;
}) {
  const { nowMs } = visit;
  const path = address(visit.here!.id, "historique");
  const { suite: _, ...asked } = filters;
  const words = useWords(HISTORY);
  const { erreur, cherche, du, au } = filters;
  return (
    <form class="filters" method="get" action={path} role="search">
      <div class="joined">
        <Places visit={visit} chosen={filters.structure} />
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
      {!isEmpty && (
        <p>
          <a
            class="button quiet"
            href={exportAddress(path, asked)}
            data-download=""
          >
            {EXPORT[visit.language].download}
          </a>{" "}
          <a class="button quiet" href={largeAddress(path, asked)}>
            {EXPORT[visit.language].large}
          </a>
        </p>
      )}
    </form>
  );
}

/** The whole group, one structure below it, or the group alone. */
function Places(
  { visit, chosen }: { visit: Visit; chosen: string | undefined },
) {
  const words = useWords(HISTORY);
  const { structure, children } = visit.here!;
  if (children.length === 0) return null;
  const isElsewhere = chosen !== undefined && chosen !== ALONE &&
    !children.some(({ id }) => id === chosen);
  const options = [
    { value: "", label: words.wholeGroup },
    ...children.map(({ id, name }) => ({ value: id, label: name })),
    { value: ALONE, label: words.alone(structure.name) },
    ...(isElsewhere ? [{ value: chosen, label: words.otherPlace }] : []),
  ];
  return (
    <div class="field">
      <label for="structure">{words.place}</label>
      <select id="structure" name="structure" data-submit="">
        {options.map(({ value, label }) => (
          <option
            key={value}
            value={value}
            selected={value === (chosen ?? "")}
          >
            {label}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The usual filters, one tap each; the others stay as they are. */
function Chips(
  { path, filters, nowMs }: { path: string; filters: Filters; nowMs: number },
) {
  const words = useWords(HISTORY);
  const { structure, erreur, cherche, du, au } = filters;
  const link = (change: Filters) => {
    const kept = { structure, erreur, cherche, du, au, ...change };
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

function exportAddress(path: string, asked: Filters): string {
  const search = new URLSearchParams(asked as Record<string, string>);
  return search.size === 0 ? `${path}.csv` : `${path}.csv?${search}`;
}

/** What is prepared in the background knows no number to look for. */
function largeAddress(path: string, { erreur, du, au }: Filters): string {
  const asked = Object.entries({ erreur, du, au }).filter(([, value]) => value);
  const search = new URLSearchParams(asked as [string, string][]);
  return `${path}/exports${search.size === 0 ? "" : `?${search}`}`;
}
