import { Live } from "../../../islands/Live.tsx";
import type { HistoryPage } from "../../../lib/domain/history.ts";
import type { Message } from "../../../lib/schema/message.ts";
import type { Filters } from "../history_filters.ts";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Pager } from "../parts/Pager.tsx";
import { ResendGroups } from "../parts/ResendGroups.tsx";
import { address, may, type Visit } from "../visit.ts";
import { HISTORY } from "../words/history.ts";
import { HistoryFilters } from "./HistoryFilters.tsx";
import { MessageList } from "./MessageList.tsx";

/** What was sent, what failed, and how to find one message again. */
export function HistoryList(
  { visit, filters, found, names, failures }: {
    visit: Visit;
    filters: Filters;
    found: HistoryPage;
    /** Names of structures, where those of several are listed together. */
    names: ReadonlyMap<string, string> | null;
    /** Failures that can be sent again, those of one send together. */
    failures: readonly (readonly Message[])[];
  },
) {
  const words = HISTORY[visit.language];
  const path = address(visit.here!.id, "historique");
  const { suite: _, ...asked } = filters;
  const isFiltered = Object.keys(asked).length > 0;
  return (
    <>
      <Heading title={words.title}>
        <Island
          name="Live"
          of={Live}
          props={{ structureId: visit.here!.id, target: "messages" }}
        />
      </Heading>
      <HistoryFilters
        visit={visit}
        filters={filters}
        isEmpty={found.items.length === 0}
      />
      <ResendGroups visit={visit} groups={failures} names={names} />
      <div data-drawer="">
        <div id="messages" data-endless="">
          {found.items.length === 0
            ? <Nothing visit={visit} isFiltered={isFiltered} />
            : (
              <MessageList
                visit={visit}
                messages={found.items}
                names={names}
              />
            )}
          <Pager path={path} query={filters} nextCursor={found.nextCursor} />
        </div>
      </div>
    </>
  );
}

function Nothing(
  { visit, isFiltered }: { visit: Visit; isFiltered: boolean },
) {
  const words = HISTORY[visit.language];
  if (isFiltered) {
    return (
      <Empty icon="search" title={words.noMatch}>
        <p>{words.noMatchWords}</p>
      </Empty>
    );
  }
  return (
    <Empty icon="history" title={words.none}>
      <p>{words.noneWords}</p>
      {may(visit, "message:send") && (
        <p>
          <a class="button main" href={address(visit.here!.id, "envoi")}>
            {words.writeFirst}
          </a>
        </p>
      )}
    </Empty>
  );
}
