import { number } from "../../../islands/words.ts";
import type { AlertEvent } from "../../../lib/schema/alert.ts";
import type { Changes } from "../dashboard.tsx";
import { Icon } from "../parts/Icon.tsx";
import { address, type Visit } from "../visit.ts";
import { civilDate, longDate, when } from "../words.ts";
import { RAISED } from "../words/alerts.ts";
import { DASHBOARD } from "../words/dashboard.ts";

/** What happened since one last looked, and what one was warned of. */
export function SinceLastVisit(
  { visit, changes, alerts }: {
    visit: Visit;
    changes: Changes | null;
    alerts: readonly AlertEvent[];
  },
) {
  if (changes === null && alerts.length === 0) return null;
  const words = DASHBOARD[visit.language];
  const { id } = visit.here!;
  return (
    <section class="since" aria-labelledby="nouveau">
      <h2 id="nouveau">{words.news}</h2>
      <ul>
        {changes && (
          <li>
            <a
              href={`${address(id, "historique")}?du=${
                civilDate(changes.sinceMs)
              }`}
            >
              {words.since(
                when(changes.sinceMs, visit.nowMs, visit.language),
                counted(changes.sent, visit),
                counted(changes.failed, visit),
              )}
            </a>
          </li>
        )}
        {alerts.map((alert) => (
          <li key={alert.id}>
            <Icon name="bell" />
            <a href={address(id, "alertes")}>{alertWords(alert, visit)}</a>
            <time class="quiet" dateTime={alert.at}>
              {when(alert.at, visit.nowMs, visit.language)}
            </time>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What an alert says, in a few words. */
export function alertWords(
  { kind, threshold, value, until }: AlertEvent,
  { language }: Pick<Visit, "language">,
): string {
  return RAISED[language].titles[kind]({
    of: number(threshold, language),
    is: number(value, language),
    about: "",
    until: until === null ? "" : longDate(Date.parse(until), language),
  });
}

function counted(
  { count, isMore }: Changes["sent"],
  { language }: Visit,
): string {
  return isMore ? `${number(count, language)} +` : number(count, language);
}
