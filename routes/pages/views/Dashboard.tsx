import { type Language, useLanguage } from "../../../islands/language.ts";
import { Install } from "../../../islands/Install.tsx";
import { Live } from "../../../islands/Live.tsx";
import { number } from "../../../islands/words.ts";
import type { Balance } from "../../../lib/schema/credit.ts";
import type { Child, Count, Overview } from "../dashboard.tsx";
import { DoneNotice } from "../notices.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Island } from "../parts/Island.tsx";
import { Pill } from "../parts/Pill.tsx";
import { Tile } from "../parts/Tile.tsx";
import { address, may, type Visit } from "../visit.ts";
import { civilDate } from "../words.ts";
import { DASHBOARD } from "../words/dashboard.ts";
import { BurnDown, forecast } from "./BurnDown.tsx";
import { FirstStepsList } from "./FirstStepsList.tsx";
import { MessageList } from "./MessageList.tsx";
import { alertWords, SinceLastVisit } from "./SinceLastVisit.tsx";

/** What is left, what went out, what failed; for a group, its structures. */
export function Dashboard({ visit, overview, done }: {
  visit: Visit;
  overview: Overview;
  done: string | undefined;
}) {
  const words = DASHBOARD[visit.language];
  const { firstSteps, latest, children } = overview;
  const id = visit.here!.id;
  return (
    <>
      <Heading title={words.title}>
        <Island
          name="Live"
          of={Live}
          props={{ structureId: id, target: "etat" }}
        />
      </Heading>
      <DoneNotice done={done} />
      <div id="etat" data-totals="" data-known={known(visit, overview)}>
        <Figures visit={visit} overview={overview} />
        <SinceLastVisit
          visit={visit}
          changes={overview.changes}
          alerts={overview.alerts}
        />
        {firstSteps && <FirstStepsList id={id} steps={firstSteps} />}
        {children.length > 0 && <Children visit={visit} overview={overview} />}
        {overview.burnDown && (
          <BurnDown read={overview.burnDown} isGroup={children.length > 0} />
        )}
        {latest.length > 0 && (
          <section>
            <div class="row">
              <h2>{words.latest}</h2>
              <a class="more" href={address(id, "historique")}>
                {words.allHistory}
                <Icon name="right" />
              </a>
            </div>
            <MessageList
              visit={visit}
              messages={latest}
              names={children.length > 0 ? overview.names : null}
            />
          </section>
        )}
      </div>
      <Island name="Install" of={Install} props={{}} />
    </>
  );
}

/** What a device may remember for when there is no network. */
function known(visit: Visit, overview: Overview): string {
  const { balance } = overview;
  const { id, structure } = visit.here!;
  return JSON.stringify({
    id,
    name: structure.name,
    available: balance.available,
    forecast: forecast(balance, visit),
    alerts: overview.alerts.map((alert) => alertWords(alert, visit)),
    maySend: may(visit, "message:send"),
  });
}

function Figures(
  { visit, overview }: { visit: Visit; overview: Overview },
) {
  const { language } = visit;
  const words = DASHBOARD[language];
  const { balance, sentToday, failedToday } = overview;
  const id = visit.here!.id;
  const history = address(id, "historique");
  const today = `du=${civilDate(visit.nowMs)}`;
  return (
    <div class="figures">
      <section class="hero" aria-labelledby="disponibles">
        <h2 id="disponibles">{words.available}</h2>
        <p class="figure" data-balance={id}>
          {number(balance.available, language)}
        </p>
        <p class="hint">
          {overview.children.length > 0 && balance.available > 0
            ? words.toShare
            : forecast(balance, visit)}
        </p>
        <NextAct visit={visit} overview={overview} />
      </section>
      <dl class="tiles">
        <Tile
          label={words.messagesToday}
          value={countWords(sentToday, language)}
          href={`${history}?${today}`}
        />
        <Tile
          label={words.failedToday}
          value={countWords(failedToday, language)}
          href={`${history}?erreur=oui&${today}`}
          tone={failedToday.count > 0 ? "bad" : undefined}
        />
        {overview.children.length > 0
          ? <GroupTiles overview={overview} />
          : <OwnTiles balance={balance} />}
      </dl>
    </div>
  );
}

function OwnTiles({ balance }: { balance: Balance }) {
  const language = useLanguage();
  const words = DASHBOARD[language];
  return (
    <>
      <Tile
        label={words.sentThisMonth}
        value={number(balance.monthSpent, language)}
        hint="SMS"
      />
      <Tile
        label={words.reserved}
        value={number(balance.reserved, language)}
        hint={words.notLeftYet}
      />
    </>
  );
}

/** What a group has given, and what became of it this month. */
function GroupTiles({ overview }: { overview: Overview }) {
  const language = useLanguage();
  const words = DASHBOARD[language];
  const { balance, children, hasMoreChildren } = overview;
  const sum = (of: (balance: Balance) => number) =>
    children.reduce((total, child) => total + of(child.balance), 0);
  const below = (of: (balance: Balance) => number) => {
    const count = number(sum(of), language);
    return hasMoreChildren
      ? words.amongFirst(count, children.length)
      : words.among(count);
  };
  return (
    <>
      <Tile
        label={words.availableInAll}
        value={number(
          balance.available + sum(({ available }) => available),
          language,
        )}
        hint={below(({ available }) => available)}
      />
      <Tile
        label={words.sentInAll}
        value={number(
          balance.monthSpent + sum(({ monthSpent }) => monthSpent),
          language,
        )}
        hint={below(({ monthSpent }) => monthSpent)}
      />
    </>
  );
}

/** What one most likely comes for. */
function NextAct(
  { visit, overview }: { visit: Visit; overview: Overview },
) {
  const words = DASHBOARD[visit.language];
  const id = visit.here!.id;
  const { available } = overview.balance;
  const isGroup = overview.children.length > 0 && may(visit, "credit:move");
  if (available > 0 && !isGroup && may(visit, "message:send")) {
    return (
      <a class="button main" href={address(id, "envoi")}>
        <Icon name="send" />
        {words.send}
      </a>
    );
  }
  if (!isGroup && (available > 0 || !may(visit, "credit:move"))) return null;
  return (
    <a class="button main" href={address(id, "credits")}>
      <Icon name="credits" />
      {isGroup ? words.share : words.credits}
    </a>
  );
}

function countWords({ count, isMore }: Count, language: Language): string {
  const counted = number(count, language);
  return isMore ? `${counted} +` : counted;
}

function Children(
  { visit, overview }: { visit: Visit; overview: Overview },
) {
  const words = DASHBOARD[visit.language];
  const id = visit.here!.id;
  return (
    <section>
      <div class="row">
        <h2>{words.structures}</h2>
        <a class="more" href={address(id, "structures")}>
          {overview.hasMoreChildren ? words.all : words.manage}
          <Icon name="right" />
        </a>
      </div>
      <table role="table" class="data balances">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">{words.structure}</th>
            <th role="columnheader" scope="col" class="count">
              {words.availableColumn}
            </th>
            <th role="columnheader" scope="col" class="count">
              {words.thisMonth}
            </th>
            <th role="columnheader" scope="col">{words.forecast}</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {overview.children.map((child) => (
            <ChildRow key={child.structure.id} child={child} visit={visit} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ChildRow({ child, visit }: { child: Child; visit: Visit }) {
  const { language } = visit;
  const words = DASHBOARD[language];
  const { structure, balance } = child;
  const { forecastDays } = balance;
  const available = balance.available + balance.drawable;
  const isLow = available === 0 || forecastDays !== null && forecastDays < 15;
  return (
    <tr role="row">
      <td role="cell" class="title">
        <a class="cover" href={address(structure.id, "tableau")}>
          {structure.name}
        </a>
        {structure.suspended && <Pill tone="bad">{words.suspended}</Pill>}
      </td>
      <td role="cell" class="count">
        <span class={isLow ? "low" : undefined} data-balance={structure.id}>
          {number(available, language)}
        </span>
        <span class="label">SMS</span>
      </td>
      <td role="cell" class="count month">
        <span class="label">{words.thisMonthLabel}</span>{" "}
        {number(balance.monthSpent, language)}
      </td>
      <td role="cell" class="quiet">
        {available > 0 && forecastDays === null
          ? "—"
          : forecast({ ...balance, available }, visit)}
      </td>
    </tr>
  );
}
