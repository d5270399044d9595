import { useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import {
  measureText,
  normaliseText,
  proposeSpelling,
  unicodeCharacters,
} from "../lib/schema/segment.ts";
import { Bubble } from "./parts/Bubble.tsx";
import { Cost } from "./parts/Cost.tsx";
import { Field } from "./parts/Field.tsx";
import { OddCharacters } from "./parts/OddCharacters.tsx";
import { readRecipients, type Recipients } from "./recipients.ts";
import { counted, smsCount } from "./words.ts";

export interface ComposeProps {
  available: number;
  /** Names the structure may send under; the first is chosen. */
  senders: readonly { value: string; label: string }[];
  values: { recipients: string; text: string; sender: string };
  errors: { recipients?: string; text?: string; sender?: string };
}

/** The fields of « Envoi simple », with their cost while they are written. */
export function Compose({ available, senders, values, errors }: ComposeProps) {
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
          label="Destinataires"
          help="Un numéro par ligne, ou une liste collée depuis un tableur."
          rows={4}
          value={values.recipients}
          error={errors.recipients}
          input={{ required: true, autocomplete: "off", spellcheck: false }}
          onText={(value) => written.value = value}
        />
        <Counted recipients={recipients.value} />
        <Field
          name="text"
          label="Message"
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
            label="Expéditeur"
            value={values.sender}
            options={senders}
            error={errors.sender}
            onText={(value) => sender.value = value}
          />
        )}
      </div>
      <aside class="beside alive" aria-label="Aperçu et coût">
        <Bubble
          sender={sender.value}
          text={composed.value || "Votre message s’écrit ici."}
          marked={composed.value !== ""}
        />
        <div aria-live="polite">
          <Cost
            measure={measure.value}
            recipients={recipients.value.list.length}
            available={available}
          />
        </div>
      </aside>
    </div>
  );
}

function Counted({ recipients }: { recipients: Recipients }) {
  const { list, doubles, doubtful } = recipients;
  if (list.length === 0) return null;
  return (
    <p class="under alive" aria-live="polite">
      {counted(list.length, "destinataire")}
      {doubles > 0 && `, ${counted(doubles, "doublon")} compté une fois`}
      {doubtful.length > 0 && (
        <span class="warn">
          {` · à vérifier : ${doubtful.slice(0, 3).join(", ")}`}
          {doubtful.length > 3 && "…"}
        </span>
      )}
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
  const odd = unicodeCharacters(text);
  const proposal = proposeSpelling(text);
  if (undo !== null && odd.length === 0) {
    return (
      <p class="under alive">
        Orthographe simplifiée.{" "}
        <button
          type="button"
          class="link"
          onClick={() => onRewrite(undo, null)}
        >
          Rétablir
        </button>
      </p>
    );
  }
  if (odd.length === 0) return null;
  return (
    <div class="spelling alive" aria-live="polite">
      <p>
        <OddCharacters characters={odd} />
      </p>
      {proposal && (
        <button
          type="button"
          class="button"
          onClick={() => onRewrite(proposal.text, text)}
        >
          Écrire plus simplement : {smsCount(proposal.segments)} au lieu de{" "}
          {measureText(text).segments}
        </button>
      )}
    </div>
  );
}
