/**
 * Pages as answers: whole documents, with a policy that allows nothing but our
 * own files.
 *
 * @module
 */
import type { Context } from "hono";
import { h, type VNode } from "preact";
import { renderToString } from "preact-render-to-string";
import {
  dictionary,
  LanguageContext,
  useLanguage,
} from "../../islands/language.ts";
import type { Assets } from "./assets.ts";
import { THEME } from "./manifest.ts";
import { LanguageChoice } from "./parts/LanguageChoice.tsx";
import { LegalLinks } from "./parts/LegalLinks.tsx";
import { Layout } from "./parts/Layout.tsx";
import type { PageEnv, Section } from "./visit.ts";

const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "manifest-src 'self'",
  "worker-src 'self'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
].join("; ");

/**
 * Headers of a page whose policy allows more in some of its directives: what
 * is not ours to write differently.
 */
export function widenedHeaders(
  more: Readonly<Record<string, string>>,
): Record<string, string> {
  return { ...HEADERS, "content-security-policy": widened(more) };
}

/** The same policy, with more allowed by some of its directives. */
function widened(more: Readonly<Record<string, string>>): string {
  return POLICY.split("; ").map((directive) => {
    const added = more[directive.split(" ")[0]!];
    return added === undefined ? directive : `${directive} ${added}`;
  }).join("; ");
}

const HEADERS = {
  "content-security-policy": POLICY,
  "cache-control": "no-store",
  "content-type": "text/html; charset=utf-8",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy":
    "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "same-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

const WORDS = dictionary({
  fr: {
    skip: "Aller au contenu",
    description:
      "Soldes, historique et envoi de SMS pour les collectivités territoriales.",
  },
  en: {
    skip: "Skip to content",
    description: "Balances, history and sending of SMS for public bodies.",
  },
});

/** What a page says beside its content. */
export interface PageOptions {
  title: string;
  /** What search engines and screen readers tell of a public page. */
  description?: string;
  /** Marks where in the navigation one is. */
  section?:
    | Section
    | "toutes"
    | "reception"
    | "installation"
    | "exploitation"
    | "compte";
  status?:
    | 200
    | 400
    | 401
    | 402
    | 403
    | 404
    | 405
    | 409
    | 413
    | 422
    | 429
    | 500
    | 503;
  headers?: Record<string, string>;
}

/** Answers with a page inside the navigation, for who is signed in. */
export function page(
  c: Context<PageEnv>,
  options: PageOptions,
  content: VNode,
): Response {
  const { visit } = c.var;
  const names = [options.title, visit.here?.structure.name, "lsmessage"];
  return document(
    c,
    { ...options, title: names.filter(Boolean).join(" · ") },
    <Layout visit={visit} section={options.section}>{content}</Layout>,
  );
}

/** Answers with a page that stands alone, for who is not signed in. */
export function plainPage(
  c: Context<PageEnv>,
  options: PageOptions,
  content: VNode,
): Response {
  return document(
    c,
    { ...options, title: `${options.title} · lsmessage` },
    <main id="contenu" class="alone" tabIndex={-1}>
      {content}
      <footer class="below">
        <LanguageChoice back={placeOf(c)} />
        <LegalLinks />
      </footer>
    </main>,
  );
}

/** A part of a page, for a script of ours that puts it in its place. */
export function part(c: Context<PageEnv>, content: VNode): string {
  const { language } = c.var;
  return renderToString(
    h(LanguageContext.Provider, { value: language }, content),
  );
}

function document(
  c: Context<PageEnv>,
  { title, description, status = 200, headers = {} }: PageOptions,
  content: VNode,
): Response {
  const { language } = c.var;
  const body = renderToString(
    h(LanguageContext.Provider, { value: language }, content),
  );
  const head = renderToString(
    h(
      LanguageContext.Provider,
      { value: language },
      <Head
        title={title}
        description={description ?? WORDS[language].description}
        assets={c.var.assets}
        islands={islandsIn(body)}
      />,
    ),
  );
  const { skip } = WORDS[language];
  const html = `<!DOCTYPE html><html lang="${language}">${head}` +
    `<body${facts(c)}>` +
    `<a class="skip" href="#contenu">${skip}</a>${body}</body></html>`;
  const isPublic = c.var.ports.publicUrl.startsWith("https:");
  return c.body(html, status, {
    ...HEADERS,
    ...(isPublic ? { "strict-transport-security": "max-age=31536000" } : {}),
    ...headers,
  });
}

/** Where to come back to: an answer to a form has no address of its own. */
function placeOf(c: Context<PageEnv>): string {
  const { pathname, search } = new URL(c.req.url);
  return c.req.method === "GET" ? pathname + search : pathname;
}

/** What scripts of the page need to know: whose it is, and what it may keep. */
function facts(c: Context<PageEnv>): string {
  const visit = c.get("visit") as PageEnv["Variables"]["visit"] | undefined;
  const member = visit === undefined ? "" : ` data-member="${visit.actor.id}"`;
  // What somebody else would see is not kept on this device.
  const isKept = c.var.worker && visit?.viewing === undefined;
  return isKept ? `${member} data-pwa=""` : member;
}

/** Names of the islands on a page. */
function islandsIn(body: string): string[] {
  const names = body.matchAll(/ data-island="(\w+)"/g);
  return [...new Set([...names].map((match) => match[1]!))];
}

function Head(
  { title, description, assets, islands }: {
    title: string;
    description: string;
    assets: Assets;
    islands: readonly string[];
  },
) {
  const language = useLanguage();
  return (
    <head>
      <meta charset="utf-8" />
      <meta
        name="viewport"
        content="width=device-width, initial-scale=1, viewport-fit=cover"
      />
      <title>{title}</title>
      <meta name="description" content={description} />
      <meta name="color-scheme" content="light dark" />
      <meta
        name="theme-color"
        media="(prefers-color-scheme: light)"
        content={THEME.light}
      />
      <meta
        name="theme-color"
        media="(prefers-color-scheme: dark)"
        content={THEME.dark}
      />
      <link rel="icon" type="image/svg+xml" href="/icons/any.svg" />
      <link rel="apple-touch-icon" href="/icons/apple-180.png" />
      <link
        rel="manifest"
        href={`/manifest.webmanifest?langue=${language}`}
      />
      <link rel="stylesheet" href={assets.path("style.css")} />
      {assets.scriptsOf(islands).map((path) => (
        <link key={path} rel="modulepreload" href={path} />
      ))}
      <script type="module" src={assets.path("boot.js")} />
    </head>
  );
}
