import { number } from "../../../islands/words.ts";
import { sees } from "../../../lib/domain/actor.ts";
import type { Structure } from "../../../lib/schema/structure.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Pill } from "../parts/Pill.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import { address, type Visit } from "../visit.ts";

/** A structure with what it has left. */
export interface Listed {
  readonly structure: Structure;
  readonly available: number;
  readonly hasChildren: boolean;
}

/** One level of the tree, with the way up. */
export function StructureList(
  { visit, listed, nextCursor, mayCreate, done }: {
    visit: Visit;
    listed: readonly Listed[];
    nextCursor: string | null;
    mayCreate: boolean;
    done: string | undefined;
  },
) {
  const { here } = visit;
  const path = here ? address(here.id, "structures") : "/structures";
  return (
    <>
      {here && <Above visit={visit} />}
      <Heading title="Structures">
        {mayCreate && listed.length > 0 && (
          <a class="button" href={`${path}/nouvelle`}>
            <Icon name="plus" />
            Nouvelle structure
          </a>
        )}
      </Heading>
      <DoneNotice done={done} />
      {listed.length === 0
        ? <Nothing visit={visit} path={path} mayCreate={mayCreate} />
        : (
          <ul class="cards">
            {listed.map((one) => <Card key={one.structure.id} {...one} />)}
          </ul>
        )}
      <Pager path={path} query={{}} nextCursor={nextCursor} />
    </>
  );
}

function Card({ structure, available, hasChildren }: Listed) {
  const { id, name, siren, suspended } = structure;
  return (
    <li class="card">
      <div>
        <p class="strong">
          <a class="cover" href={address(id, "tableau")}>{name}</a>
        </p>
        <p class="quiet">
          {siren && <>SIREN {siren.replace(/(\d{3})(?=\d)/g, "$1\u00a0")}</>}
          {suspended && <Pill tone="bad">Suspendue</Pill>}
        </p>
      </div>
      <p class="count">
        <span class="figure">{number(available)}</span>
        <span class="hint">SMS</span>
      </p>
      {hasChildren && (
        <a class="over" href={address(id, "structures")}>
          Structures au-dessous
          <Unseen>de {name}</Unseen>
          <Icon name="right" />
        </a>
      )}
    </li>
  );
}

/** The way up, as far as the visitor may see. */
function Above({ visit }: { visit: Visit }) {
  const { actor, here } = visit;
  return (
    <nav class="path" aria-label="Niveaux au-dessus">
      <a href="/structures">Toutes</a>
      {here!.ancestors.filter((one) => sees(actor, one)).map((one) => (
        <a href={address(one.id, "structures")}>{one.name}</a>
      ))}
      <span aria-current="page">{here!.structure.name}</span>
    </nav>
  );
}

function Nothing(
  { visit, path, mayCreate }: {
    visit: Visit;
    path: string;
    mayCreate: boolean;
  },
) {
  const { here } = visit;
  const create = mayCreate && (
    <p>
      <a class={here ? "button" : "button main"} href={`${path}/nouvelle`}>
        <Icon name="plus" />
        {here ? "Nouvelle structure" : "Déclarer la première structure"}
      </a>
    </p>
  );
  if (here) {
    return (
      <Empty icon="structures" title="Aucune structure au-dessous">
        <p>
          Une structure qui en contient d’autres est un groupe : elle répartit
          entre elles les SMS qu’elle reçoit.
        </p>
        {create}
      </Empty>
    );
  }
  return (
    <Empty
      icon="structures"
      title={mayCreate ? "Commencez ici" : "Aucune structure pour vous"}
    >
      {mayCreate
        ? (
          <ol class="plain">
            <li>
              Déclarez une structure : une commune, ou le centre de
              mutualisation de plusieurs.
            </li>
            <li>Donnez-lui des SMS.</li>
            <li>Couplez une application avec une clé, ou écrivez vous-même.</li>
          </ol>
        )
        : <p>Demandez à un gestionnaire de vous donner accès à la vôtre.</p>}
      {create}
    </Empty>
  );
}
