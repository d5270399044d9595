import type { ComponentChildren } from "preact";
import { Bubble } from "../../../islands/parts/Bubble.tsx";
import { type Language, useLanguage } from "../../../islands/language.ts";
import { smsCount } from "../../../islands/words.ts";
import type { MessageWithTimeline } from "../../../lib/schema/message.ts";
import type { Reply } from "../../../lib/schema/reply.ts";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Resend } from "../parts/Resend.tsx";
import { StatusPill } from "../parts/StatusPill.tsx";
import { address, type Visit } from "../visit.ts";
import { exactly, phoneNumber, reasonIn, STATUSES, TONES } from "../words.ts";
import { HISTORY, MESSAGE } from "../words/history.ts";
import { REPLIES } from "../words/replies.ts";

/** One message: what it said, to whom, and all that happened to it. */
export function MessageDetail(
  { visit, message, replies }: {
    visit: Visit;
    message: MessageWithTimeline;
    replies: readonly Reply[];
  },
) {
  const { language } = visit;
  const words = MESSAGE[language];
  const { to, text, sender, status, failed, reason } = message;
  return (
    <div class="narrow">
      <Heading
        title={to ? phoneNumber(to) : words.erased}
        back={{
          href: address(visit.here!.id, "historique"),
          label: HISTORY[language].title,
        }}
      >
        <StatusPill status={status} />
      </Heading>
      {failed && reason && (
        <Notice tone="bad" title={reasonIn(reason, language)}>
          <p>{billing(message, language)}</p>
        </Notice>
      )}
      {failed && <Resend visit={visit} failed={[message]} />}
      {message.possibleDuplicate && (
        <Notice tone="info">
          <p>{words.duplicate}</p>
        </Notice>
      )}
      {text === null
        ? <p class="quiet">{words.textErased}</p>
        : <Bubble sender={sender} text={text} />}
      <h2>{words.timeline}</h2>
      <Timeline message={message} />
      <Answers visit={visit} replies={replies} />
      <h2>{words.details}</h2>
      <dl class="facts">
        <Fact name={words.label}>{message.title}</Fact>
        <Fact name={words.sender}>{sender}</Fact>
        <Fact name={words.cost}>{smsCount(message.segments, language)}</Fact>
        <Fact name={words.reference}>{message.reference}</Fact>
        <Fact name={words.submission}>
          <a
            class="more"
            href={`${address(visit.here!.id, "envoi")}/${message.submissionId}`}
          >
            {words.wholeSubmission}
          </a>
        </Fact>
        <Fact name={words.id}>
          <code>{message.id}</code>
        </Fact>
      </dl>
    </div>
  );
}

/** What its recipient wrote back. */
function Answers(
  { visit, replies }: { visit: Visit; replies: readonly Reply[] },
) {
  if (replies.length === 0) return null;
  const words = REPLIES[visit.language];
  return (
    <>
      <h2>{words.title}</h2>
      {replies.map(({ id, text, receivedAt }) => (
        <div key={id}>
          <p class="meta">
            <time dateTime={receivedAt}>
              {exactly(receivedAt, visit.language)}
            </time>
          </p>
          {text === null
            ? <p class="quiet">{words.textErased}</p>
            : <Bubble text={text} />}
        </div>
      ))}
    </>
  );
}

/** What a failure costs. */
function billing(
  { status, sentAt }: MessageWithTimeline,
  language: Language,
): string {
  const words = MESSAGE[language];
  if (status === "refused") return words.refused;
  return sentAt === null ? words.creditedBack : words.counted;
}

function Timeline({ message }: { message: MessageWithTimeline }) {
  const language = useLanguage();
  // Success needs no second sentence; a failure is said above.
  const said = message.reason;
  return (
    <ol class="timeline">
      {message.timeline.map(({ at, status, detail }) => (
        <li class={TONES[status]}>
          <span class="strong">{STATUSES[language][status]}</span>
          <time dateTime={at}>{exactly(at, language)}</time>
          {detail && detail !== said && (
            <span class="quiet">{detailIn(detail, language)}</span>
          )}
        </li>
      ))}
    </ol>
  );
}

/** The simulator speaks the language of who reads; networks their own. */
function detailIn(detail: string, language: Language): string {
  return MESSAGE[language].simulated[detail] ?? reasonIn(detail, language);
}

function Fact(
  { name, children }: { name: string; children: ComponentChildren },
) {
  if (children === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
