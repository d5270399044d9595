import { assertEquals, assertStringIncludes } from "@std/assert";
import { Hono } from "hono";
import { PROBLEMS } from "../../lib/problem.ts";
import { TEST_NUMBERS } from "../../lib/schema/test_numbers.ts";
import { pages } from "../../routes/pages/mod.tsx";
import { TestWorld } from "../support.ts";

Deno.test("GET /docs lists every test number and every problem", async () => {
  await using world = await TestWorld.open();
  const app = new Hono().route("/", pages(world.ports, { assets: [] }));
  const response = await app.request("/docs");
  assertEquals(response.status, 200);
  const html = await response.text();
  for (const digits of Object.keys(TEST_NUMBERS)) {
    assertStringIncludes(html, `<code>${digits}</code>`);
  }
  for (const code of Object.keys(PROBLEMS)) {
    assertStringIncludes(html, `/docs/problems/${code}`);
    const page = await app.request(`/docs/problems/${code}`);
    assertEquals(page.status, 200);
    await page.body?.cancel();
  }
});

Deno.test("GET /docs/problems/x answers 404", async () => {
  await using world = await TestWorld.open();
  const app = new Hono().route("/", pages(world.ports, { assets: [] }));
  const response = await app.request("/docs/problems/x");
  assertEquals(response.status, 404);
  await response.body?.cancel();
});
