import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { dictionary, useLanguage } from "./language.ts";
import {
  measureText,
  normaliseText,
  proposeSpelling,
  unicodeCharacters,
} from "../lib/schema/segment.ts";
import { Bubble } from "./parts/Bubble.tsx";
import { Doubts } from "./parts/Doubts.tsx";
import { Lists, Sources, When } from "./parts/SendChoices.tsx";
import { Cost } from "./parts/Cost.tsx";
import { Field } from "./parts/Field.tsx";
import { OddCharacters } from "./parts/OddCharacters.tsx";
import { readRecipients, type Recipients } from "./recipients.ts";
import { counted, smsCount } from "./words.ts";

export interface ComposeProps {
  available: number;
  /** Names the structure may send under; the first is chosen. */
  senders: readonly { value: string; label: string }[];
  lists: readonly ListChoice[];
  values: {
    recipients: string;
    text: string;
    sender: string;
    /** Civil time, as `datetime-local` fields write it. */
    date: string;
    urgent: boolean;
    /** Ids of the lists that are chosen. */
    lists: readonly string[];
  };
  errors: Readonly<Record<string, string | undefined>>;
  /** Nothing is sent before this civil time. */
  earliest: string;
}

/** A contact list that can be chosen. */
export interface ListChoice {
  readonly field: string;
  readonly id: string;
  readonly name: string;
  readonly count: number;
}

const WORDS = dictionary({
  fr: {
    recipients: "Destinataires",
    help: "Un numéro par ligne, ou une liste collée depuis un tableur.",
    message: "Message",
    sender: "Expéditeur",
    preview: "Aperçu et coût",
    nothing: "Votre message s’écrit ici.",
    counted: (people: number) => counted(people, "fr", "destinataire"),
    doubles: (doubles: number) =>
      `, ${counted(doubles, "fr", "doublon")} compté une fois`,
    simplified: "Orthographe simplifiée.",
    undo: "Rétablir",
    blanks: "Des espaces et des lignes vides coûtent un SMS de plus.",
    variable: "Le coût exact, variables remplies, est à l’étape suivante.",
    simplify: (count: string, before: number) =>
      `Écrire plus simplement : ${count} au lieu de ${before}`,
  },
  en: {
    recipients: "Recipients",
    help: "One number a line, or a list pasted from a spreadsheet.",
    message: "Message",
    sender: "Sender",
    preview: "Preview and cost",
    nothing: "Your message appears here.",
    counted: (people: number) => counted(people, "en", "recipient"),
    doubles: (doubles: number) =>
      `, ${counted(doubles, "en", "double")} counted once`,
    simplified: "Simpler spelling in use.",
    undo: "Undo",
    blanks: "Spaces and empty lines cost one more SMS.",
    variable: "The exact cost, variables filled, is on the next step.",
    simplify: (count: string, before: number) =>
      `Write more simply: ${count} instead of ${before}`,
  },
});

/** The fields of « Envoi simple », with their cost while they are written. */
export function Compose(props: ComposeProps) {
  const { available, senders, lists, values, errors } = props;
  const words = WORDS[useLanguage()];
  const chosen = useSignal<readonly string[]>(values.lists);
  const text = useSignal(values.text);
  const written = useSignal(values.recipients);
  const sender = useSignal(values.sender || senders[0]?.value || "");
  const before = useSignal<string | null>(null);
  const area = useRef<HTMLTextAreaElement>(null);
  const composed = useComputed(() => normaliseText(text.value));
  const recipients = useComputed(() => readRecipients(written.value));
  const measure = useComputed(() => measureText(composed.value));

  // What was typed before this ran is in the fields already.
  useEffect(() => {
    text.value = area.current?.value ?? text.value;
    const field = area.current?.form?.elements.namedItem("recipients");
    if (field instanceof HTMLTextAreaElement) written.value = field.value;
  }, []);

  const people = recipients.value.list.length +
    lists.filter(({ id }) => chosen.value.includes(id))
      .reduce((sum, { count }) => sum + count, 0);

  function addNumbers(more: string) {
    const field = area.current?.form?.elements.namedItem("recipients");
    if (!(field instanceof HTMLTextAreaElement)) return;
    field.value = [field.value.trimEnd(), more].filter(Boolean).join("\n");
    written.value = field.value;
  }

  function replaceNumber(before: string, instead: string) {
    const field = area.current?.form?.elements.namedItem("recipients");
    if (!(field instanceof HTMLTextAreaElement)) return;
    field.value = field.value.replace(before, () => instead)
      .replace(/\n\s*\n/g, "\n");
    written.value = field.value;
    field.focus();
  }

  function rewrite(next: string, undo: string | null) {
    before.value = undo;
    text.value = next;
    if (area.current) area.current.value = next;
  }

  return (
    <div class="compose">
      <div class="fields">
        <Field
          name="recipients"
          label={words.recipients}
          help={words.help}
          rows={4}
          value={values.recipients}
          error={errors.recipients}
          input={{ autocomplete: "off", spellcheck: false }}
          onText={(value) => written.value = value}
        />
        <Counted recipients={recipients.value} />
        <Doubts numbers={recipients.value.doubtful} onChange={replaceNumber} />
        <Sources onNumbers={addNumbers} />
        <Lists
          lists={lists}
          chosen={chosen.value}
          onChoice={(ids) => chosen.value = ids}
        />
        <Field
          name="text"
          label={words.message}
          rows={5}
          value={values.text}
          error={errors.text}
          input={{ required: true, maxLength: 1_530, spellcheck: true }}
          controlRef={area}
          onText={(value) => text.value = value}
        />
        <Spelling
          text={composed.value}
          undo={before.value}
          onRewrite={rewrite}
        />
        {senders.length > 1 && (
          <Field
            name="sender"
            label={words.sender}
            value={values.sender}
            options={senders}
            error={errors.sender}
            onText={(value) => sender.value = value}
          />
        )}
        <When {...props} />
      </div>
      <aside class="beside alive" aria-label={words.preview}>
        <Bubble
          sender={sender.value}
          text={composed.value || words.nothing}
          marked={composed.value !== ""}
        />
        <div aria-live="polite">
          <Cost
            measure={measure.value}
            recipients={people}
            available={available}
          />
          {composed.value.includes("{{") && (
            <p class="under">{words.variable}</p>
          )}
        </div>
      </aside>
    </div>
  );
}

function Counted({ recipients }: { recipients: Recipients }) {
  const words = WORDS[useLanguage()];
  const { list, doubles } = recipients;
  if (list.length === 0) return null;
  return (
    <p class="under alive" aria-live="polite">
      {words.counted(list.length)}
      {doubles > 0 && words.doubles(doubles)}
    </p>
  );
}

function Spelling(
  { text, undo, onRewrite }: {
    text: string;
    undo: string | null;
    onRewrite: (next: string, undo: string | null) => void;
  },
) {
  const language = useLanguage();
  const words = WORDS[language];
  const odd = unicodeCharacters(text);
  const proposal = proposeSpelling(text);
  if (undo !== null && proposal === null) {
    return (
      <p class="under alive">
        {words.simplified}{" "}
        <button
          type="button"
          class="link"
          onClick={() => onRewrite(undo, null)}
        >
          {words.undo}
        </button>
      </p>
    );
  }
  if (odd.length === 0 && proposal === null) return null;
  return (
    <div class="spelling alive" aria-live="polite">
      <p>
        {odd.length > 0 ? <OddCharacters characters={odd} /> : words.blanks}
      </p>
      {proposal && (
        <button
          type="button"
          class="button"
          onClick={() => onRewrite(proposal.text, text)}
        >
          {words.simplify(
            smsCount(proposal.segments, language),
            measureText(text).segments,
          )}
        </button>
      )}
    </div>
  );
}
