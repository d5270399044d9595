import { useWords } from "../../../islands/language.ts";
import { isOperator, sees } from "../../../lib/domain/actor.ts";
import type { PageOptions } from "../respond.tsx";
import {
  address,
  type Here,
  type Section,
  SECTIONS,
  type Visit,
} from "../visit.ts";
import { NAVIGATION } from "../words/navigation.ts";
import { Icon } from "./Icon.tsx";

/** Which structure is open, and the way to those around it. */
export function Switcher(
  { visit, here, section }: {
    visit: Visit;
    here: Here;
    section: PageOptions["section"];
  },
) {
  const words = useWords(NAVIGATION);
  const kept: Section = section !== undefined && section in SECTIONS
    ? section as Section
    : "tableau";
  const above = here.ancestors.filter((one) => sees(visit.actor, one));
  const alone = above.length === 0 && here.children.length === 0 &&
    !isOperator(visit.actor) && Object.keys(visit.actor.roles).length < 2;
  if (alone) return <p class="here">{here.structure.name}</p>;
  return (
    <details class="switcher">
      <summary>
        <span class="here">{here.structure.name}</span>
        <Icon name="down" />
        <span class="unseen">{words.switch}</span>
      </summary>
      <div class="choices">
        <Choices label={words.above} structures={above} section={kept} />
        <Choices
          label={words.below}
          structures={here.children}
          section={kept}
        />
        <Choices
          label={words.elsewhere}
          structures={here.elsewhere}
          section={kept}
        />
        {here.hasMore && (
          <p>
            <a href={address(here.id, "structures")}>
              {words.allOf(here.structure.name)}
            </a>
          </p>
        )}
        <p>
          <a href="/structures">{words.allStructures}</a>
        </p>
        <form method="get" action="/structures" role="search" class="find">
          <label for="changer-cherche" class="unseen">{words.search}</label>
          <input
            id="changer-cherche"
            type="search"
            name="cherche"
            placeholder={words.search}
            autocomplete="off"
            required
          />
          <button type="submit" class="button">{words.find}</button>
        </form>
      </div>
    </details>
  );
}

function Choices(
  { label, structures, section }: {
    label: string;
    structures: readonly { id: string; name: string }[];
    section: Section;
  },
) {
  if (structures.length === 0) return null;
  return (
    <>
      <p class="label">{label}</p>
      <ul>
        {structures.map(({ id, name }) => (
          <li>
            <a href={address(id, section)}>{name}</a>
          </li>
        ))}
      </ul>
    </>
  );
}
