import { Bubble } from "../../../islands/parts/Bubble.tsx";
import { OddCharacters } from "../../../islands/parts/OddCharacters.tsx";
import { useWords } from "../../../islands/language.ts";
import {
  proposeSpelling,
  unicodeCharacters,
} from "../../../lib/schema/segment.ts";
import type { Draft } from "../draft.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, may, type Visit } from "../visit.ts";
import { phoneNumber } from "../words.ts";
import { SEND } from "../words/send.ts";

const LISTED_MAX = 200;

/** What sending will do, in words, and the button that does it. */
export function SendConfirm(
  { visit, draft, available, callKey, error }: {
    visit: Visit;
    draft: Draft;
    available: number;
    callKey: string;
    error: string | undefined;
  },
) {
  const words = SEND[visit.language];
  const { numbers, text, sender, credits } = draft;
  const { defaultSender } = visit.here!.structure;
  const isShort = credits > available;
  return (
    <div class="narrow">
      <Heading title={words.confirm} />
      {error && (
        <Notice tone="bad" title={words.nothingSent}>
          <p>{error}</p>
        </Notice>
      )}
      <Form
        visit={visit}
        action={address(visit.here!.id, "envoi")}
        hidden={{ recipients: numbers.join("\n"), text, sender, cle: callKey }}
      >
        {isShort
          ? <Short visit={visit} credits={credits} available={available} />
          : <Consequence visit={visit} draft={draft} available={available} />}
        <Bubble sender={sender || defaultSender} text={text} marked />
        <Length draft={draft} />
        <SpellingChoice text={text} recipients={numbers.length} />
        <LeftOut draft={draft} />
        <details class="list">
          <summary>{words.recipients(numbers.length)}</summary>
          <ul class="numbers">
            {numbers.slice(0, LISTED_MAX).map((to) => (
              <li key={to}>{phoneNumber(to)}</li>
            ))}
          </ul>
          {numbers.length > LISTED_MAX && (
            <p>{words.others(numbers.length - LISTED_MAX)}</p>
          )}
        </details>
        <div class="foot">
          {!isShort && (
            <button
              type="submit"
              class="button main"
              name="etape"
              value="envoyer"
            >
              {words.send(credits)}
            </button>
          )}
          <button type="submit" class="button" name="etape" value="modifier">
            {words.change}
          </button>
        </div>
      </Form>
    </div>
  );
}

function Consequence(
  { visit, draft, available }: {
    visit: Visit;
    draft: Draft;
    available: number;
  },
) {
  const { defaultSender, name } = visit.here!.structure;
  return (
    <p class="consequence">
      {SEND[visit.language].consequence({
        credits: draft.credits,
        people: draft.numbers.length,
        sender: draft.sender || defaultSender,
        left: available - draft.credits,
        name,
      })}
    </p>
  );
}

function Short(
  { visit, credits, available }: {
    visit: Visit;
    credits: number;
    available: number;
  },
) {
  const words = SEND[visit.language];
  return (
    <Notice tone="bad" title={words.missing(credits - available)}>
      <p>{words.missingWords(credits, available)}</p>
      {may(visit, "credit:move") && (
        <p>
          <a href={address(visit.here!.id, "credits")}>{words.seeCredits}</a>
        </p>
      )}
    </Notice>
  );
}

function Length({ draft: { measure } }: { draft: Draft }) {
  const words = useWords(SEND);
  return <p class="quiet">{words.length(measure.units, measure.segments)}</p>;
}

/** The saving spelling, one tap away. */
function SpellingChoice(
  { text, recipients }: { text: string; recipients: number },
) {
  const words = useWords(SEND);
  const odd = unicodeCharacters(text);
  const proposal = proposeSpelling(text);
  if (odd.length === 0) return null;
  return (
    <div class="spelling">
      <p>
        <OddCharacters characters={odd} />
      </p>
      {proposal && (
        <>
          <Bubble text={proposal.text} />
          <button type="submit" class="button" name="etape" value="ecriture">
            {words.writeSo(proposal.segments * recipients)}
          </button>
        </>
      )}
    </div>
  );
}

function LeftOut({ draft: { doubles, unusable } }: { draft: Draft }) {
  const words = useWords(SEND);
  if (doubles + unusable.length === 0) return null;
  const parts = [
    doubles > 0 && words.doubles(doubles),
    unusable.length > 0 && words.leftOut(unusable.length),
  ];
  return <p class="quiet">{parts.filter(Boolean).join(words.and)}.</p>;
}
