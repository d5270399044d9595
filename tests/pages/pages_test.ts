import { assertEquals, assertStringIncludes } from "@std/assert";
import { listAudit } from "../../lib/domain/audit_log.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory, sendSome } from "./territory.ts";
import { enter, site, Visitor, words } from "./visitor.ts";

async function territoryWorld() {
  const world = await TestWorld.open();
  const territory = await makeTerritory(world.ports, OPERATOR);
  await sendSome(world.ports, OPERATOR, territory);
  return { world, ...territory };
}

Deno.test("every page of a structure says what it is about", async (t) => {
  const { world, centre, rodez, millau } = await territoryWorld();
  await using _ = world;
  const anne = await enter(world);
  const table: [path: string, words: string][] = [
    ["/structures", "Centre de gestion de l’Aveyron"],
    ["/structures/nouvelle", "Nom d’expéditeur"],
    ["/reception", "Boîte de réception simulée"],
    ["/plus", "Toutes les structures"],
    [`/s/${centre.id}`, "Disponibles en tout"],
    [`/s/${centre.id}/structures`, "Mairie de Millau"],
    [`/s/${centre.id}/credits`, "Répartir"],
    [`/s/${rodez.id}`, "2 488"],
    [`/s/${rodez.id}/historique`, "idelibre"],
    [`/s/${rodez.id}/envoi`, "2 488 SMS disponibles"],
    [`/s/${rodez.id}/credits`, "Réservé pour un envoi"],
    [`/s/${rodez.id}/applications`, "idelibre"],
    [`/s/${rodez.id}/expediteurs`, "MairieRodez"],
    [`/s/${rodez.id}/structures`, "Aucune structure au-dessous"],
    [`/s/${rodez.id}/reglages`, "Suspendre les envois"],
    [`/s/${rodez.id}/plus`, "Expéditeurs"],
    [`/s/${millau.id}`, "Premiers pas"],
    [`/s/${millau.id}/historique`, "Aucun message pour l’instant"],
  ];
  for (const [path, expected] of table) {
    await t.step(path.replace(/str_\w+/, "…"), async () => {
      assertStringIncludes(words(await anne.open(path)), expected);
    });
  }
});

Deno.test("a page allows nothing but our own files, and is not kept", async () => {
  await using world = await TestWorld.open();
  const anne = await enter(world);

  const { headers, html } = await anne.get("/structures");

  const policy = headers.get("content-security-policy")!;
  assertStringIncludes(policy, "default-src 'none'");
  assertStringIncludes(policy, "script-src 'self'");
  assertStringIncludes(policy, "frame-ancestors 'none'");
  assertEquals(policy.includes("unsafe"), false);
  assertEquals(headers.get("cache-control"), "no-store");
  assertEquals(headers.get("referrer-policy"), "same-origin");
  assertEquals(headers.get("x-content-type-options"), "nosniff");
  assertStringIncludes(html, '<!DOCTYPE html><html lang="fr">');
  assertEquals(
    /<style|style="|<script(?![^>]* src=)|\son\w+="/.test(html),
    false,
  );
});

Deno.test("a page for browsers over HTTPS asks to stay there", async () => {
  await using world = await TestWorld.open();
  Object.assign(world.ports, { publicUrl: "https://sms.example.fr" });
  const anne = await enter(world);

  const { headers } = await anne.get("/structures");

  assertEquals(headers.get("strict-transport-security"), "max-age=31536000");
});

Deno.test("a foreign structure is a page that is not there", async (t) => {
  const { world, rodez, millau } = await territoryWorld();
  await using _ = world;
  const agent = await enter(world, {
    operator: false,
    roles: { [rodez.id]: "manager" },
  });
  const absent = `str_${"0".repeat(18)}`;
  const pages = ["", "/historique", "/envoi", "/credits", "/applications"];
  for (const page of pages) {
    await t.step(page || "/", async () => {
      await agent.open(`/s/${rodez.id}${page}`);
      const foreign = await agent.get(`/s/${millau.id}${page}`);
      const unknown = await agent.get(`/s/${absent}${page}`);
      assertEquals(foreign.status, 404);
      assertEquals(foreign.html, unknown.html);
    });
  }
});

Deno.test("what one may not do is neither shown nor done", async () => {
  const { world, rodez } = await territoryWorld();
  await using _ = world;
  const viewer = await enter(world, {
    operator: false,
    roles: { [rodez.id]: "viewer" },
  });

  const dashboard = await viewer.open(`/s/${rodez.id}`);
  const send = await viewer.get(`/s/${rodez.id}/envoi`);
  const grant = await viewer.get(`/s/${rodez.id}/credits/ajouter`);
  const inbox = await viewer.get("/reception");

  assertEquals(dashboard.includes('/envoi"'), false);
  assertEquals(dashboard.includes("/reglages"), false);
  assertEquals(send.status, 403);
  assertStringIncludes(words(send.html), "Votre rôle ne le permet pas");
  assertEquals(grant.status, 403);
  assertEquals(inbox.status, 404);
});

Deno.test("names are words, never markup", async () => {
  await using world = await TestWorld.open();
  const anne = await enter(world, { name: "<img src=x onerror=alert(1)>" });
  const { id } = await createStructure(world.ports, world.call(OPERATOR), {
    name: '"><script>alert(1)</script>',
  });

  for (const path of ["/structures", `/s/${id}`, `/s/${id}/reglages`]) {
    const html = await anne.open(path);
    assertEquals(html.includes("<script>alert"), false, path);
    assertEquals(html.includes("<img src=x"), false, path);
  }
});

Deno.test("an address says only what we have words for", async () => {
  await using world = await TestWorld.open();
  const anne = await enter(world);

  const ours = await anne.open("/structures?fait=structure");
  const theirs = await anne.open("/structures?fait=<b>coucou</b>");
  const inherited = await anne.open("/structures?fait=toString");

  assertStringIncludes(ours, "La structure est créée.");
  assertEquals(theirs.includes("coucou"), false);
  assertEquals(inherited.includes("[native code]"), false);
});

Deno.test("GET / opens the one structure there is, else the list", async () => {
  const { world, rodez } = await territoryWorld();
  await using _ = world;
  const agent = await enter(world, {
    operator: false,
    roles: { [rodez.id]: "sender" },
  });

  const home = await agent.get("/");

  assertEquals(home.headers.get("location"), `/s/${rodez.id}`);
});

Deno.test("an unknown address is a page for people, and nothing for programs", async () => {
  await using world = await TestWorld.open();
  const app = site(world);

  const page = await new Visitor(app, "").get("/nulle-part");
  const program = await app.request("/nulle-part");

  assertEquals(page.status, 404);
  assertStringIncludes(page.html, "Cette page n’existe pas");
  assertEquals(program.status, 404);
  assertEquals((await program.text()).includes("<html"), false);
});

Deno.test("a failure of ours is reported and shown without detail", async () => {
  await using world = await TestWorld.open();
  const anne = await enter(world);
  world.store.list = () => {
    throw new Error("secret detail");
  };

  const { status, html } = await anne.get("/structures");

  assertEquals(status, 500);
  assertStringIncludes(html, "Quelque chose n’a pas fonctionné");
  assertEquals(html.includes("secret detail"), false);
  assertEquals(world.reports.length, 1);
});

Deno.test("every form of a session is refused without its token", async (t) => {
  const { world, rodez } = await territoryWorld();
  await using _ = world;
  const anne = await enter(world);
  const paths = [
    "/deconnexion",
    "/structures/nouvelle",
    `/s/${rodez.id}/envoi`,
    `/s/${rodez.id}/credits/ajouter`,
    `/s/${rodez.id}/applications/nouvelle`,
    `/s/${rodez.id}/expediteurs`,
    `/s/${rodez.id}/reglages`,
    `/s/${rodez.id}/reglages/suspendre`,
  ];
  for (const path of paths) {
    await t.step(path.replace(/str_\w+/, "…"), async () => {
      const { status, html } = await anne.post(path, { jeton: "faux" });
      assertEquals(status, 403);
      assertStringIncludes(html, "rien n’a été fait");
    });
  }
});

Deno.test("a form that is too large is refused", async () => {
  const { world, rodez } = await territoryWorld();
  await using _ = world;
  const anne = await enter(world);

  const { status } = await anne.post(`/s/${rodez.id}/envoi`, {
    recipients: "0612345678\n".repeat(250_000),
  });

  assertEquals(status, 413);
});

Deno.test("what a person is refused on a page stands in the journal", async () => {
  const { world, rodez } = await territoryWorld();
  await using _ = world;
  const paul = await enter(world, {
    operator: false,
    roles: { [rodez.id]: "viewer" },
  });

  const { status } = await paul.get(`/s/${rodez.id}/reglages`);

  assertEquals(status, 403);
  const { items } = await listAudit(world.ports, OPERATOR, {
    id: rodez.id,
    limit: 1,
    result: "refused",
  });
  assertEquals(items[0]?.detail, { route: "GET /s/{id}/reglages" });
  assertEquals(items[0]?.from.via, "page");
});
