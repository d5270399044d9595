import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { PROBLEMS } from "../../lib/problem.ts";
import { TEST_NUMBERS } from "../../lib/schema/test_numbers.ts";
import { createApp } from "../../routes/mod.ts";
import { VERIFICATION } from "../../routes/pages/samples/verification.ts";
import { GUIDES } from "../../routes/pages/guides/mod.ts";
import { ADVICE } from "../../routes/pages/problem_advice.ts";
import { OPERATOR_TOKEN } from "../api/support.ts";
import { openTown } from "../delivery/support.ts";
import { TestWorld } from "../support.ts";
import { createApplication } from "../../lib/domain/application.ts";
import { gzipSync } from "node:zlib";
import type { Script } from "../../lib/runtime/scalar.ts";
import { FROM_HERE } from "./visitor.ts";

const HOST = "http://localhost:8000";

function siteOf(world: TestWorld, script?: () => Promise<Script | null>) {
  const app = createApp(world.ports, {
    operatorToken: OPERATOR_TOKEN,
    checkResponses: true,
    pages: { assets: [], ...(script === undefined ? {} : { script }) },
  });
  return async (path: string, init: RequestInit = {}) => {
    const response = await app.request(HOST + path, {
      ...init,
      headers: { accept: "text/html", ...init.headers },
    });
    const { status, headers } = response;
    return { status, headers, html: await response.text() };
  };
}

const ENGLISH = { headers: { "accept-language": "en" } };

Deno.test("GET /docs leads to every guide and every problem, and each is there", async () => {
  await using world = await TestWorld.open();
  const open = siteOf(world);
  const { html } = await open("/docs");
  for (const { slug, words } of GUIDES) {
    assertStringIncludes(html, `href="/docs/${slug}"`);
    const french = await open(`/docs/${slug}`);
    const english = await open(`/docs/${slug}`, ENGLISH);
    assertEquals([french.status, english.status], [200, 200], slug);
    assertStringIncludes(french.html, `<h1>${words.fr.title}</h1>`);
    assertStringIncludes(english.html, `<h1>${words.en.title}</h1>`);
    assertEquals(french.html.includes("{{"), false, slug);
  }
  for (const code of Object.keys(PROBLEMS)) {
    assertStringIncludes(html, `/docs/problemes/${code}`);
    const { status, html: page } = await open(`/docs/problemes/${code}`);
    assertEquals(status, 200, code);
    assertStringIncludes(page, `<code>${code}</code>`);
  }
});

Deno.test("every link of the documentation leads somewhere", async () => {
  await using world = await TestWorld.open();
  const open = siteOf(world);
  const links = new Set<string>();
  for (const { slug } of GUIDES) {
    const { html } = await open(`/docs/${slug}`);
    for (const [, href] of html.matchAll(/href="(\/docs[^"#]*)"/g)) {
      links.add(href!);
    }
  }
  for (const link of links) assertEquals((await open(link)).status, 200, link);
});

Deno.test("a problem's type is the address of its page", async () => {
  await using world = await TestWorld.open();
  const open = siteOf(world);
  const { html } = await open("/api/v1/info");
  const { type } = JSON.parse(html);
  assertEquals(type, `${HOST}/docs/problemes/unauthenticated`);
  assertEquals((await open(new URL(type).pathname)).status, 200);
});

Deno.test("every problem has advice in both languages", () => {
  assertEquals(Object.keys(ADVICE).sort(), Object.keys(PROBLEMS).sort());
});

/** What a page shows as code. */
function codeIn(html: string): string {
  return [...html.matchAll(/<(pre|code)\b[^>]*>([^]*?)<\/\1>/g)]
    .map(([, , code]) => code).join("\n");
}

/** The code within a guide's text. */
function codeOf(body: string): string {
  return [...body.matchAll(/```[^]*?```|`[^`]*`/g)].join("\n");
}

Deno.test("GET /docs/numeros-de-test lists every test number", async () => {
  await using world = await TestWorld.open();
  const { html } = await siteOf(world)("/docs/numeros-de-test");
  for (const digits of Object.keys(TEST_NUMBERS)) {
    assertStringIncludes(html, `<code>${digits}</code>`);
  }
});

Deno.test("GET /docs/reference shows every call of the document", async () => {
  await using world = await TestWorld.open();
  const open = siteOf(world);
  const { html, headers } = await open("/docs/reference");
  const document = JSON.parse((await open("/openapi.json")).html);
  const ids = Object.values(document.paths).flatMap((item) =>
    Object.values(item as Record<string, { operationId: string }>)
      .map(({ operationId }) => operationId)
  );
  for (const id of ids) assertStringIncludes(html, `id="${id}"`);
  assertMatch(headers.get("content-security-policy")!, /default-src 'none'/);
});

Deno.test("GET /docs/reference is interactive once its script is there", async () => {
  await using world = await TestWorld.open();
  let script: Script | null = null;
  const open = siteOf(world, () => Promise.resolve(script));
  const before = await open("/docs/reference");
  assertStringIncludes(before.html, 'id="sendMessages"');
  script = new Uint8Array(gzipSync("Scalar = {};"));

  const { html, headers } = await open("/docs/reference");
  assertStringIncludes(html, '<div id="reference"></div>');
  assertEquals(
    headers.get("content-security-policy")!.split("; ").slice(0, 5),
    [
      "default-src 'none'",
      "script-src 'self'",
      "style-src 'self' 'unsafe-inline'",
      "img-src 'self' data:",
      "connect-src 'self'",
    ],
  );
  for (const path of ["/docs", "/docs/reference/texte"]) {
    const policy = (await open(path)).headers.get("content-security-policy")!;
    assertEquals(/unsafe|data:/.test(policy), false, path);
  }
  assertStringIncludes(
    (await open("/docs/reference/texte")).html,
    'id="sendMessages"',
  );
});

Deno.test("GET /docs/:slug gives code to the letter, in French too", async () => {
  await using world = await TestWorld.open();
  const open = siteOf(world);
  for (const { slug, words } of GUIDES) {
    const { html } = await open(`/docs/${slug}`);
    assertEquals(/[\u00a0\u202f]/.test(codeIn(html)), false, slug);
    assertEquals(/[\u00a0\u202f]/.test(codeOf(words.fr.body)), false, slug);
  }
  const webhooks = GUIDES.find(({ slug }) => slug === "webhooks")!;
  for (const { code } of VERIFICATION) {
    assertStringIncludes(webhooks.words.fr.body, code);
  }
});

Deno.test("GET /docs/reference/scalar.js is plain for who takes no gzip", async () => {
  await using world = await TestWorld.open();
  const packed = new Uint8Array(gzipSync("Scalar = {};"));
  const open = siteOf(world, () => Promise.resolve(packed));
  const path = "/docs/reference/scalar.js";
  assertEquals((await open(path)).html, "Scalar = {};");
  const { headers } = await open(path, {
    headers: { "accept-encoding": "gzip, br" },
  });
  assertEquals(headers.get("content-encoding"), "gzip");
});

Deno.test("GET /docs/reference/demarrage.js asks nobody else for anything", async () => {
  await using world = await TestWorld.open();
  const { html } = await siteOf(world)("/docs/reference/demarrage.js", {
    headers: { "accept-language": "en" },
  });
  assertStringIncludes(html, '"locale":"en"');
  for (const off of ["withDefaultFonts", "telemetry", "persistAuth"]) {
    assertStringIncludes(html, `"${off}":false`);
  }
  assertEquals(/https?:/.test(html), false);
});

Deno.test("GET /llms.txt is the whole documentation as text", async () => {
  await using world = await TestWorld.open();
  const { html, headers } = await siteOf(world)("/llms.txt");
  assertMatch(headers.get("content-type")!, /^text\/plain/);
  for (const { words } of GUIDES) {
    assertStringIncludes(html, `# ${words.fr.title}`);
  }
  assertStringIncludes(html, `${HOST}/docs/problemes/`);
});

Deno.test("POST /docs/essai sends with the reader's own test key", async () => {
  const { world, structureId } = await openTown({ mode: "test" });
  await using _ = world;
  const open = siteOf(world);
  const make = async (mode: "live" | "test") =>
    (await createApplication(world.ports, world.call(), {
      structureId,
      name: mode,
      mode,
    })).apiKey;
  const send = (key: string) =>
    open("/docs/essai", {
      method: "POST",
      headers: FROM_HERE,
      body: new URLSearchParams({
        key,
        recipient: "+33612340000",
        text: "Bonjour",
      }),
    });
  const tried = await send(await make("test"));
  assertEquals(tried.status, 200);
  assertStringIncludes(tried.html, "Réponse 202");
  assertMatch(tried.html, /sub_[0-9a-z]+/);
  const live = await make("live");
  const refused = await send(live);
  assertStringIncludes(refused.html, "Réponse 403");
  assertEquals(refused.html.includes(live), false);
  assertStringIncludes((await send("lsm_test_x")).html, "Réponse 401");
});

Deno.test("GET /docs/problemes/x answers 404", async () => {
  await using world = await TestWorld.open();
  assertEquals((await siteOf(world)("/docs/problemes/x")).status, 404);
});
