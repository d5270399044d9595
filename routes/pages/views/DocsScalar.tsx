import type { Language } from "../../../islands/language.ts";
import { Brand } from "../parts/Brand.tsx";
import { DOCS } from "../words/docs.ts";

/** The page the interactive reference is drawn into, under a bar of ours. */
export function DocsScalar(
  { language, path }: { language: Language; path: string },
) {
  const words = DOCS[language];
  const asText = <a href={`${path}/texte`}>{words.asText}</a>;
  return (
    <html lang={language}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${words.reference} · lsmessage`}</title>
        <link rel="icon" href="/icons/any.svg" type="image/svg+xml" />
        <link rel="stylesheet" href={`${path}/habillage.css`} />
        <script src={`${path}/scalar.js`} defer />
        <script src={`${path}/demarrage.js`} defer />
      </head>
      <body>
        <header class="bar">
          <Brand href="/docs" />
          <nav aria-label={words.title}>
            <a href="/docs">{words.guides}</a>
            {asText}
          </nav>
        </header>
        <h1 class="unseen">{words.reference}</h1>
        <noscript>
          <p>{words.loading} {asText}</p>
        </noscript>
        <div id="reference" />
      </body>
    </html>
  );
}
