import type { Period } from "../statistics.tsx";
import type { Visit } from "../visit.ts";
import { civilDate } from "../words.ts";
import { STATISTICS } from "../words/statistics.ts";
import { searchOf } from "./Statistics.tsx";

const DAY_MS = 86_400_000;
const USUAL = [7, 30, 90, 365];

/** The days to look at: the usual ones a tap away, or any. */
export function PeriodForm(
  { visit, period, path }: { visit: Visit; period: Period; path: string },
) {
  const words = STATISTICS[visit.language];
  const { nowMs, here } = visit;
  const today = civilDate(nowMs);
  const hasChildren = here!.children.length > 0;
  return (
    <form method="get" action={path} class="search">
      <ul class="chips">
        {USUAL.map((days) => {
          const from = civilDate(nowMs - (days - 1) * DAY_MS);
          const isOn = period.from === from && period.to === today;
          const search = searchOf({ ...period, from, to: today });
          return (
            <li>
              <a
                class="chip"
                href={path + search}
                aria-current={isOn ? "true" : undefined}
              >
                {words.last(days)}
              </a>
            </li>
          );
        })}
        {hasChildren && (
          <li>
            <a
              class="chip"
              href={path + searchOf({ ...period, deep: !period.deep })}
              aria-current={period.deep ? "true" : undefined}
            >
              {words.subtree}
            </a>
          </li>
        )}
      </ul>
      <details class="list">
        <summary>{words.dates}</summary>
        <div class="joined">
          <div class="field">
            <label for="du">{words.from}</label>
            <input id="du" name="du" type="date" value={period.from} />
          </div>
          <div class="field">
            <label for="au">{words.to}</label>
            <input id="au" name="au" type="date" value={period.to} />
          </div>
          <input
            type="hidden"
            name="avec"
            value={period.deep ? "oui" : "non"}
          />
          <button type="submit" class="button">{words.apply}</button>
        </div>
      </details>
    </form>
  );
}
