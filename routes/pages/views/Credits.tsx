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
import { address, type Visit } from "../visit.ts";
import { CREDITS } from "../words/credits.ts";
import { LedgerTable } from "./LedgerTable.tsx";

/** What there is, where it can go, and where it went. */
export function Credits(
  { visit, balance, ledger, names, family, query, done }: {
    visit: Visit;
    balance: Balance;
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
        {isOperator(visit.actor) && (
          <a class="button main" href={`${path}/ajouter`}>
            <Icon name="plus" />
            {words.add}
          </a>
        )}
      </Heading>
      <DoneNotice done={done} />
      <Summary balance={balance} />
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

function Summary({ balance }: { balance: Balance }) {
  const language = useLanguage();
  const words = CREDITS[language];
  return (
    <section class="summary" aria-label={words.balance}>
      <p>
        <span class="figure">{number(balance.available, language)}</span>
        <span class="hint">{words.available}</span>
      </p>
      <p class="quiet">{words.summary(balance)}</p>
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
        <p class="quiet">{words.has(balance.available)}</p>
      </div>
      <div class="actions">
        <a class="button" href={`${path}/donner?a=${structure.id}`}>
          {words.give}
          <Unseen>{words.giveTo(structure.name)}</Unseen>
        </a>
        {balance.available > 0 && (
          <a class="button quiet" href={`${path}/reprendre?a=${structure.id}`}>
            {words.take}
            <Unseen>{words.takeFrom(structure.name)}</Unseen>
          </a>
        )}
      </div>
    </li>
  );
}
