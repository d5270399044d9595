import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { useWords } from "./language.ts";
import { allKnown, type Known } from "./offline/known.ts";
import { WaitingList } from "./offline/WaitingList.tsx";
import { type WaitingSend, waitingSends } from "./offline/queue.ts";
import type { KeptItem } from "./offline/vault.ts";
import { ageOf, OFFLINE } from "./offline/words.ts";
import { WriteOffline } from "./offline/WriteOffline.tsx";

/** What this device knows and keeps, with or without a network. */
export function Offline() {
  const words = useWords(OFFLINE);
  const known = useSignal<readonly KeptItem<Known>[] | null>(null);
  const waiting = useSignal<readonly KeptItem<WaitingSend>[]>([]);

  async function look() {
    [known.value, waiting.value] = await Promise.all([
      allKnown(),
      waitingSends(),
    ]);
  }
  useEffect(() => void look(), []);

  if (known.value === null) return null;
  const writable = known.value.filter(({ value }) => value.maySend);
  return (
    <>
      <section>
        <h2>{words.waiting}</h2>
        <WaitingList waiting={waiting.value} onChange={look} />
      </section>
      <section>
        <h2>{words.known}</h2>
        {known.value.length === 0
          ? <p class="quiet">{words.nothingKnown}</p>
          : (
            <ul class="cards">
              {known.value.map((item) => (
                <KnownCard
                  key={item.id}
                  item={item}
                />
              ))}
            </ul>
          )}
      </section>
      {writable.length > 0 && (
        <WriteOffline structures={writable} onQueued={look} />
      )}
    </>
  );
}

function KnownCard({ item }: { item: KeptItem<Known> }) {
  const words = useWords(OFFLINE);
  const { name, available, forecast, alerts } = item.value;
  return (
    <li class="card">
      <div>
        <p class="strong">{name}</p>
        <p>{words.available(available)}</p>
        <p class="quiet">
          {words.asOf(ageOf(item.atMs, Date.now(), words))}. {forecast}
        </p>
        {alerts.map((alert) => <p key={alert} class="low">{alert}</p>)}
      </div>
    </li>
  );
}
