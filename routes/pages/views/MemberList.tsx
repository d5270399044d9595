import type { Page } from "../../../lib/domain/page.ts";
import type { Member } from "../../../lib/schema/membership.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Pill } from "../parts/Pill.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import { address, type Visit } from "../visit.ts";
import { MEMBERS } from "../words/members.ts";
import { longDate, type Tone, when } from "../words.ts";

const TONES: Readonly<Record<Member["state"], Tone>> = {
  active: "good",
  invited: "wait",
  expired: "bad",
};

/** Who belongs to a structure, and who is invited. */
export function MemberList({ visit, found, query, done }: {
  visit: Visit;
  found: Page<Member>;
  query: Readonly<Record<string, string>>;
  done: string | undefined;
}) {
  const words = MEMBERS[visit.language];
  const path = address(visit.here!.id, "membres");
  const invite = (
    <a class="button main" href={`${path}/inviter`}>
      <Icon name="plus" />
      {words.invite}
    </a>
  );
  const isEmpty = found.items.length === 0;
  return (
    <>
      <Heading title={words.title} lead={words.lead}>
        {!isEmpty && invite}
      </Heading>
      <DoneNotice done={done} />
      {isEmpty
        ? (
          <Empty icon="account" title={words.none}>
            <p>{words.noneWords}</p>
            <p>{invite}</p>
          </Empty>
        )
        : (
          <ul class="cards">
            {found.items.map((member) => (
              <Card key={member.id} visit={visit} member={member} />
            ))}
          </ul>
        )}
      {visit.here!.ancestors.length > 0 && <p class="quiet">{words.above}</p>}
      <Pager path={path} query={query} nextCursor={found.nextCursor} />
    </>
  );
}

function Card({ visit, member }: { visit: Visit; member: Member }) {
  const words = MEMBERS[visit.language];
  const { id, name, email, role } = member;
  return (
    <li class="card share">
      <div>
        <p class="strong">
          {name} <Pill tone="plain">{words.roles[role]}</Pill>
        </p>
        <p class="quiet">{email}</p>
        <StateLine visit={visit} member={member} />
      </div>
      <div class="actions">
        <a
          class="button"
          href={`${address(visit.here!.id, "membres")}/${id}`}
        >
          {words.manage}
          <Unseen>{name}</Unseen>
        </a>
      </div>
    </li>
  );
}

/** Whether somebody joined, and when they were last here. */
export function StateLine(
  { visit, member }: { visit: Visit; member: Member },
) {
  const { language, nowMs } = visit;
  const words = MEMBERS[language];
  const { state, lastVisitAt, expiresAt, mail } = member;
  if (state === "active") {
    return (
      <p class="quiet">
        {lastVisitAt === null
          ? words.neverCame
          : words.lastVisit(when(lastVisitAt, nowMs, language))}
      </p>
    );
  }
  return (
    <p class="quiet">
      <Pill tone={TONES[state]}>{words.states[state]}</Pill> {mail === "failed"
        ? words.mailFailed
        : mail === "waiting"
        ? words.mailWaiting
        : state === "invited" && expiresAt !== null
        ? words.until(longDate(Date.parse(expiresAt), language))
        : null}
    </p>
  );
}
