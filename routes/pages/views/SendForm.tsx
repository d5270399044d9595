import { Compose } from "../../../islands/Compose.tsx";
import type { Unusable } from "../draft.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { useWords } from "../../../islands/language.ts";
import { address, type Fields, type Visit } from "../visit.ts";
import { SEND } from "../words/send.ts";

const LISTED_MAX = 20;

/** Writing a message. */
export function SendForm(
  { visit, available, senders, fields, errors, unusable }: {
    visit: Visit;
    available: number;
    senders: readonly { value: string; label: string }[];
    fields: Fields;
    errors: Errors;
    unusable: readonly Unusable[];
  },
) {
  const words = SEND[visit.language];
  const values = {
    recipients: fields["recipients"] ?? "",
    text: fields["text"] ?? "",
    sender: fields["sender"] ?? "",
  };
  return (
    <>
      <Heading
        title={words.title}
        lead={words.lead(available)}
      />
      <Form visit={visit} action={address(visit.here!.id, "envoi")}>
        <UnusableList unusable={unusable} />
        <Island
          name="Compose"
          of={Compose}
          props={{ available, senders, values, errors }}
        />
        <div class="foot">
          <button
            type="submit"
            class="button main"
            name="etape"
            value="verifier"
          >
            {words.check}
          </button>
        </div>
      </Form>
    </>
  );
}

function UnusableList({ unusable }: { unusable: readonly Unusable[] }) {
  const words = useWords(SEND);
  if (unusable.length === 0) return null;
  return (
    <Notice
      tone="bad"
      title={words.toCorrect(unusable.length)}
    >
      <ul class="plain">
        {unusable.slice(0, LISTED_MAX).map(({ written, why }) => (
          <li>{words.why(written, why)}</li>
        ))}
      </ul>
      {unusable.length > LISTED_MAX && (
        <p>{words.others(unusable.length - LISTED_MAX)}</p>
      )}
      <p>
        <button type="submit" class="button" name="sans" value="oui">
          {words.without(unusable.length)}
        </button>
      </p>
    </Notice>
  );
}
