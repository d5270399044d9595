import type { Language } from "../../../islands/language.ts";
import { type ProblemCode, PROBLEMS } from "../../../lib/problem.ts";
import { GUIDES } from "../guides/mod.ts";
import { Brand } from "../parts/Brand.tsx";
import { DOCS } from "../words/docs.ts";

/** Where the documentation begins: guides, reference, errors. */
export function DocsHome({ language }: { language: Language }) {
  const words = DOCS[language];
  return (
    <article class="docs">
      <Brand href="/" />
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <h2>{words.guides}</h2>
      <ul class="guide-list">
        {GUIDES.map(({ slug, words }) => (
          <li key={slug} class="panel">
            <p class="strong">
              <a href={`/docs/${slug}`}>{words[language].title}</a>
            </p>
            <p class="quiet">{plain(words[language].lead)}</p>
          </li>
        ))}
      </ul>
      <h2>{words.reference}</h2>
      <p>
        <a href="/docs/reference">{words.referenceWords}</a> {words.openapi}
        {" "}
        <a href="/openapi.json">openapi.json</a>,{" "}
        <a href="/llms.txt">llms.txt</a>
      </p>
      <h2>{words.problems}</h2>
      <p>{words.problemsWords}</p>
      <Problems language={language} />
    </article>
  );
}

function Problems({ language }: { language: Language }) {
  const words = DOCS[language];
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  return (
    <table class="docs-table">
      <thead>
        <tr>
          <th scope="col">{words.status}</th>
          <th scope="col">{words.code}</th>
          <th scope="col">{words.meaning}</th>
        </tr>
      </thead>
      <tbody>
        {codes.map((code) => (
          <tr key={code}>
            <td>{PROBLEMS[code].status}</td>
            <td>
              <a href={`/docs/problemes/${code}`}>
                <code>{code}</code>
              </a>
            </td>
            <td>{PROBLEMS[code].title[language]}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function plain(text: string): string {
  return text.replaceAll("`", "");
}
