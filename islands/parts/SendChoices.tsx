/**
 * What « Envoi simple » offers besides typing: a file, the phone's contacts,
 * lists, a later time.
 *
 * @module
 */
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dictionary, useWords } from "../language.ts";
import { number } from "../words.ts";
import type { ComposeProps, ListChoice } from "../Compose.tsx";
import { Field } from "./Field.tsx";

const WORDS = dictionary({
  fr: {
    file: "Ajouter un fichier (CSV, texte)",
    pick: "Choisir dans les contacts du téléphone",
    lists: "Listes de contacts",
    list: (name: string, count: number) => `${name} (${number(count, "fr")})`,
    later: "Envoyer plus tard",
    laterHelp: "Laissez vide pour envoyer tout de suite. Heure de Paris.",
    urgent: "Urgent : partir aussi pendant les heures calmes",
  },
  en: {
    file: "Add a file (CSV, text)",
    pick: "Choose from the phone’s contacts",
    lists: "Contact lists",
    list: (name, count) => `${name} (${number(count, "en")})`,
    later: "Send later",
    laterHelp: "Leave empty to send at once. Paris time.",
    urgent: "Urgent: leave during quiet hours too",
  },
});

/** The part of the browser that knows the phone's contacts. */
interface ContactPicker {
  select(
    properties: readonly string[],
    options: { multiple: boolean },
  ): Promise<{ tel?: readonly string[] }[]>;
}

function contactPicker(): ContactPicker | null {
  const { contacts } = navigator as { contacts?: ContactPicker };
  return contacts ?? null;
}

/** A file of numbers, and the phone's own contacts where they can be asked. */
export function Sources({ onNumbers }: { onNumbers: (more: string) => void }) {
  const words = useWords(WORDS);
  const canPick = useSignal(false);
  useEffect(() => void (canPick.value = contactPicker() !== null), []);

  /** With script its numbers go among the written ones, for all to see. */
  async function read(event: { currentTarget: HTMLInputElement }) {
    const input = event.currentTarget;
    const file = input.files?.[0];
    if (file === undefined) return;
    onNumbers((await file.text()).trim());
    input.value = "";
  }

  async function pick() {
    const found = await contactPicker()!.select(["tel"], { multiple: true })
      .catch(() => []);
    onNumbers(found.flatMap(({ tel = [] }) => tel.slice(0, 1)).join("\n"));
  }

  return (
    <div class="sources">
      <div class="field">
        <label for="champ-fichier">{words.file}</label>
        <input
          id="champ-fichier"
          type="file"
          name="fichier"
          accept=".csv,.txt,.tsv,text/csv,text/plain"
          onChange={read}
        />
      </div>
      {canPick.value && (
        <button type="button" class="button" onClick={pick}>
          {words.pick}
        </button>
      )}
    </div>
  );
}

/** The structure's contact lists. */
export function Lists({ lists, chosen, onChoice }: {
  lists: readonly ListChoice[];
  chosen: readonly string[];
  onChoice: (ids: readonly string[]) => void;
}) {
  const words = useWords(WORDS);
  if (lists.length === 0) return null;
  return (
    <fieldset class="list-choice">
      <legend>{words.lists}</legend>
      {lists.map(({ field, id, name, count }) => (
        <label key={id} class="check">
          <input
            type="checkbox"
            name={field}
            value="oui"
            checked={chosen.includes(id)}
            onChange={({ currentTarget: { checked } }) =>
              onChoice(
                checked
                  ? [...chosen, id]
                  : chosen.filter((other) => other !== id),
              )}
          />
          {words.list(name, count)}
        </label>
      ))}
    </fieldset>
  );
}

/** Now or later, and whether quiet hours count. */
export function When(
  { values, errors, earliest }: Pick<
    ComposeProps,
    "values" | "errors" | "earliest"
  >,
) {
  const words = useWords(WORDS);
  return (
    <>
      <Field
        name="date"
        label={words.later}
        help={words.laterHelp}
        optional
        value={values.date}
        error={errors["date"]}
        input={{ type: "datetime-local", min: earliest }}
      />
      <label class="check">
        <input
          type="checkbox"
          name="urgent"
          value="oui"
          checked={values.urgent}
        />
        {words.urgent}
      </label>
    </>
  );
}
