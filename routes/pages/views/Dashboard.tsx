import { Refresh } from "../../../islands/Refresh.tsx";
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
import { civilDate, longDate } from "../words.ts";
import { FirstStepsList } from "./FirstStepsList.tsx";
import { MessageList } from "./MessageList.tsx";

const DAY_MS = 86_400_000;
const LIVE_MS = 10_000;

/** What is left, what went out, what failed; for a group, its structures. */
export function Dashboard({ visit, overview, done }: {
  visit: Visit;
  overview: Overview;
  done: string | undefined;
}) {
  const { firstSteps, latest, children } = overview;
  const id = visit.here!.id;
  return (
    <>
      <Heading title="Tableau de bord">
        <Island
          name="Refresh"
          of={Refresh}
          props={{ target: "etat", everyMs: LIVE_MS }}
        />
      </Heading>
      <DoneNotice done={done} />
      <div id="etat">
        <Figures visit={visit} overview={overview} />
        {firstSteps && <FirstStepsList id={id} steps={firstSteps} />}
        {children.length > 0 && <Children visit={visit} overview={overview} />}
        {latest.length > 0 && (
          <section>
            <div class="row">
              <h2>Derniers messages</h2>
              <a class="more" href={address(id, "historique")}>
                Tout l’historique
                <Icon name="right" />
              </a>
            </div>
            <MessageList visit={visit} messages={latest} />
          </section>
        )}
      </div>
    </>
  );
}

function Figures(
  { visit, overview }: { visit: Visit; overview: Overview },
) {
  const { balance, sentToday, failedToday } = overview;
  const id = visit.here!.id;
  const history = address(id, "historique");
  const today = `du=${civilDate(visit.nowMs)}`;
  return (
    <div class="figures">
      <section class="hero" aria-labelledby="disponibles">
        <h2 id="disponibles">SMS disponibles</h2>
        <p class="figure">{number(balance.available)}</p>
        <p class="hint">
          {overview.children.length > 0 && balance.available > 0
            ? "À donner aux structures, ou à envoyer."
            : forecast(balance, visit.nowMs)}
        </p>
        <NextAct visit={visit} overview={overview} />
      </section>
      <dl class="tiles">
        <Tile
          label="Messages aujourd’hui"
          value={countWords(sentToday)}
          href={`${history}?${today}`}
        />
        <Tile
          label="En erreur aujourd’hui"
          value={countWords(failedToday)}
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
  return (
    <>
      <Tile
        label="Envoyés ce mois"
        value={number(balance.monthSpent)}
        hint="SMS"
      />
      <Tile
        label="Réservés"
        value={number(balance.reserved)}
        hint="SMS pas encore partis"
      />
    </>
  );
}

/** What a group has given, and what became of it this month. */
function GroupTiles({ overview }: { overview: Overview }) {
  const { balance, children, hasMoreChildren } = overview;
  const sum = (of: (balance: Balance) => number) =>
    children.reduce((total, child) => total + of(child.balance), 0);
  const hint = hasMoreChildren
    ? `dans les ${children.length} premières structures`
    : "dans les structures";
  return (
    <>
      <Tile
        label="Disponibles en tout"
        value={number(balance.available + sum(({ available }) => available))}
        hint={`dont ${number(sum(({ available }) => available))} ${hint}`}
      />
      <Tile
        label="Envoyés ce mois en tout"
        value={number(balance.monthSpent + sum(({ monthSpent }) => monthSpent))}
        hint={`dont ${number(sum(({ monthSpent }) => monthSpent))} ${hint}`}
      />
    </>
  );
}

/** What one most likely comes for. */
function NextAct(
  { visit, overview }: { visit: Visit; overview: Overview },
) {
  const id = visit.here!.id;
  const { available } = overview.balance;
  const isGroup = overview.children.length > 0 && may(visit, "credit:move");
  if (available > 0 && !isGroup && may(visit, "message:send")) {
    return (
      <a class="button main" href={address(id, "envoi")}>
        <Icon name="send" />
        Envoi simple
      </a>
    );
  }
  if (!isGroup && (available > 0 || !may(visit, "credit:move"))) return null;
  return (
    <a class="button main" href={address(id, "credits")}>
      <Icon name="credits" />
      {isGroup ? "Répartir les SMS" : "Crédits"}
    </a>
  );
}

function countWords({ count, isMore }: Count): string {
  return isMore ? `${number(count)} +` : number(count);
}

/** When nothing will be left, at the pace of the last thirty days. */
function forecast(balance: Balance, nowMs: number): string {
  const { available, forecastDays, granted } = balance;
  if (granted === 0) return "Aucun SMS pour l’instant.";
  if (available === 0) return "Plus rien ne peut partir.";
  if (forecastDays === null) return "Pas encore assez d’envois pour prévoir.";
  if (forecastDays > 730) return "Plus de deux ans au rythme actuel.";
  const day = longDate(nowMs + forecastDays * DAY_MS);
  return `Jusqu’au ${day} au rythme actuel.`;
}

function Children(
  { visit, overview }: { visit: Visit; overview: Overview },
) {
  const id = visit.here!.id;
  return (
    <section>
      <div class="row">
        <h2>Structures</h2>
        <a class="more" href={address(id, "structures")}>
          {overview.hasMoreChildren ? "Toutes" : "Gérer"}
          <Icon name="right" />
        </a>
      </div>
      <table role="table" class="data balances">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">Structure</th>
            <th role="columnheader" scope="col" class="count">Disponibles</th>
            <th role="columnheader" scope="col" class="count">Ce mois</th>
            <th role="columnheader" scope="col">Prévision</th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {overview.children.map((child) => (
            <ChildRow
              key={child.structure.id}
              child={child}
              nowMs={visit.nowMs}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ChildRow({ child, nowMs }: { child: Child; nowMs: number }) {
  const { structure, balance } = child;
  const { forecastDays, available } = balance;
  const isLow = available === 0 || forecastDays !== null && forecastDays < 15;
  return (
    <tr role="row">
      <td role="cell" class="title">
        <a class="cover" href={address(structure.id, "tableau")}>
          {structure.name}
        </a>
        {structure.suspended && <Pill tone="bad">Suspendue</Pill>}
      </td>
      <td role="cell" class="count">
        <span class={isLow ? "low" : undefined}>{number(available)}</span>
        <span class="label">SMS</span>
      </td>
      <td role="cell" class="count month">
        <span class="label">Ce mois :</span> {number(balance.monthSpent)}
      </td>
      <td role="cell" class="quiet">
        {available > 0 && forecastDays === null
          ? "—"
          : forecast(balance, nowMs)}
      </td>
    </tr>
  );
}
