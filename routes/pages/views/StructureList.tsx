import { LiveSearch } from "../../../islands/LiveSearch.tsx";
import { useLanguage } from "../../../islands/language.ts";
import { number } from "../../../islands/words.ts";
import { sees } from "../../../lib/domain/actor.ts";
import type { Structure } from "../../../lib/schema/structure.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Island } from "../parts/Island.tsx";
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
  /** Names of those above, where it was searched for. */
  readonly above?: readonly string[];
}

/** One level of the tree, with the way up. */
export function StructureList(
  { visit, listed, nextCursor, sought, hasMore = false, mayCreate, done }: {
    visit: Visit;
    listed: readonly Listed[];
    nextCursor: string | null;
    /** What is searched for; empty for the level itself. */
    sought: string;
    /** More was found than is shown. */
    hasMore?: boolean;
    mayCreate: boolean;
    done: string | undefined;
  },
) {
  const words = STRUCTURES[visit.language];
  const { here } = visit;
  const path = here ? address(here.id, "structures") : "/structures";
  const isEmpty = listed.length === 0 && sought === "";
  return (
    <>
      {here && <Above visit={visit} />}
      <Heading title={words.title}>
        {mayCreate && here && (
          <a class="button quiet" href={`${path}/importer`}>
            {TREE_IMPORT[visit.language].open}
          </a>
        )}
        {mayCreate && !isEmpty && (
          <a class="button" href={`${path}/nouvelle`}>
            <Icon name="plus" />
            {words.new}
          </a>
        )}
      </Heading>
      <DoneNotice done={done} />
      {!isEmpty && (
        <Island
          name="LiveSearch"
          of={LiveSearch}
          props={{
            action: path,
            target: "structures",
            label: words.search,
            button: words.searchButton,
            value: sought,
          }}
        />
      )}
      <div id="structures" role="status">
        {isEmpty
          ? <Nothing visit={visit} path={path} mayCreate={mayCreate} />
          : listed.length === 0
          ? (
            <Empty icon="search" title={words.notFound(sought)}>
              <p>{words.notFoundWords}</p>
              <p>
                <a class="button" href={path}>{words.wholeLevel}</a>
              </p>
            </Empty>
          )
          : (
            <ul class="cards">
              {listed.map((one) => <Card key={one.structure.id} {...one} />)}
            </ul>
          )}
        {hasMore && <p class="fine">{words.moreFound}</p>}
        <Pager path={path} query={{}} nextCursor={nextCursor} />
      </div>
    </>
  );
}

function Card({ structure, available, hasChildren, above = [] }: Listed) {
  const language = useLanguage();
  const words = STRUCTURES[language];
  const { id, name, siren, suspended } = structure;
  return (
    <li class="card">
      <div>
        <p class="strong">
          <a class="cover" href={address(id, "tableau")}>{name}</a>
        </p>
        {above.length > 0 && <p class="quiet">{above.join(" › ")}</p>}
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
