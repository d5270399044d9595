import { assertEquals } from "@std/assert";
import { type Asset, assetRoutes, Assets } from "../../routes/pages/assets.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

const STYLE: Asset = {
  name: "style.css",
  path: "/static/style-0123456789.css",
  type: "text/css; charset=utf-8",
  bytes: bytes("body{margin:0}"),
  brotli: bytes("shorter"),
};

/** What scripts import, as the bundler writes it. */
const SOURCES: Record<string, string> = {
  "Compose.js": 'import{a}from"./chunk-AB.js";import("./Other.js")',
};

const SCRIPTS = [
  "boot.js",
  "preact.js",
  "chunk-AB.js",
  "Compose.js",
  "Other.js",
]
  .map((name): Asset => ({
    name,
    path: `/static/${name}`,
    type: "text/javascript; charset=utf-8",
    bytes: bytes(SOURCES[name] ?? "1"),
    brotli: null,
  }));

const app = assetRoutes(new Assets([STYLE, ...SCRIPTS]));

Deno.test("GET /static serves a file for good, compressed where that is read", async () => {
  const plain = await app.request(STYLE.path);
  const compressed = await app.request(STYLE.path, {
    headers: { "accept-encoding": "gzip, br" },
  });

  assertEquals(plain.status, 200);
  assertEquals(plain.headers.get("content-type"), STYLE.type);
  assertEquals(
    plain.headers.get("cache-control"),
    "public, max-age=31536000, immutable",
  );
  assertEquals(plain.headers.get("content-encoding"), null);
  assertEquals(await plain.text(), "body{margin:0}");
  assertEquals(compressed.headers.get("content-encoding"), "br");
  assertEquals(await compressed.text(), "shorter");
});

Deno.test("GET /static answers 304 to who has it", async () => {
  const { headers } = await app.request(STYLE.path);

  const again = await app.request(STYLE.path, {
    headers: { "if-none-match": headers.get("etag")! },
  });

  assertEquals(again.status, 304);
  assertEquals(await again.text(), "");
});

Deno.test("GET /static knows its own files only", async (t) => {
  for (
    const path of ["/static/", "/static/../deno.json", "/static/style.css"]
  ) {
    await t.step(path, async () => {
      const answer = await app.request(path);
      assertEquals(answer.status, 404);
      await answer.body?.cancel();
    });
  }
});

Deno.test("Assets names the scripts an island needs, and no other's", () => {
  const assets = new Assets([STYLE, ...SCRIPTS]);

  assertEquals(assets.path("style.css"), STYLE.path);
  assertEquals(assets.scriptsOf(["Compose"]), [
    "/static/boot.js",
    "/static/preact.js",
    "/static/Compose.js",
    "/static/chunk-AB.js",
  ]);
});
