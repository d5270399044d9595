/**
 * The documentation: guides in French and English, a page for each problem
 * that `type` links to, the reference of every call, and all of it as text
 * for programs that read.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { lineage } from "../../lib/domain/directory.ts";
import { authenticateKey } from "../../lib/domain/key_access.ts";
import { callOf } from "../../lib/http/call.ts";
import { originOf } from "../../lib/http/origin.ts";
import { problemBody } from "../../lib/http/problems.ts";
import { Problem, type ProblemCode, PROBLEMS } from "../../lib/problem.ts";
import { parseFields } from "../../lib/domain/field.ts";
import { NewMessages } from "../../lib/schema/message.ts";
import { limited, ownForm } from "./guard.ts";
import { GUIDES } from "./guides/mod.ts";
import { llmsText } from "./llms.ts";
import { type ReferenceOptions, referenceRoutes } from "./reference.tsx";
import { plainPage } from "./respond.tsx";
import { DocsGuide } from "./views/DocsGuide.tsx";
import { DocsHome } from "./views/DocsHome.tsx";
import { DocsProblem } from "./views/DocsProblem.tsx";
import type { PageEnv } from "./visit.ts";
import { DOCS } from "./words/docs.ts";

/** What "Try it" showed, sent and got. */
export interface Tried {
  readonly text: string;
  readonly recipient: string;
  readonly status: number;
  readonly answer: string;
}

/** `/docs`, its guides, problems, reference and `llms.txt`. */
export function docsRoutes(
  reference: ReferenceOptions,
): Hono<PageEnv> {
  const docs = new Hono<PageEnv>();

  docs.get("/", (c) => {
    // Whoever reads on finds it ready.
    void reference.script?.();
    const { title } = DOCS[c.var.language];
    return plainPage(c, { title }, <DocsHome language={c.var.language} />);
  });

  docs.get("/llms.txt", (c) => llms(c));

  docs.route("/reference", referenceRoutes(reference));

  docs.post("/essai", limited, ownForm, async (c) => {
    const tried = await tryIt(c);
    return guidePage(c, GUIDES[0]!.slug, tried);
  });

  for (const path of ["/problemes/:code", "/problems/:code"]) {
    docs.get(path, (c) => problemPage(c));
  }

  docs.get("/:slug", (c) => guidePage(c, c.req.param("slug"), null));
  return docs;
}

/** The whole documentation as one text, in the reader's language. */
export function llms(c: Context<PageEnv>): Response {
  const { language, ports } = c.var;
  return c.text(llmsText(language, ports.publicUrl), 200, {
    "content-language": language,
    "vary": "Accept-Language",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
  });
}

function guidePage(
  c: Context<PageEnv>,
  slug: string,
  tried: Tried | null,
): Response {
  const { language, ports } = c.var;
  const found = GUIDES.find((guide) => guide.slug === slug);
  if (found === undefined) throw new Problem("not_found");
  return plainPage(
    c,
    { title: found.words[language].title },
    <DocsGuide
      language={language}
      publicUrl={ports.publicUrl}
      guide={found}
      tried={tried}
    />,
  );
}

function problemPage(c: Context<PageEnv>): Response {
  const { language } = c.var;
  const codes = Object.keys(PROBLEMS) as ProblemCode[];
  const code = codes.find((known) => known === c.req.param("code"));
  if (code === undefined) throw new Problem("not_found");
  return plainPage(
    c,
    { title: PROBLEMS[code].title[language] },
    <DocsProblem language={language} code={code} />,
  );
}

/** Sends what the form says with the reader's own test key. */
async function tryIt(c: Context<PageEnv>): Promise<Tried> {
  const { ports, form, language } = c.var;
  const text = form["text"] ?? "";
  const recipient = form["recipient"] ?? "";
  const shown = { text, recipient };
  try {
    const actor = await authenticateKey(ports, (form["key"] ?? "").trim());
    if (actor === null) throw new Problem("unauthenticated");
    if (actor.mode !== "test") throw liveKey();
    const at = await lineage(ports, actor.structureId);
    const body = parseFields(NewMessages, { text, recipients: [recipient] });
    const call = callOf(actor, {
      route: "POST /messages",
      target: "POST /docs/essai",
      key: ports.newId("try"),
      body: JSON.stringify(body),
      origin: originOf("api", c),
    });
    const accepted = await acceptMessages(ports, { call, at: at! }, body);
    const answer = JSON.stringify(accepted, null, 2);
    return { ...shown, status: 202, answer };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const requestId = ports.newId("req");
    const told = problemBody(ports, error, { language, requestId });
    const answer = JSON.stringify(told, null, 2);
    return { ...shown, status: error.status, answer };
  }
}

function liveKey(): Problem {
  return new Problem("forbidden", {
    detail: {
      fr:
        "Prenez une clé de test (lsm_test_…) : une clé réelle enverrait un SMS.",
      en: "Take a test key (lsm_test_…): a live one would send an SMS.",
    },
  });
}
