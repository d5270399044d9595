import { Compose } from "../../../islands/Compose.tsx";
import type { Unusable } from "../draft.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { counted, number, smsCount } from "../../../islands/words.ts";

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
  const values = {
    recipients: fields["recipients"] ?? "",
    text: fields["text"] ?? "",
    sender: fields["sender"] ?? "",
  };
  return (
    <>
      <Heading
        title="Envoi simple"
        lead={
          <>
            <strong>{smsCount(available)}</strong>{" "}
            disponibles. Rien ne part avant que vous ayez confirmé.
          </>
        }
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
            Vérifier l’envoi
          </button>
        </div>
      </Form>
    </>
  );
}

function UnusableList({ unusable }: { unusable: readonly Unusable[] }) {
  if (unusable.length === 0) return null;
  return (
    <Notice
      tone="bad"
      title={`${counted(unusable.length, "numéro")} à corriger`}
    >
      <ul class="plain">
        {unusable.slice(0, LISTED_MAX).map(({ written, why }) => (
          <li>
            <strong>{written}</strong> : {why}
          </li>
        ))}
      </ul>
      {unusable.length > LISTED_MAX && (
        <p>… et {number(unusable.length - LISTED_MAX)} autres.</p>
      )}
      <p>
        <button type="submit" class="button" name="sans" value="oui">
          Continuer sans {unusable.length === 1 ? "ce numéro" : "ces numéros"}
        </button>
      </p>
    </Notice>
  );
}
