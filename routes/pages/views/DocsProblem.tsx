import type { Language } from "../../../islands/language.ts";
import { type ProblemCode, PROBLEMS } from "../../../lib/problem.ts";
import { Brand } from "../parts/Brand.tsx";
import { ADVICE } from "../problem_advice.ts";
import { DOCS } from "../words/docs.ts";

/** What a problem means and what to do about it. */
export function DocsProblem(
  { language, code }: { language: Language; code: ProblemCode },
) {
  const words = DOCS[language];
  const { status, title, detail } = PROBLEMS[code];
  const { repeat, text } = ADVICE[code];
  const sentence = {
    no: words.repeatNo,
    yes: words.repeatYes,
    later: words.repeatLater,
  }[repeat];
  const example = {
    type: `…/docs/problemes/${code}`,
    title: title[language],
    status,
    detail: detail[language],
    code,
    requestId: "req_…",
  };
  return (
    <article class="docs">
      <Brand href="/docs" />
      <h1>{title[language]}</h1>
      <p>
        <code>{status}</code> · <code>{code}</code>
      </p>
      <p class="lead">{detail[language]}</p>
      <h2>{words.whatToDo}</h2>
      <p>{text[language]}</p>
      <p>
        <span class="strong">{words.repeat}</span> {sentence}
      </p>
      <h2>{words.example}</h2>
      <pre tabIndex={0}><code>{JSON.stringify(example, null, 2)}</code></pre>
      <p>
        <a class="more" href="/docs">{words.all}</a>
      </p>
    </article>
  );
}
