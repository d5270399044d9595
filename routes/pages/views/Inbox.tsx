import { Bubble } from "../../../islands/parts/Bubble.tsx";
import { Refresh } from "../../../islands/Refresh.tsx";
import type { Page } from "../../../lib/domain/page.ts";
import type { OutboxItem } from "../../../lib/schema/gateway.ts";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Pager } from "../parts/Pager.tsx";
import type { Visit } from "../visit.ts";
import { briefly, phoneNumber } from "../words.ts";
import { INBOX } from "../words/inbox.ts";

const LIVE_MS = 3_000;

/** What the simulator's phones received, the newest first. */
export function Inbox({ visit, found, query }: {
  visit: Visit;
  found: Page<OutboxItem>;
  query: Readonly<Record<string, string>>;
}) {
  const { language } = visit;
  const words = INBOX[language];
  return (
    <div class="narrow">
      <Heading
        title={words.title}
        lead={words.lead}
      >
        <Island
          name="Refresh"
          of={Refresh}
          props={{ target: "telephone", everyMs: LIVE_MS }}
        />
      </Heading>
      <div class="phone-frame" id="telephone">
        {found.items.length === 0
          ? (
            <Empty icon="inbox" title={words.none}>
              <p>{words.noneWords}</p>
            </Empty>
          )
          : (
            <ol class="thread">
              {found.items.map((item) => (
                <li key={item.messageId}>
                  <p class="meta">
                    <span>
                      {item.subject === undefined
                        ? words.forNumber(phoneNumber(item.to))
                        : words.mailFor(item.to)}
                    </span>
                    <time dateTime={item.at}>
                      {briefly(item.at, visit.nowMs, language)}
                    </time>
                  </p>
                  <Bubble
                    sender={item.subject ?? item.sender ?? words.shortNumber}
                    text={item.text}
                  />
                </li>
              ))}
            </ol>
          )}
      </div>
      <Pager path="/reception" query={query} nextCursor={found.nextCursor} />
    </div>
  );
}
