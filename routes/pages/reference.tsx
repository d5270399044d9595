/**
 * The API reference: interactive where its script is at hand, else a page of
 * our own, made from the same document. The policy is widened here alone, by
 * styles that the script writes into the page and pictures in them; nothing is
 * fetched from anywhere else.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { renderToString } from "preact-render-to-string";
import type { Language } from "../../islands/language.ts";
import { HEADERS } from "../../lib/http/headers.ts";
import { Problem } from "../../lib/problem.ts";
import { plainPage, widenedHeaders } from "./respond.tsx";
import { DocsReference, type OpenApi } from "./views/DocsReference.tsx";
import { DocsScalar } from "./views/DocsScalar.tsx";
import type { PageEnv } from "./visit.ts";
import { DOCS } from "./words/docs.ts";

/** What the reference is made of. */
export interface ReferenceOptions {
  /** The OpenAPI document; without it there is no reference. */
  readonly document?: (language: Language) => string;
  /** The interactive one's script, compressed; null while it is not there. */
  readonly script?: () => Promise<Uint8Array<ArrayBuffer> | null>;
}

const PATH = "/docs/reference";
/** The script writes its styles and small pictures into the page. */
const WIDENED = widenedHeaders({
  "style-src": "'unsafe-inline'",
  "img-src": "data:",
});

/** The bar above it; the styles of other pages would reach into it. */
const DRESS = `:root{color-scheme:light dark}
body{margin:0;font-family:system-ui,sans-serif}
.bar{position:sticky;top:0;z-index:20;display:flex;align-items:center;
justify-content:space-between;gap:1rem;box-sizing:border-box;height:56px;
padding-inline:1rem;background:light-dark(#fff,#101614);
border-bottom:1px solid light-dark(#d5dcd9,#2b3633)}
.bar a{display:inline-flex;align-items:center;min-width:44px;min-height:44px;
color:light-dark(#0d5f57,#6fd3c6)}
.bar .brand{gap:.5rem;font-weight:700;text-decoration:none;
color:light-dark(#14211e,#f0f5f3)}
.bar svg{width:28px;height:28px}
.bar .mark{fill:light-dark(#0d5f57,#6fd3c6)}
.bar .tick{stroke:light-dark(#fff,#101614)}
.bar nav{display:flex;gap:1rem;white-space:nowrap}
@media(max-width:30rem){.bar .brand span{position:absolute;width:1px;height:1px;
overflow:hidden;clip-path:inset(50%)}}
h1.unseen{position:absolute;width:1px;height:1px;overflow:hidden;
clip-path:inset(50%)}
noscript p{padding:1rem}`;

const DAY = "public, max-age=86400";

/** `/docs/reference`. */
export function referenceRoutes(
  { document, script = () => Promise.resolve(null) }: ReferenceOptions,
): Hono<PageEnv> {
  const routes = new Hono<PageEnv>();
  if (document === undefined) return routes;

  routes.get("/", async (c) => {
    if (await script() === null) return ownPage(c, document);
    const { language } = c.var;
    const html = renderToString(<DocsScalar language={language} path={PATH} />);
    return c.body(`<!DOCTYPE html>${html}`, 200, WIDENED);
  });

  routes.get("/texte", (c) => ownPage(c, document));

  routes.get("/openapi.json", (c) =>
    c.body(document(c.var.language), 200, {
      ...HEADERS,
      "content-type": "application/json",
    }));

  routes.get("/demarrage.js", (c) =>
    c.body(beginning(c.var.language), 200, {
      ...HEADERS,
      "content-type": "text/javascript; charset=utf-8",
    }));

  routes.get("/habillage.css", (c) =>
    c.body(DRESS, 200, {
      ...HEADERS,
      "content-type": "text/css; charset=utf-8",
    }));

  routes.get("/scalar.js", async (c) => {
    const packed = await script();
    if (packed === null) throw new Problem("not_found");
    const headers = {
      "cache-control": DAY,
      "content-type": "text/javascript; charset=utf-8",
      "cross-origin-resource-policy": "same-origin",
      "x-content-type-options": "nosniff",
      vary: "accept-encoding",
    };
    if (/\bgzip\b/.test(c.req.header("accept-encoding") ?? "")) {
      return c.body(packed, 200, { ...headers, "content-encoding": "gzip" });
    }
    const plain = ReadableStream.from([packed])
      .pipeThrough(new DecompressionStream("gzip"));
    return c.body(plain, 200, headers);
  });
  return routes;
}

function ownPage(
  c: Context<PageEnv>,
  document: (language: Language) => string,
): Response {
  const { language } = c.var;
  const api: OpenApi = JSON.parse(document(language));
  return plainPage(
    c,
    { title: DOCS[language].reference },
    <DocsReference language={language} api={api} />,
  );
}

/** Starts the script: no fonts, proxy, assistant or telemetry of anybody's. */
function beginning(language: Language): string {
  const options = {
    url: `${PATH}/openapi.json`,
    localization: { locale: language },
    theme: "none",
    withDefaultFonts: false,
    telemetry: false,
    agent: { disabled: true },
    mcp: { disabled: true },
    hideClientButton: true,
    showDeveloperTools: "never",
    hideDarkModeToggle: true,
    persistAuth: false,
    proxyUrl: "",
    documentDownloadType: "json",
    authentication: { preferredSecurityScheme: "key" },
    customCss: ":root{--scalar-custom-header-height:56px}",
  };
  return `Scalar.createApiReference("#reference", ${JSON.stringify(options)});`;
}
