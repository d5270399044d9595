import { number, smsCount } from "../../../islands/words.ts";
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
  const path = address(visit.here!.id, "credits");
  return (
    <>
      <Heading title="Crédits">
        {isOperator(visit.actor) && (
          <a class="button main" href={`${path}/ajouter`}>
            <Icon name="plus" />
            Ajouter des SMS
          </a>
        )}
      </Heading>
      <DoneNotice done={done} />
      <Summary balance={balance} />
      {family.children.length > 0 && (
        <section>
          <h2>Répartir</h2>
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
                Structures suivantes
              </a>
            </p>
          )}
        </section>
      )}
      <section>
        <h2>Mouvements</h2>
        {ledger.items.length === 0
          ? (
            <Empty icon="credits" title="Aucun mouvement">
              <p>
                Chaque SMS reçu, donné, réservé ou envoyé laissera ici une
                ligne, avec ce qui restait après.
              </p>
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
  const { available, reserved, spent, granted, allocated } = balance;
  return (
    <section class="summary" aria-label="Solde">
      <p>
        <span class="figure">{number(available)}</span>
        <span class="hint">SMS disponibles</span>
      </p>
      <p class="quiet">
        {smsCount(granted)} reçus
        {allocated !== 0 && `, ${number(allocated)} donnés plus bas`},{" "}
        {number(spent)} envoyés, {number(reserved)} réservés.
      </p>
    </section>
  );
}

function Share({ path, child }: { path: string; child: Child }) {
  const { structure, balance } = child;
  return (
    <li class="card share">
      <div>
        <p class="strong">{structure.name}</p>
        <p class="quiet">{smsCount(balance.available)} disponibles</p>
      </div>
      <div class="actions">
        <a class="button" href={`${path}/donner?a=${structure.id}`}>
          Donner<Unseen>à {structure.name}</Unseen>
        </a>
        {balance.available > 0 && (
          <a class="button quiet" href={`${path}/reprendre?a=${structure.id}`}>
            Reprendre<Unseen>à {structure.name}</Unseen>
          </a>
        )}
      </div>
    </li>
  );
}
