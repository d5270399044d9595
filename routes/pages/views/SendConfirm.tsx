import { Bubble } from "../../../islands/parts/Bubble.tsx";
import { OddCharacters } from "../../../islands/parts/OddCharacters.tsx";
import { counted, number, smsCount } from "../../../islands/words.ts";
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
  const { numbers, text, sender, credits } = draft;
  const { defaultSender } = visit.here!.structure;
  const isShort = credits > available;
  return (
    <div class="narrow">
      <Heading title="Vérifiez avant d’envoyer" />
      {error && (
        <Notice tone="bad" title="Rien n’a été envoyé">
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
          <summary>{counted(numbers.length, "destinataire")}</summary>
          <ul class="numbers">
            {numbers.slice(0, LISTED_MAX).map((to) => (
              <li key={to}>{phoneNumber(to)}</li>
            ))}
          </ul>
          {numbers.length > LISTED_MAX && (
            <p>… et {number(numbers.length - LISTED_MAX)} autres.</p>
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
              Envoyer {smsCount(credits)}
            </button>
          )}
          <button type="submit" class="button" name="etape" value="modifier">
            Modifier
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
  const { numbers, credits } = draft;
  const sender = draft.sender || visit.here!.structure.defaultSender;
  return (
    <p class="consequence">
      <strong>{smsCount(credits)}</strong> {credits === 1 ? "part" : "partent"}
      {" "}
      tout de suite vers <strong>{counted(numbers.length, "personne")}</strong>
      {sender && <>, de la part de «&nbsp;{sender}&nbsp;»</>}. Il restera{" "}
      <strong>{smsCount(available - credits)}</strong> à{" "}
      {visit.here!.structure.name}.
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
  return (
    <Notice tone="bad" title={`Il manque ${smsCount(credits - available)}`}>
      <p>
        Cet envoi en demande {number(credits)} et il en reste{" "}
        {number(available)}. Retirez des destinataires, raccourcissez le
        message, ou demandez des SMS à votre mutualisation.
      </p>
      {may(visit, "credit:move") && (
        <p>
          <a href={address(visit.here!.id, "credits")}>Voir les crédits</a>
        </p>
      )}
    </Notice>
  );
}

function Length({ draft: { measure } }: { draft: Draft }) {
  return (
    <p class="quiet">
      {counted(measure.units, "caractère")}, soit {smsCount(measure.segments)}
      {" "}
      par personne.
    </p>
  );
}

/** The saving spelling, one tap away. */
function SpellingChoice(
  { text, recipients }: { text: string; recipients: number },
) {
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
            Écrire ainsi : {smsCount(proposal.segments * recipients)} au total
          </button>
        </>
      )}
    </div>
  );
}

function LeftOut({ draft: { doubles, unusable } }: { draft: Draft }) {
  if (doubles + unusable.length === 0) return null;
  const parts = [
    doubles > 0 && `${counted(doubles, "doublon")} compté une seule fois`,
    unusable.length > 0 &&
    `${
      counted(unusable.length, "numéro inutilisable", "numéros inutilisables")
    } laissé de côté`,
  ];
  return <p class="quiet">{parts.filter(Boolean).join(" ; ")}.</p>;
}
