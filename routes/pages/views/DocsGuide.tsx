import type { Language } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import type { Tried } from "../docs.tsx";
import { GUIDES } from "../guides/mod.ts";
import type { Guide } from "../guides/guide.ts";
import { Markdown } from "../markdown.tsx";
import { Brand } from "../parts/Brand.tsx";
import { DOCS } from "../words/docs.ts";

/** One guide, and where to go on. */
export function DocsGuide({ language, publicUrl, guide, tried }: {
  language: Language;
  publicUrl: string;
  guide: Guide;
  tried: Tried | null;
}) {
  const { title, lead, body } = guide.words[language];
  const words = DOCS[language];
  const index = GUIDES.indexOf(guide);
  const next = GUIDES[index + 1];
  return (
    <article class="docs">
      <Brand href="/docs" />
      <h1>{title}</h1>
      <div class="lead">
        <Markdown text={lead} />
      </div>
      {index === 0 && <TryIt language={language} tried={tried} />}
      <Markdown text={body.replaceAll("{{url}}", publicUrl)} />
      <nav class="pager" aria-label={words.guides}>
        <a class="button quiet" href="/docs">{words.all}</a>
        {next && (
          <a class="button" href={`/docs/${next.slug}`}>
            {next.words[language].title}
          </a>
        )}
      </nav>
    </article>
  );
}

function TryIt(
  { language, tried }: { language: Language; tried: Tried | null },
) {
  const words = DOCS[language];
  return (
    <section class="panel" id="essai">
      <h2>{words.tryIt}</h2>
      <p class="quiet">{words.tryItWords}</p>
      <form method="post" action="/docs/essai#essai">
        <Field
          name="key"
          label={words.key}
          input={{
            type: "password",
            required: true,
            placeholder: "lsm_test_…",
            autocomplete: "off",
            spellcheck: false,
          }}
        />
        <Field
          name="recipient"
          label={words.recipient}
          value={tried?.recipient ?? "+33612340000"}
          input={{ type: "tel", required: true, autocomplete: "off" }}
        />
        <Field
          name="text"
          label={words.text}
          value={tried?.text ?? words.sample}
          rows={2}
          input={{ required: true, maxLength: 1_000 }}
        />
        <button type="submit" class="button main">{words.send}</button>
      </form>
      {tried && (
        <div role="status">
          <p class="strong">{words.answer(tried.status)}</p>
          <pre tabIndex={0}><code>{tried.answer}</code></pre>
        </div>
      )}
    </section>
  );
}
