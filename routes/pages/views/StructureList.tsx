import { useLanguage } from "../../../islands/language.ts";
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
import { STRUCTURES } from "../words/structures.ts";
import { TREE_IMPORT } from "../words/tree_import.ts";

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
  const words = STRUCTURES[visit.language];
  const { here } = visit;
  const path = here ? address(here.id, "structures") : "/structures";
  return (
    <>
      {here && <Above visit={visit} />}
      <Heading title={words.title}>
        {mayCreate && here && (
          <a class="button quiet" href={`${path}/importer`}>
            {TREE_IMPORT[visit.language].open}
          </a>
        )}
        {mayCreate && listed.length > 0 && (
          <a class="button" href={`${path}/nouvelle`}>
            <Icon name="plus" />
            {words.new}
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
  const language = useLanguage();
  const words = STRUCTURES[language];
  const { id, name, siren, suspended } = structure;
  return (
    <li class="card">
      <div>
        <p class="strong">
          <a class="cover" href={address(id, "tableau")}>{name}</a>
        </p>
        <p class="quiet">
          {siren && <>SIREN {siren.replace(/(\d{3})(?=\d)/g, "$1\u00a0")}</>}
          {suspended && <Pill tone="bad">{words.suspended}</Pill>}
        </p>
      </div>
      <p class="count">
        <span class="figure">{number(available, language)}</span>
        <span class="hint">SMS</span>
      </p>
      {hasChildren && (
        <a class="over" href={address(id, "structures")}>
          {words.below}
          <Unseen>{words.belowOf(name)}</Unseen>
          <Icon name="right" />
        </a>
      )}
    </li>
  );
}

/** The way up, as far as the visitor may see. */
function Above({ visit }: { visit: Visit }) {
  const words = STRUCTURES[visit.language];
  const { actor, here } = visit;
  return (
    <nav class="path" aria-label={words.above}>
      <a href="/structures">{words.allOfThem}</a>
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
  const words = STRUCTURES[visit.language];
  const { here } = visit;
  const create = mayCreate && (
    <p>
      <a class={here ? "button" : "button main"} href={`${path}/nouvelle`}>
        <Icon name="plus" />
        {here ? words.new : words.declareFirst}
      </a>
    </p>
  );
  if (here) {
    return (
      <Empty icon="structures" title={words.noneBelow}>
        <p>{words.noneBelowWords}</p>
        {create}
      </Empty>
    );
  }
  return (
    <Empty
      icon="structures"
      title={mayCreate ? words.start : words.noneForYou}
    >
      {mayCreate
        ? (
          <ol class="plain">
            {words.startSteps.map((step) => <li key={step}>{step}</li>)}
          </ol>
        )
        : <p>{words.noneForYouWords}</p>}
      {create}
    </Empty>
  );
}
