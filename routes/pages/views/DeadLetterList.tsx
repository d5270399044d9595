import type { Page } from "../../../lib/domain/page.ts";
import type { DeadLetter, Replayed } from "../../../lib/schema/replay.ts";
import { Choice } from "../parts/Choice.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pager } from "../parts/Pager.tsx";
import { address, may, type Visit } from "../visit.ts";
import { phoneNumber, reasonIn, when } from "../words.ts";
import { DEAD_LETTERS } from "../words/dead_letters.ts";

interface DeadLetterListProps {
  visit: Visit;
  found: Page<DeadLetter>;
  error: string | undefined;
  /** What became of those that were sent again just now. */
  result: Replayed | undefined;
  query: Readonly<Record<string, string>>;
}

/** What came to nothing, to be chosen from. */
export function DeadLetterList(
  { visit, found, error, result, query }: DeadLetterListProps,
) {
  const words = DEAD_LETTERS[visit.language];
  const path = address(visit.here!.id, "echecs");
  const maySend = may(visit, "message:send");
  const some = found.items.some(({ replayable }) => replayable);
  return (
    <div class="narrow">
      <Heading title={words.title} lead={words.lead} />
      {error && (
        <Notice tone="bad">
          <p>{error}</p>
        </Notice>
      )}
      {result && <Result visit={visit} result={result} />}
      {found.items.length === 0
        ? (
          <Empty icon="check" title={words.none}>
            <p>{words.noneWords}</p>
          </Empty>
        )
        : (
          <Form visit={visit} action={`${path}/confirmer`}>
            <ul class="cards">
              {found.items.map((letter) => (
                <Letter
                  key={letter.id}
                  visit={visit}
                  letter={letter}
                  mayChoose={maySend && letter.replayable}
                />
              ))}
            </ul>
            {maySend && some && (
              <div class="foot">
                <button type="submit" class="button main">{words.again}</button>
              </div>
            )}
          </Form>
        )}
      <Pager path={path} query={query} nextCursor={found.nextCursor} />
    </div>
  );
}

function Letter({ visit, letter, mayChoose }: {
  visit: Visit;
  letter: DeadLetter;
  mayChoose: boolean;
}) {
  const { language, nowMs, here } = visit;
  const words = DEAD_LETTERS[language];
  const { id, to, title, reason, createdAt, segments } = letter;
  const number = to === null ? words.gone : phoneNumber(to);
  const after = letter.replayedAs !== null
    ? words.replayed
    : letter.replayable
    ? null
    : words.erased;
  return (
    <li class="card">
      {mayChoose
        ? (
          <Choice
            name={`m-${id}`}
            value={String(segments)}
            label={number}
            isChosen={false}
          />
        )
        : <p class="strong">{number}</p>}
      <p>
        <a href={`${address(here!.id, "historique")}/${id}`}>{title}</a>
        {", "}
        {when(createdAt, nowMs, language)}
      </p>
      {reason && <p class="quiet">{reasonIn(reason, language)}</p>}
      {after && <p class="quiet strong">{after}</p>}
    </li>
  );
}

function Result({ visit, result }: { visit: Visit; result: Replayed }) {
  const words = DEAD_LETTERS[visit.language];
  const { replayed, refused } = result;
  return (
    <>
      {replayed.length > 0 && (
        <Notice tone="good">
          <p>{words.done(replayed.length)}</p>
          <p>
            <a href={address(visit.here!.id, "historique")}>{words.history}</a>
          </p>
        </Notice>
      )}
      {refused.length > 0 && (
        <Notice tone="bad" title={words.refused}>
          <ul>
            {[...new Set(refused.map(({ detail }) => detail))].map((detail) => (
              <li>{detail}</li>
            ))}
          </ul>
        </Notice>
      )}
    </>
  );
}
