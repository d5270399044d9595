import { useLanguage } from "../../../islands/language.ts";
import { number } from "../../../islands/words.ts";
import { isOperator } from "../../../lib/domain/actor.ts";
import type { Page } from "../../../lib/domain/page.ts";
import type { Balance, LedgerEntry } from "../../../lib/schema/credit.ts";
import type { Child } from "../dashboard.tsx";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import { address, may, type Visit } from "../visit.ts";
import { longDate } from "../words.ts";
import { CREDITS } from "../words/credits.ts";
import { LedgerTable } from "./LedgerTable.tsx";

/** What there is, where it can go, and where it went. */
export function Credits(
  { visit, balance, cap, ledger, names, family, query, done }: {
    visit: Visit;
    balance: Balance;
    /** The most the structure draws in a month. */
    cap: number | null;
    ledger: Page<LedgerEntry>;
    names: ReadonlyMap<string, string>;
    family: { children: readonly Child[]; nextCursor: string | null };
    query: Readonly<Record<string, string>>;
    done: string | undefined;
  },
) {
  const words = CREDITS[visit.language];
  const path = address(visit.here!.id, "credits");
  return (
    <>
      <Heading title={words.title}>
        {isOperator(visit.actor)
          ? (
            <a class="button main" href={`${path}/ajouter`}>
              <Icon name="plus" />
              {words.add}
            </a>
          )
          : may(visit, "credit:ask") && (
            <a
              class="button"
              href={`${address(visit.here!.id, "demandes")}/nouvelle`}
            >
              <Icon name="hand" />
              {words.ask}
            </a>
          )}
      </Heading>
      <DoneNotice done={done} />
      <Summary balance={balance} cap={cap} />
      <Expiring balance={balance} />
      {family.children.length > 0 && (
        <section>
          <h2>{words.share}</h2>
          <ul class="cards">
            {family.children.map((child) => (
              <Share key={child.structure.id} path={path} child={child} />
            ))}
          </ul>
          {family.nextCursor && (
            <p>
              <a
                class="button quiet"
                href={`${path}?structures=${
                  encodeURIComponent(family.nextCursor)
                }`}
              >
                {words.nextStructures}
              </a>
            </p>
          )}
        </section>
      )}
      <section>
        <h2>{words.movements}</h2>
        {ledger.items.length === 0
          ? (
            <Empty icon="credits" title={words.none}>
              <p>{words.noneWords}</p>
            </Empty>
          )
          : (
            <LedgerTable
              visit={visit}
              entries={ledger.items}
              names={names}
            />
          )}
        <Pager path={path} query={query} nextCursor={ledger.nextCursor} />
      </section>
    </>
  );
}

function Summary(
  { balance, cap }: { balance: Balance; cap: number | null },
) {
  const language = useLanguage();
  const words = CREDITS[language];
  return (
    <section class="summary" aria-label={words.balance}>
      <p>
        <span class="figure">
          {number(balance.available + balance.drawable, language)}
        </span>
        <span class="hint">{words.available}</span>
      </p>
      {balance.mode === "shared" && (
        <p>{words.drawsFrom(cap, balance.drawable)}</p>
      )}
      <p class="quiet">{words.summary(balance)}</p>
    </section>
  );
}

/** What has to be sent before a date, the first to end first. */
function Expiring({ balance }: { balance: Balance }) {
  const language = useLanguage();
  const words = CREDITS[language];
  if (balance.expiring.length === 0) return null;
  return (
    <section>
      <h2>{words.expiring}</h2>
      <ul class="cards">
        {balance.expiring.map(({ credits, at, note }) => (
          <li key={at + note} class="card">
            <p class="strong">
              {words.expires(credits, longDate(Date.parse(at), language))}
            </p>
            {note && <p class="quiet">{note}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function Share({ path, child }: { path: string; child: Child }) {
  const words = CREDITS[useLanguage()];
  const { structure, balance } = child;
  return (
    <li class="card share">
      <div>
        <p class="strong">{structure.name}</p>
        <p class="quiet">
          {balance.mode === "shared"
            ? words.draws
            : words.has(balance.available)}
        </p>
      </div>
      <div class="actions">
        {balance.mode === "allocated" && (
          <a class="button" href={`${path}/donner?a=${structure.id}`}>
            {words.give}
            <Unseen>{words.giveTo(structure.name)}</Unseen>
          </a>
        )}
        {balance.available > 0 && (
          <a class="button quiet" href={`${path}/reprendre?a=${structure.id}`}>
            {words.take}
            <Unseen>{words.takeFrom(structure.name)}</Unseen>
          </a>
        )}
        <a class="button quiet" href={`${path}/regler?a=${structure.id}`}>
          {words.provide}
          <Unseen>{words.provideOf(structure.name)}</Unseen>
        </a>
      </div>
    </li>
  );
}
