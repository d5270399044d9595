import { number } from "../../../islands/words.ts";
import type { StatItem, Stats } from "../../../lib/schema/stats.ts";
import { BarChart } from "../parts/Chart.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Tile } from "../parts/Tile.tsx";
import type { Period } from "../statistics.tsx";
import { address, type Visit } from "../visit.ts";
import { civilDate, STATUSES } from "../words.ts";
import { STATISTICS } from "../words/statistics.ts";
import { PeriodForm } from "./PeriodForm.tsx";

const DAY_MS = 86_400_000;

interface StatisticsProps {
  visit: Visit;
  period: Period;
  days: Stats;
  applications: Stats;
  statuses: Stats;
  /** Null where the structure stands alone. */
  structures: Stats | null;
}

/** What was sent in a period, by day, application, status and structure. */
export function Statistics(props: StatisticsProps) {
  const { visit, period, days, applications, statuses, structures } = props;
  const words = STATISTICS[visit.language];
  const path = address(visit.here!.id, "statistiques");
  const search = searchOf(period);
  const { total } = days;
  return (
    <>
      <Heading title={words.title} lead={words.lead}>
        <a class="button" href={`${path}/releve`}>{words.statement}</a>
      </Heading>
      <PeriodForm visit={visit} period={period} path={path} />
      {total.messages === 0
        ? (
          <Empty icon="chart" title={words.none}>
            <p>{words.noneHelp}</p>
          </Empty>
        )
        : (
          <>
            <dl class="tiles">
              <Tile
                label={words.messages}
                value={number(total.messages, visit.language)}
              />
              <Tile
                label={words.cost}
                value={number(total.cost, visit.language)}
                hint={words.costHint}
              />
              <Tile
                label={words.failures}
                value={number(total.failures, visit.language)}
                tone={total.failures > 0 ? "bad" : undefined}
              />
            </dl>
            <section>
              <DayChart visit={visit} period={period} items={days.items} />
            </section>
            <section>
              <h2>{words.perApplication}</h2>
              <Table
                visit={visit}
                head={words.application}
                items={applications.items}
                name={({ applicationName, structureName }) =>
                  [applicationName, structureName].filter(Boolean)
                    .join(" — ")}
              />
            </section>
            {structures && (
              <section>
                <h2>{words.perStructure}</h2>
                <Table
                  visit={visit}
                  head={words.structure}
                  items={structures.items}
                  name={({ structureName }) => structureName!}
                />
              </section>
            )}
            <section>
              <h2>{words.perStatus}</h2>
              <Table
                visit={visit}
                head={words.status}
                items={statuses.items}
                name={({ status }) => STATUSES[visit.language][status!]}
              />
            </section>
            <p>
              <a class="button" href={`${path}/csv${search}`}>{words.csv}</a>
            </p>
            <p class="quiet">{words.kept}</p>
          </>
        )}
    </>
  );
}

/** The period as the address carries it. */
export function searchOf({ from, to, deep }: Period): string {
  return `?${new URLSearchParams({
    du: from,
    au: to,
    avec: deep ? "oui" : "non",
  })}`;
}

function DayChart(
  { visit, period, items }: {
    visit: Visit;
    period: Period;
    items: readonly StatItem[];
  },
) {
  const { language } = visit;
  const words = STATISTICS[language];
  const byDay = new Map(items.map((item) => [item.day, item]));
  const days = daysOf(period);
  const failures = days.map((day) => byDay.get(day)?.failures ?? 0);
  const well = days.map((day, i) =>
    (byDay.get(day)?.messages ?? 0) - failures[i]!
  );
  const format = new Intl.DateTimeFormat(
    language === "fr" ? "fr-FR" : "en-GB",
    {
      day: "numeric",
      month: "short",
      timeZone: "UTC",
    },
  );
  return (
    <BarChart
      title={words.perDay}
      language={language}
      axis={words.day}
      labels={days.map((day) => format.format(Date.parse(day)))}
      series={[
        { name: words.well, tone: "main", values: well },
        { name: words.failures, tone: "bad", values: failures },
      ]}
    />
  );
}

/** Every day of the period. */
function daysOf({ from, to }: Period): string[] {
  const days: string[] = [];
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += DAY_MS) {
    days.push(civilDate(ms + DAY_MS / 2));
  }
  return days;
}

function Table({ visit, head, items, name }: {
  visit: Visit;
  head: string;
  items: readonly StatItem[];
  name: (item: StatItem) => string;
}) {
  const { language } = visit;
  const words = STATISTICS[language];
  const rows = [...items].sort((a, b) => b.messages - a.messages);
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={head}>
      <table class="sums">
        <thead>
          <tr>
            <th scope="col">{head}</th>
            <th scope="col" class="count">{words.messages}</th>
            <th scope="col" class="count">{words.cost}</th>
            <th scope="col" class="count">{words.failures}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((item) => (
            <tr>
              <th scope="row">{name(item)}</th>
              {[item.messages, item.cost, item.failures].map((value) => (
                <td class="count">{number(value, language)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
