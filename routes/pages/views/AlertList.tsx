import { type Language, useLanguage } from "../../../islands/language.ts";
import { number } from "../../../islands/words.ts";
import type { Page } from "../../../lib/domain/page.ts";
import type {
  AlertEvent,
  AlertNotification,
} from "../../../lib/schema/alert.ts";
import { Empty } from "../parts/Empty.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Pill } from "../parts/Pill.tsx";
import { address, type Visit } from "../visit.ts";
import { longDate, type Tone, when } from "../words.ts";
import { RAISED } from "../words/alerts.ts";

/** What was raised, the newest first, and how it was told. */
export function AlertList(
  { visit, events, names, query, hasThresholds, available }: {
    visit: Visit;
    events: Page<AlertEvent>;
    /** Of what alerts are about, by id. */
    names: ReadonlyMap<string, string>;
    query: Readonly<Record<string, string>>;
    hasThresholds: boolean;
    available: number;
  },
) {
  const words = RAISED[visit.language];
  if (events.items.length === 0) {
    return (
      <Empty icon="bell" title={words.none}>
        {hasThresholds
          ? <p>{words.armed}</p>
          : <p>{words.unarmed(available)}</p>}
      </Empty>
    );
  }
  return (
    <>
      <ol class="cards">
        {events.items.map((event) => (
          <Card key={event.id} visit={visit} event={event} names={names} />
        ))}
      </ol>
      <Pager
        path={address(visit.here!.id, "alertes")}
        query={query}
        nextCursor={events.nextCursor}
      />
    </>
  );
}

function Card({ visit, event, names }: {
  visit: Visit;
  event: AlertEvent;
  names: ReadonlyMap<string, string>;
}) {
  const { language } = visit;
  const words = RAISED[language];
  const { kind, threshold, value, at, about, until, notifications } = event;
  const fact = {
    of: number(threshold, language),
    is: number(value, language),
    about: names.get(about ?? "") ?? "",
    until: until === null ? "" : longDate(Date.parse(until), language),
  };
  return (
    <li class="card">
      <div>
        <p class="strong">{words.titles[kind](fact)}</p>
        <p class="quiet">
          <time dateTime={at}>{when(at, visit.nowMs, language)}</time>
          {words.values[kind](fact)}
        </p>
      </div>
      <ul class="chips">
        {notifications.length === 0 && (
          <li>
            <Pill tone="plain">{words.nobody}</Pill>
          </li>
        )}
        {notifications.map((notification) => (
          <li key={notification.channel}>
            <Told notification={notification} nowMs={visit.nowMs} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function Told(
  { notification, nowMs }: { notification: AlertNotification; nowMs: number },
) {
  const language = useLanguage();
  const { at } = notification;
  const { tone, words } = toldWords(notification, language);
  return (
    <>
      <Pill tone={tone}>{words}</Pill>
      {at !== null && (
        <span class="unseen">
          <time dateTime={at}>{when(at, nowMs, language)}</time>
        </span>
      )}
    </>
  );
}

/** « 2 mails envoyés », « SMS : pas assez de crédits ». */
function toldWords(
  { channel, status, recipients, note, attempts }: AlertNotification,
  language: Language,
): { tone: Tone; words: string } {
  const words = RAISED[language];
  const name = words.channels[channel];
  const why = note === null ? "" : words.notes[note];
  switch (status) {
    case "sent": {
      const many = channel === "sms" ? name : `${name}s`;
      const sent = words.sent(recipients, name, many);
      return { tone: "good", words: why === "" ? sent : `${sent}, ${why}` };
    }
    case "pending":
      return {
        tone: "wait",
        words: attempts === 0 ? words.waiting(name) : words.again(name),
      };
    case "failed":
      return { tone: "bad", words: words.outcome(name, why) };
    case "skipped":
      return { tone: "plain", words: words.outcome(name, why) };
  }
}
