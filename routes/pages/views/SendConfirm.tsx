import { Bubble } from "../../../islands/parts/Bubble.tsx";
import { Field } from "../../../islands/parts/Field.tsx";
import { OddCharacters } from "../../../islands/parts/OddCharacters.tsx";
import { useWords } from "../../../islands/language.ts";
import {
  proposeSpelling,
  unicodeCharacters,
} from "../../../lib/schema/segment.ts";
import type { ContactList } from "../../../lib/schema/contact.ts";
import { carried, type Draft } from "../draft.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, may, type Visit } from "../visit.ts";
import { civilTime, phoneNumber, when } from "../words.ts";
import { SEND } from "../words/send.ts";

const LISTED_MAX = 200;
/** So few who opted out are named without being asked for. */
const NAMED_MAX = 5;

/** Something that was just done, or could not be. */
export interface Note {
  readonly tone: "good" | "bad" | "info";
  readonly text: string;
}

interface ConfirmProps {
  visit: Visit;
  draft: Draft;
  lists: readonly ContactList[];
  available: number;
  callKey: string;
  note: Note | null;
  /** The writer's own number, once it was given. */
  phone: string;
}

/** What sending will do, in words, and the button that does it. */
export function SendConfirm(props: ConfirmProps) {
  const { visit, draft, available, note } = props;
  const words = SEND[visit.language];
  const { text, credits } = draft;
  const isShort = credits > available;
  return (
    <div class="narrow">
      <Heading title={words.confirm} />
      {note && (
        <Notice
          tone={note.tone}
          title={note.tone === "bad" ? words.nothingSent : undefined}
        >
          <p>{note.text}</p>
        </Notice>
      )}
      <Form
        visit={visit}
        action={address(visit.here!.id, "envoi")}
        hidden={hiddenOf(props)}
      >
        {isShort
          ? <Short visit={visit} credits={credits} available={available} />
          : <Consequence visit={visit} draft={draft} available={available} />}
        <Texts visit={visit} draft={draft} />
        <Length draft={draft} />
        <SpellingChoice text={text} recipients={draft.people} />
        <LeftOut draft={draft} />
        <People {...props} />
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
      <Trial {...props} />
    </div>
  );
}

/** The draft as fields, for the page after. */
function hiddenOf(
  { draft, callKey }: ConfirmProps,
): Readonly<Record<string, string>> {
  const { numbers, text, sender, sendAtMs, urgent, credits } = draft;
  return {
    recipients: numbers.join("\n"),
    text,
    sender,
    ...carried(draft),
    date: sendAtMs === null ? "" : civilTime(sendAtMs),
    urgent: urgent ? "oui" : "",
    prix: String(credits),
    cle: callKey,
  };
}

function Texts({ visit, draft }: { visit: Visit; draft: Draft }) {
  const words = SEND[visit.language];
  const sender = draft.sender || visit.here!.structure.defaultSender;
  return (
    <>
      {draft.examples.map((text, i) => (
        <div key={i}>
          {draft.examples.length > 1 && <p class="meta">{words.examples[i]}</p>}
          <Bubble sender={sender} text={text} marked />
        </div>
      ))}
    </>
  );
}

function People({ visit, draft, lists }: ConfirmProps) {
  const words = SEND[visit.language];
  const { numbers, people } = draft;
  return (
    <details class="list">
      <summary>{words.recipients(people)}</summary>
      {lists.length > 0 && (
        <p>{words.ofLists(lists.map(({ name }) => name).join(", "))}</p>
      )}
      {lists.length > 0 && numbers.length > 0 && (
        <p>{words.written(numbers.length)}</p>
      )}
      <ul class="numbers">
        {numbers.slice(0, LISTED_MAX).map((to) => (
          <li key={to}>{phoneNumber(to)}</li>
        ))}
      </ul>
      {numbers.length > LISTED_MAX && (
        <p>{words.others(numbers.length - LISTED_MAX)}</p>
      )}
    </details>
  );
}

/** A form of its own: Enter in it must not send to everybody. */
function Trial(props: ConfirmProps) {
  const { visit, draft, available, phone } = props;
  const words = SEND[visit.language];
  if (available < draft.measure.segments) return null;
  return (
    <details class="list" open={phone !== ""}>
      <summary>{words.tryOut}</summary>
      <Form
        visit={visit}
        action={address(visit.here!.id, "envoi")}
        hidden={{ ...hiddenOf(props), etape: "essai" }}
      >
        <Field
          name="moi"
          label={words.tryNumber}
          value={phone}
          input={{ type: "tel", required: true, autocomplete: "tel" }}
        />
        <button type="submit" class="button">
          {words.tryButton(draft.measure.segments)}
        </button>
      </Form>
    </details>
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
  const { sendAtMs, urgent } = draft;
  const words = SEND[visit.language];
  return (
    <p class="consequence">
      {words.consequence({
        credits: draft.credits,
        people: draft.people,
        sender: draft.sender || defaultSender,
        left: available - draft.credits,
        name,
        when: sendAtMs === null
          ? null
          : when(sendAtMs, visit.nowMs, visit.language),
      })}
      {urgent && ` ${words.isUrgent}`}
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
  if (odd.length === 0 && proposal === null) return null;
  return (
    <div class="spelling">
      {odd.length > 0 && (
        <p>
          <OddCharacters characters={odd} />
        </p>
      )}
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

function LeftOut({ draft }: { draft: Draft }) {
  const words = useWords(SEND);
  const { doubles, unusable, optedOut } = draft;
  if (doubles + unusable.length + optedOut.length === 0) return null;
  const parts = [
    optedOut.length > 0 && words.optedOut(optedOut.length),
    doubles > 0 && words.doubles(doubles),
    unusable.length > 0 && words.leftOut(unusable.length),
  ];
  return (
    <>
      <p class="quiet">{parts.filter(Boolean).join(words.and)}.</p>
      {optedOut.length > 0 && (
        <details class="list" open={optedOut.length <= NAMED_MAX}>
          <summary>{words.whoOptedOut}</summary>
          <ul class="numbers">
            {optedOut.slice(0, LISTED_MAX).map((to) => (
              <li key={to}>{phoneNumber(to)}</li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
