import { smsCount } from "../../../islands/words.ts";
import type { Page } from "../../../lib/domain/page.ts";
import type {
  CreditRequest,
  RequestStatus,
} from "../../../lib/schema/credit_request.ts";
import { DoneNotice } from "../notices.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Pill } from "../parts/Pill.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import { address, may, type Visit } from "../visit.ts";
import { type Tone, when } from "../words.ts";
import { REQUESTS } from "../words/requests.ts";

export const STATUS_TONES: Readonly<Record<RequestStatus, Tone>> = {
  pending: "wait",
  approved: "good",
  declined: "bad",
  withdrawn: "plain",
};

/** What a group is asked, and what the structure asks for itself. */
export function Requests({ visit, made, received, names, query, done }: {
  visit: Visit;
  made: readonly CreditRequest[];
  received: Page<CreditRequest>;
  names: ReadonlyMap<string, string>;
  query: Readonly<Record<string, string>>;
  done: string | undefined;
}) {
  const words = REQUESTS[visit.language];
  const path = address(visit.here!.id, "demandes");
  const isGroup = may(visit, "credit:move") &&
    (visit.here!.children.length > 0 || received.items.length > 0);
  const [waiting, over] = split(received.items);
  return (
    <div class="narrow">
      <Heading title={words.title} lead={words.lead}>
        {may(visit, "credit:ask") && (
          <a
            class={isGroup ? "button" : "button main"}
            href={`${path}/nouvelle`}
          >
            <Icon name="plus" />
            {words.ask}
          </a>
        )}
      </Heading>
      <DoneNotice done={done} />
      {isGroup && (
        <section>
          <h2>{words.toAnswer}</h2>
          {waiting.length === 0
            ? (
              <Empty icon="check" title={words.noneReceived}>
                <p>{words.noneReceivedHelp}</p>
              </Empty>
            )
            : <Cards visit={visit} items={waiting} names={names} isReceived />}
        </section>
      )}
      {(!isGroup || made.length > 0) && (
        <section>
          <h2>{words.made}</h2>
          {made.length === 0
            ? (
              <Empty icon="inbox" title={words.noneMade}>
                <p>{words.noneMadeHelp}</p>
              </Empty>
            )
            : <Cards visit={visit} items={made} names={names} />}
        </section>
      )}
      {over.length > 0 && (
        <section>
          <h2>{words.received}</h2>
          <Cards visit={visit} items={over} names={names} isReceived />
          <Pager path={path} query={query} nextCursor={received.nextCursor} />
        </section>
      )}
    </div>
  );
}

function Cards({ visit, items, names, isReceived = false }: {
  visit: Visit;
  items: readonly CreditRequest[];
  names: ReadonlyMap<string, string>;
  isReceived?: boolean;
}) {
  const words = REQUESTS[visit.language];
  return (
    <ul class="cards">
      {items.map((request) => {
        const by = names.get(request.askedBy);
        const sms = smsCount(request.credits, visit.language);
        const name = isReceived
          ? words.wants(request.structureName, sms)
          : words.wanted(sms);
        return (
          <li key={request.id} class="card share">
            <div>
              <p class="strong">{name}</p>
              <p>{request.reason}</p>
              <p class="quiet">
                <time dateTime={request.at}>
                  {when(request.at, visit.nowMs, visit.language)}
                </time>
                {by && ` ${words.by(by)}`}
              </p>
            </div>
            <div class="actions">
              {(!isReceived || request.status !== "pending") && (
                <State visit={visit} request={request} />
              )}
              <a
                class={isReceived && request.status === "pending"
                  ? "button main"
                  : "button quiet"}
                href={`${address(visit.here!.id, "demandes")}/${request.id}`}
              >
                {isReceived && request.status === "pending"
                  ? words.answer
                  : words.see}
                <Unseen>: {name}</Unseen>
              </a>
            </div>
          </li>
        );
      })}
    </ul>
  );
}

function State({ visit, request }: { visit: Visit; request: CreditRequest }) {
  const words = REQUESTS[visit.language];
  const { status, granted, credits } = request;
  const text = status === "approved" && granted < credits
    ? words.granted(smsCount(granted, visit.language), String(credits))
    : words.states[status];
  return <Pill tone={STATUS_TONES[status]}>{text}</Pill>;
}

function split(
  items: readonly CreditRequest[],
): [waiting: CreditRequest[], over: CreditRequest[]] {
  return [
    items.filter(({ status }) => status === "pending"),
    items.filter(({ status }) => status !== "pending"),
  ];
}
