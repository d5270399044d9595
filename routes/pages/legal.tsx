/**
 * What the law wants said: accessibility, notices, personal data. Open to
 * everyone.
 *
 * @module
 */
import { Hono } from "hono";
import { useWords } from "../../islands/language.ts";
import { Brand } from "./parts/Brand.tsx";
import { plainPage } from "./respond.tsx";
import type { PageEnv } from "./visit.ts";
import { FOOT, LEGAL, type LegalText } from "./words/legal.ts";

/** Where each text stands. */
const PLACES = {
  "/accessibilite": "accessibility",
  "/mentions-legales": "notices",
  "/donnees-personnelles": "data",
} as const;

export const legal = new Hono<PageEnv>();

for (const [path, name] of Object.entries(PLACES)) {
  legal.get(path, (c) => {
    const text = LEGAL[c.var.language][name];
    const { publicUrl } = c.var.ports;
    return plainPage(
      c,
      { title: text.title, description: text.lead },
      <Text text={text} publicUrl={publicUrl} />,
    );
  });
}

function Text({ text, publicUrl }: { text: LegalText; publicUrl: string }) {
  const words = useWords(FOOT);
  return (
    <article class="docs legal">
      <Brand href="/" />
      <h1>{text.title}</h1>
      <p class="lead">{text.lead}</p>
      {text.sections.map(({ title, paragraphs, list = [] }) => (
        <section key={title}>
          <h2>{title}</h2>
          {paragraphs.map((words) => <p key={words}>{words}</p>)}
          {list.length > 0 && (
            <ul class="bullets">
              {list.map((item) => <li key={item}>{item}</li>)}
            </ul>
          )}
        </section>
      ))}
      <p class="quiet">
        {words.address} <code>{publicUrl}</code>
      </p>
    </article>
  );
}
