import { useSignal } from "@preact/signals";
import { useWords } from "../language.ts";
import { readRecipients } from "../recipients.ts";
import {
  SILENT_MS,
  type Tried,
  trySend,
  valueOf,
  type WaitingSend,
} from "./queue.ts";
import { forget, type KeptItem } from "./vault.ts";
import { ageOf, OFFLINE } from "./words.ts";

/** The sends that wait, each with what became of it and what one can do. */
export function WaitingList({ waiting, onChange }: {
  waiting: readonly KeptItem<WaitingSend>[];
  onChange: () => Promise<void>;
}) {
  const words = useWords(OFFLINE);
  const outcome = useSignal<{ tried: Tried; url: string } | null>(null);

  async function send(id: string) {
    outcome.value = await trySend(id);
    await onChange();
  }
  async function drop(id: string) {
    await forget("queue", id);
    await onChange();
  }

  return (
    <>
      <p role="status">
        {outcome.value?.tried === "sent" && (
          <>
            {words.sent} <a href={outcome.value.url}>{words.see}</a>
          </>
        )}
        {outcome.value?.tried === "offline" && words.stillOffline}
      </p>
      {waiting.length === 0 && <p class="quiet">{words.nothingWaits}</p>}
      <ul class="cards">
        {waiting.map((item) => (
          <Card key={item.id} item={item} onSend={send} onDrop={drop} />
        ))}
      </ul>
    </>
  );
}

function Card({ item, onSend, onDrop }: {
  item: KeptItem<WaitingSend>;
  onSend: (id: string) => Promise<void>;
  onDrop: (id: string) => Promise<void>;
}) {
  const words = useWords(OFFLINE);
  const { id, atMs, value } = item;
  const people = readRecipients(valueOf(value.fields, "recipients")).list;
  return (
    <li class="card share">
      <div>
        <p class="strong">{words.to(people.length)}</p>
        <p>{valueOf(value.fields, "text")}</p>
        <p class="quiet">
          <span class={`pill ${value.refusal ? "bad" : "wait"}`}>
            {stateOf(item, words.state)}
          </span>{" "}
          {words.written(ageOf(atMs, Date.now(), words))}
        </p>
      </div>
      <div class="actions">
        <button type="button" class="button" onClick={() => onSend(id)}>
          {words.sendNow}
        </button>
        <button
          type="button"
          class="button quiet bad"
          onClick={() => onDrop(id)}
        >
          {words.delete}
        </button>
      </div>
    </li>
  );
}

function stateOf(
  { atMs, value }: KeptItem<WaitingSend>,
  states: typeof OFFLINE["fr"]["state"],
): string {
  if (value.refusal === "refused") return states.refused;
  if (Date.now() - atMs >= SILENT_MS) return states.old;
  return value.refusal === "signed-out" ? states.signedOut : states.waiting;
}
