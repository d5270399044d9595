import { assertEquals, assertStringIncludes } from "@std/assert";
import { pages } from "../../routes/pages/mod.tsx";
import { TestWorld } from "../support.ts";
import { words } from "./visitor.ts";

const LEGAL = {
  name: "Centre de gestion de l’Aveyron",
  address: "Immeuble Le Sérial, 12000 Rodez",
  email: "contact@cdg.example",
  phone: "05 65 73 61 60",
  director: "Anne Martin, présidente",
  host: null,
  dpo: "dpo@cdg.example",
};

async function read(path: string, legal: typeof LEGAL | null) {
  await using world = await TestWorld.open();
  const app = pages(world.ports, { assets: [], legal });
  const response = await app.request(`http://localhost:8000${path}`);
  assertEquals(response.status, 200);
  return await response.text();
}

Deno.test("GET /mentions-legales names who runs the service", async () => {
  const html = await read("/mentions-legales", LEGAL);
  const said = words(html);
  assertStringIncludes(said, "Éditeur Centre de gestion de l’Aveyron");
  assertStringIncludes(said, "publication Anne Martin, présidente");
  assertStringIncludes(said, "Hébergeur l’éditeur lui-même");
  assertStringIncludes(html, 'href="tel:0565736160"');
});

Deno.test("GET /mentions-legales says so where nobody is named", async () => {
  const said = words(await read("/mentions-legales", null));
  assertStringIncludes(said, "n’a pas encore renseigné son nom");
});

Deno.test("GET /accessibilite and /donnees-personnelles say whom to write to", async () => {
  const accessibility = await read("/accessibilite", LEGAL);
  assertStringIncludes(accessibility, "mailto:contact@cdg.example");
  const data = await read("/donnees-personnelles", LEGAL);
  assertStringIncludes(data, "mailto:dpo@cdg.example");
});
