import type { Page } from "../../../lib/domain/page.ts";
import type { Application } from "../../../lib/schema/application.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Pill } from "../parts/Pill.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import { address, type Visit } from "../visit.ts";
import { APPLICATIONS } from "../words/applications.ts";
import { when } from "../words.ts";

/** The applications that send for a structure. */
export function ApplicationList({ visit, found, done }: {
  visit: Visit;
  found: Page<Application>;
  done: string | undefined;
}) {
  const words = APPLICATIONS[visit.language];
  const path = address(visit.here!.id, "applications");
  const isEmpty = found.items.length === 0;
  return (
    <>
      <Heading
        title={words.title}
        lead={words.lead}
      >
        {!isEmpty && (
          <a class="button" href={`${path}/nouvelle`}>
            <Icon name="plus" />
            {words.new}
          </a>
        )}
      </Heading>
      <DoneNotice done={done} />
      {isEmpty
        ? (
          <Empty icon="applications" title={words.none}>
            <p>{words.noneWords}</p>
            <p>
              <a class="button main" href={`${path}/nouvelle`}>
                <Icon name="plus" />
                {words.new}
              </a>
            </p>
          </Empty>
        )
        : (
          <ul class="cards">
            {found.items.map((application) => (
              <Card
                key={application.id}
                visit={visit}
                application={application}
              />
            ))}
          </ul>
        )}
      <Pager path={path} query={{}} nextCursor={found.nextCursor} />
    </>
  );
}

function Card(
  { visit, application }: { visit: Visit; application: Application },
) {
  const { language } = visit;
  const words = APPLICATIONS[language];
  const { id, name, mode, createdAt, lastUsedAt, keyExpiresAt } = application;
  const { dailyCap, perMinute, allowedAddresses } = application;
  const bounds = [
    dailyCap === null ? [] : words.dailyCapIs(dailyCap),
    perMinute === null ? [] : words.perMinuteIs(perMinute),
    allowedAddresses.length === 0
      ? []
      : words.from(allowedAddresses.join(", ")),
  ].flat();
  const path = `${address(visit.here!.id, "applications")}/${id}`;
  return (
    <li class="card share">
      <div>
        <p class="strong">
          {name} {mode === "test" && <Pill tone="wait">{words.test}</Pill>}
        </p>
        <p class="quiet">
          {words.created(when(createdAt, visit.nowMs, language))}
          {" · "}
          {lastUsedAt === null
            ? words.neverUsed
            : words.lastUsed(when(lastUsedAt, visit.nowMs, language))}
        </p>
        {keyExpiresAt !== null && (
          <p class="quiet">
            {words.keyEnds(when(keyExpiresAt, visit.nowMs, language))}
          </p>
        )}
        {bounds.length > 0 && <p class="quiet">{bounds.join(" · ")}</p>}
      </div>
      <div class="actions">
        <a class="button" href={`${path}/renouveler`}>
          {words.rotate}
          <Unseen>{words.rotateOf(name)}</Unseen>
        </a>
        <a class="button quiet bad" href={`${path}/supprimer`}>
          {words.delete}
          <Unseen>{name}</Unseen>
        </a>
      </div>
    </li>
  );
}
