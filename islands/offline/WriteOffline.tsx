import { useComputed, useSignal } from "@preact/signals";
import type { TargetedSubmitEvent } from "preact";
import { measureText, normaliseText } from "../../lib/schema/segment.ts";
import { useWords } from "../language.ts";
import { Field } from "../parts/Field.tsx";
import { readRecipients } from "../recipients.ts";
import type { Known } from "./known.ts";
import { enqueue } from "./queue.ts";
import type { KeptItem } from "./vault.ts";
import { OFFLINE } from "./words.ts";

/** A message written without a network: it says what it costs, then waits. */
export function WriteOffline({ structures, onQueued }: {
  structures: readonly KeptItem<Known>[];
  onQueued: () => Promise<void>;
}) {
  const words = useWords(OFFLINE);
  const recipients = useSignal("");
  const text = useSignal("");
  const said = useSignal("");
  const credits = useComputed(() =>
    measureText(normaliseText(text.value.trim())).segments *
    readRecipients(recipients.value).list.length
  );

  async function queue(event: TargetedSubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    if (credits.value === 0) {
      said.value = words.missing;
      return;
    }
    const structure = String(new FormData(form).get("structure"));
    await enqueue(`/s/${structure}/envoi`, [
      ["recipients", readRecipients(recipients.value).list.join("\n")],
      ["text", normaliseText(text.value.trim())],
      ["sender", ""],
      ["etape", "envoyer"],
    ]);
    form.reset();
    recipients.value = text.value = "";
    said.value = words.queued;
    await onQueued();
  }

  return (
    <section class="panel">
      <h2>{words.write}</h2>
      <form onSubmit={queue}>
        <Field
          name="structure"
          label={words.structure}
          options={structures.map(({ id, value }) => ({
            value: id,
            label: value.name,
          }))}
        />
        <Field
          name="recipients"
          label={words.recipients}
          help={words.recipientsHelp}
          rows={3}
          onText={(value) => recipients.value = value}
        />
        <Field
          name="text"
          label={words.message}
          rows={4}
          input={{ maxLength: 1_530 }}
          onText={(value) => text.value = value}
        />
        {credits.value > 0 && <p class="quiet">{words.cost(credits.value)}</p>}
        <button type="submit" class="button main">
          {words.queue(credits.value)}
        </button>
        <p role="status">{said.value}</p>
      </form>
    </section>
  );
}
