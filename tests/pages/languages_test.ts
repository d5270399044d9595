/**
 * Every page a person can reach, read in English: none may hold French words.
 * What the territory's own people wrote has no accents here and no French word,
 * so that what is found is ours.
 */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { createApplication } from "../../lib/domain/application.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { transferCredits } from "../../lib/domain/transfer.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { enter, FROM_HERE, site, type Visitor } from "./visitor.ts";

const HOST = "http://localhost:8000";
const PAGES_MAX = 400;

/** Letters and words that English does not have. */
const FRENCH =
  /[éèêëàâçùûîïôœÉÈÀÇ«»]|\b(?:le|la|les|des|du|une|vous|votre|vos|est|sont|pour|avec|dans|aucun|aucune|ou|et|qui|ce|cette)\b/i;

/** Pages whose words are not the pages' own. */
const ELSEWHERE = /^\/(?:docs|openapi|api|static|icons|manifest|deconnexion)/;

Deno.test("every page reads in English without a French word", async () => {
  await using world = await TestWorld.open();
  const visitor = await enter(world);
  await populate(world);
  const read = await crawl(visitor);
  for (const path of ["/set-up", "/nowhere"]) {
    read.set(path, await openIn(visitor, path, "en", 404));
  }
  assert(read.size > 25, `Only ${read.size} pages were found`);
  const leftovers = [...read].flatMap(([path, html]) =>
    texts(html).filter((text) => FRENCH.test(text)).map((text) =>
      `${path}: ${text}`
    )
  );
  assertEquals(leftovers, []);
});

Deno.test("pages say what language they are in", async () => {
  await using world = await TestWorld.open();
  const visitor = await enter(world);
  const french = await visitor.open("/structures");
  assertStringIncludes(french, '<html lang="fr">');
  const english = await openIn(visitor, "/structures", "en-GB,en;q=0.9");
  assertStringIncludes(english, '<html lang="en">');
});

Deno.test("POST /langue keeps the language that was chosen", async () => {
  await using world = await TestWorld.open();
  await enter(world);
  const app = site(world);
  const chosen = await app.request(`${HOST}/langue`, {
    method: "POST",
    headers: FROM_HERE,
    body: new URLSearchParams({ langue: "en", retour: "/connexion?retour=/" }),
  });
  assertEquals(chosen.status, 303);
  assertEquals(chosen.headers.get("location"), "/connexion?retour=/");
  const cookie = chosen.headers.get("set-cookie")!.split(";")[0]!;
  const page = await app.request(`${HOST}/set-up`, {
    headers: { cookie, "accept-language": "fr" },
  });
  assertStringIncludes(await page.text(), "Create the account");
});

Deno.test("POST /langue leads nowhere else, and to no third language", async () => {
  await using world = await TestWorld.open();
  const chosen = await site(world).request(`${HOST}/langue`, {
    method: "POST",
    headers: FROM_HERE,
    body: new URLSearchParams({ langue: "de", retour: "//elsewhere.example" }),
  });
  assertEquals(chosen.headers.get("location"), "/");
  assertEquals(chosen.headers.get("set-cookie"), null);
});

/** Every page that links lead to from the start, by its address. */
async function crawl(visitor: Visitor): Promise<Map<string, string>> {
  const read = new Map<string, string>();
  const kinds = new Set<string>();
  const next = ["/"];
  while (next.length > 0 && read.size < PAGES_MAX) {
    const path = next.shift()!;
    const kind = path.replaceAll(/[a-z]{3}_[\w-]+/g, "*").replace(/\?.*/, "");
    // Each kind of page twice: once may be empty.
    if (kinds.has(`${kind} again`)) continue;
    kinds.add(kinds.has(kind) ? `${kind} again` : kind);
    const html = await openIn(visitor, path, "en");
    read.set(path, html);
    for (const [, href] of html.matchAll(/ href="(\/[^"#]*)"/g)) {
      const link = href!.replaceAll("&amp;", "&");
      if (!ELSEWHERE.test(link) && !read.has(link)) next.push(link);
    }
  }
  return read;
}

async function openIn(
  { app, cookie }: Visitor,
  path: string,
  language: string,
  status = 200,
): Promise<string> {
  const response = await app.request(HOST + path, {
    headers: { cookie, accept: "text/html", "accept-language": language },
  });
  const location = response.headers.get("location");
  if (response.status === 303) return `<a href="${location}"></a>`;
  assert([200, status].includes(response.status), path);
  return await response.text();
}

/** What a page says, and what its attributes say. */
function texts(html: string): string[] {
  const body = html.slice(html.indexOf("<title"))
    .replaceAll(/<(span|dt) lang="fr">[^<]*<\/\1>/g, "")
    .replaceAll(/<(code|pre)[^>]*>[\s\S]*?<\/\1>/g, "");
  const attributes = body.matchAll(
    / (?:aria-label|title|placeholder|alt|data-props)="([^"]*)"/g,
  );
  return [
    ...[...attributes].map(([, text]) => text!),
    ...body.replaceAll(/<[^>]*>/g, "\n").split("\n"),
  ].map((text) => text.trim()).filter((text) => text !== "");
}

/** Structures with names that are the same in any language. */
async function populate(world: TestWorld): Promise<void> {
  const { ports } = world;
  const structure = (name: string, parentId?: string) =>
    createStructure(ports, world.call(OPERATOR), {
      name,
      ...(parentId ? { parentId } : {}),
    });
  const centre = await structure("Centre");
  const rodez = await structure("Rodez", centre.id);
  await structure("Millau", centre.id);
  for (const [fromId, toId] of [[null, centre.id], [centre.id, rodez.id]]) {
    await transferCredits(ports, world.call(OPERATOR), {
      fromId: fromId!,
      toId: toId!,
      credits: 500,
    });
  }
  await createApplication(ports, world.call(OPERATOR), {
    structureId: rodez.id,
    name: "idelibre",
    mode: "live",
  });
  const at = await authorised(ports, OPERATOR, "message:send", rodez.id);
  await acceptMessages(ports, { call: world.call(OPERATOR), at }, {
    title: "idelibre",
    text: "Hello",
    recipients: ["0612345678"],
  });
}
