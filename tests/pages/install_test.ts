import { assert, assertEquals, assertMatch } from "@std/assert";
import { pages } from "../../routes/pages/mod.tsx";
import { buildAssets } from "../../lib/runtime/assets.ts";
import { enter } from "./visitor.ts";
import { makeTerritory } from "./territory.ts";
import { OPERATOR, TestWorld } from "../support.ts";

const HOST = "http://localhost:8000";
const assets = await buildAssets();

interface Picture {
  src: string;
  sizes: string;
  purpose?: string;
}

async function manifest(language: string) {
  await using world = await TestWorld.open();
  const app = pages(world.ports, { assets });
  const response = await app.request(
    `${HOST}/manifest.webmanifest?langue=${language}`,
  );
  assertEquals(response.status, 200);
  return await response.json();
}

Deno.test("GET /manifest.webmanifest speaks the reader's language", async () => {
  const french = await manifest("fr");
  const english = await manifest("en");
  assertEquals(french.id, english.id);
  assertEquals(
    [french, english].map(({ lang, shortcuts }) => [lang, shortcuts[1].name]),
    [["fr", "Historique"], ["en", "History"]],
  );
});

Deno.test("every picture of the manifest is served and has the size it says", async () => {
  await using world = await TestWorld.open();
  const app = pages(world.ports, { assets });
  const { icons, screenshots } = await manifest("fr");
  for (const { src, sizes } of [...icons, ...screenshots] as Picture[]) {
    const response = await app.request(HOST + src);
    assertEquals(response.status, 200, src);
    const bytes = await response.bytes();
    if (src.endsWith(".png")) {
      const view = new DataView(bytes.buffer, bytes.byteOffset);
      assertEquals(`${view.getUint32(16)}x${view.getUint32(20)}`, sizes, src);
    }
  }
  const purposes = new Set((icons as Picture[]).map(({ purpose }) => purpose));
  assertEquals([...purposes], ["any", "maskable", "monochrome"]);
});

Deno.test("GET /sw.js knows every file of the shell, and is asked for anew", async () => {
  await using world = await TestWorld.open();
  const app = pages(world.ports, { assets });
  const response = await app.request(`${HOST}/sw.js`);
  const script = await response.text();
  assertEquals(response.headers.get("cache-control"), "no-cache");
  assertMatch(response.headers.get("content-type")!, /javascript/);
  const shell = assets.filter(({ path }) => path.startsWith("/static/"));
  assert(shell.length > 10);
  for (const { path } of shell) assert(script.includes(path), path);
});

Deno.test("GET /sw.js takes leave where the worker is switched off", async () => {
  await using world = await TestWorld.open();
  const app = pages(world.ports, { assets, worker: false });
  const script = await (await app.request(`${HOST}/sw.js`)).text();
  assert(script.includes("unregister"));
  assert(!script.includes("/static/"));
  const page = await (await app.request(`${HOST}/hors-ligne`)).text();
  assert(!page.includes("data-pwa"));
});

Deno.test("shortcuts lead to the structure that was open last", async () => {
  await using world = await TestWorld.open();
  const visitor = await enter(world);
  const { centre, millau } = await makeTerritory(world.ports, OPERATOR);
  const first = await visitor.get("/envoi");
  assertEquals(first.headers.get("location"), `/s/${centre.id}/envoi`);

  const opened = await visitor.get(`/s/${millau.id}`);
  const place = opened.headers.get("set-cookie")!.split(";")[0]!;
  const again = await visitor.app.request(`${HOST}/envoi`, {
    headers: { cookie: `${visitor.cookie}; ${place}` },
  });
  assertEquals(again.headers.get("location"), `/s/${millau.id}/envoi`);
});

Deno.test("shortcuts forget a structure that may no longer be seen", async () => {
  await using world = await TestWorld.open();
  const { millau, rodez } = await makeTerritory(world.ports, OPERATOR);
  const visitor = await enter(world, {
    operator: false,
    roles: { [rodez.id]: "viewer" },
  });
  const response = await visitor.app.request(`${HOST}/historique`, {
    headers: { cookie: `${visitor.cookie}; structure=${millau.id}` },
  });
  assertEquals(
    response.headers.get("location"),
    `/s/${rodez.id}/historique`,
  );
});
