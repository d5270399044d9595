import { useWords } from "../../../islands/language.ts";
import type { FirstSteps } from "../dashboard.tsx";
import { Icon } from "../parts/Icon.tsx";
import { address } from "../visit.ts";
import { FIRST_STEPS } from "../words/dashboard.ts";

/** What is left to do before the first message of a structure. */
export function FirstStepsList(
  { id, steps }: { id: string; steps: FirstSteps },
) {
  const words = useWords(FIRST_STEPS);
  const list = [
    {
      isDone: true,
      title: words.declare,
      help: words.declareWords,
      href: address(id, "structures"),
    },
    {
      isDone: steps.hasCredits,
      title: words.give,
      help: words.giveWords,
      href: address(id, "credits"),
    },
    {
      isDone: steps.hasApplication,
      title: words.couple,
      help: words.coupleWords,
      href: `${address(id, "applications")}/nouvelle`,
    },
    {
      isDone: steps.hasMessage,
      title: words.send,
      help: words.sendWords,
      href: address(id, "envoi"),
    },
  ];
  const next = list.findIndex(({ isDone }) => !isDone);
  return (
    <section class="steps" aria-labelledby="premiers-pas">
      <h2 id="premiers-pas">{words.title}</h2>
      <ol>
        {list.map(({ isDone, title, help, href }, i) => (
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
                {isDone && <span class="unseen">{words.done}</span>}
              </p>
              <p class="quiet">{help}</p>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}
