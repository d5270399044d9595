import { assertEquals, assertStringIncludes } from "@std/assert";
import { createStructure } from "../../lib/domain/structure.ts";
import { FRESH_MS } from "../../lib/domain/step_up.ts";
import { hashPassword } from "../../lib/domain/password.ts";
import { openSession } from "../../lib/domain/session.ts";
import { Authenticator } from "../domain/authenticator.ts";
import { enrol, PASSWORD, withAnne } from "../domain/people.ts";
import { TestWorld } from "../support.ts";
import { enter, hiddenFields, site, Visitor, words } from "./visitor.ts";

/** Anne, signed in longer ago than a factor counts, and her structure. */
async function stale(): Promise<[TestWorld, Visitor, string]> {
  const world = await TestWorld.open();
  const password = await hashPassword(world.ports, PASSWORD);
  const visitor = await enter(world, { password });
  const { id } = await createStructure(world.ports, world.call(), {
    name: "Rodez",
  });
  world.advance(FRESH_MS + 1_000);
  return [world, visitor, `/s/${id}`];
}

Deno.test("a sensitive form is held back, then goes on with what was typed", async () => {
  const [opened, anne, structure] = await stale();
  await using _ = opened;
  const path = `${structure}/credits/ajouter`;
  const form = await anne.open(path);
  const shown = await anne.submit(form, path, {
    nombre: "1 000",
    note: "Marché « 2026 »",
  });
  assertStringIncludes(words(shown.html), "Ajouter 1 000 SMS");

  const asked = await anne.submit(shown.html, path);
  assertEquals(asked.status, 200);
  assertStringIncludes(words(asked.html), "Confirmez que c’est vous");
  assertEquals(hiddenFields(asked.html, path)["note"], "Marché « 2026 »");
  const wrong = await anne.submit(asked.html, path, {
    preuve_mdp: "une autre phrase",
  });
  assertEquals(wrong.status, 401);
  assertStringIncludes(wrong.html, "pas votre mot de passe");
  assertEquals(wrong.html.includes("une autre phrase"), false);
  assertStringIncludes(
    words(await anne.open(`${structure}/credits`)),
    "0 SMS disponibles",
  );
  const done = await anne.submit(wrong.html, path, { preuve_mdp: PASSWORD });

  assertEquals(done.status, 303);
  assertEquals(
    done.headers.get("location"),
    `${structure}/credits?fait=credits`,
  );
  const again = await anne.submit(shown.html, path);
  assertEquals(again.status, 303, "within ten minutes nobody is asked again");
  assertStringIncludes(
    words(await anne.open(`${structure}/credits`)),
    "1 000",
  );
});

Deno.test("a key is made after a passkey confirmed", async () => {
  const [opened, anne] = await withAnne(null);
  await using world = opened;
  const phone = new Authenticator("phone");
  await enrol(world, anne, phone);
  const { id } = await createStructure(world.ports, world.call(), {
    name: "Rodez",
  });
  const opening = { agent: "test", cookies: null };
  const cookie = await openSession(world.ports, anne, opening);
  const visitor = new Visitor(site(world), cookie.split(";")[0]!);
  world.advance(FRESH_MS + 1_000);
  const path = `/s/${id}/applications/nouvelle`;
  const form = await visitor.open(path);
  const fields = { name: "idelibre", mode: "test" };

  const asked = await visitor.submit(form, path, fields);
  assertEquals(asked.html.includes("lsm_test_"), false);
  const props = asked.html.match(
    /data-island="UsePasskey" data-props="([^"]*)"/,
  )!;
  const { options, hidden, field } = JSON.parse(
    props[1]!.replaceAll("&quot;", '"').replaceAll("&amp;", "&"),
  );
  assertEquals([hidden.name, hidden.mode], ["idelibre", "test"]);
  const done = await visitor.post(path, {
    ...hidden,
    [field]: JSON.stringify(phone.use(options)),
  });

  assertStringIncludes(done.html, "lsm_test_");
});

Deno.test("GET /compte/confirmer comes back to where one was, and only to us", async () => {
  const [opened, anne] = await stale();
  await using _ = opened;
  const path = "/compte/confirmer";
  const page = await anne.open(`${path}?retour=/structures?a=b`);

  const done = await anne.submit(page, path, { preuve_mdp: PASSWORD });

  assertEquals(done.headers.get("location"), "/structures?a=b&fait=confirme");
  const fresh = await anne.get(`${path}?retour=//ailleurs.example`);
  assertEquals([fresh.status, fresh.headers.get("location")], [303, "/"]);
});

Deno.test("whatever leaves as a file asks first who one is", async () => {
  const [opened, anne, structure] = await stale();
  await using _ = opened;

  for (
    const path of [
      "/historique.csv",
      "/statistiques/csv",
      "/statistiques/releve.csv",
      "/journal/journal.csv",
      "/journal/journal.ndjson",
      "/desabonnes/export",
      "/listes/lst_00000000000000000a/export",
    ]
  ) {
    const { status, headers } = await anne.get(structure + path);
    assertEquals(status, 303, path);
    assertStringIncludes(headers.get("location")!, "/compte/confirmer", path);
  }
  const register = await anne.open(`${structure}/registre`);
  for (
    const [path, fields] of [
      ["/registre/export", {}],
      ["/registre/numero", { fichier: "oui", recipient: "0612345678" }],
    ] as const
  ) {
    const { jeton = "" } = hiddenFields(
      register,
      `${structure}/registre/numero`,
    );
    const { html } = await anne.post(structure + path, { jeton, ...fields });
    assertStringIncludes(words(html), "Confirmez que c’est vous", path);
  }
});
