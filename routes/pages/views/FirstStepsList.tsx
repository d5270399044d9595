import type { FirstSteps } from "../dashboard.tsx";
import { Icon } from "../parts/Icon.tsx";
import { address } from "../visit.ts";

/** What is left to do before the first message of a structure. */
export function FirstStepsList(
  { id, steps }: { id: string; steps: FirstSteps },
) {
  const list = [
    {
      isDone: true,
      title: "Déclarer la structure",
      words: "C’est fait : vous êtes sur sa page.",
      href: address(id, "structures"),
    },
    {
      isDone: steps.hasCredits,
      title: "Lui donner des SMS",
      words: "Sans crédit, rien ne part.",
      href: address(id, "credits"),
    },
    {
      isDone: steps.hasApplication,
      title: "Coupler une application",
      words: "idelibre, web-GFC ou une autre : une clé lui suffit.",
      href: `${address(id, "applications")}/nouvelle`,
    },
    {
      isDone: steps.hasMessage,
      title: "Envoyer un premier message",
      words: "À vous-même, par exemple, avec l’envoi simple.",
      href: address(id, "envoi"),
    },
  ];
  const next = list.findIndex(({ isDone }) => !isDone);
  return (
    <section class="steps" aria-labelledby="premiers-pas">
      <h2 id="premiers-pas">Premiers pas</h2>
      <ol>
        {list.map(({ isDone, title, words, href }, i) => (
          <li
            class={isDone ? "done" : undefined}
            aria-current={i === next ? "step" : undefined}
          >
            <span class="mark">
              {isDone ? <Icon name="check" /> : i + 1}
            </span>
            <div>
              <p class="strong">
                {isDone ? title : <a class="cover" href={href}>{title}</a>}
                {isDone && <span class="unseen">, fait</span>}
              </p>
              <p class="quiet">{words}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
