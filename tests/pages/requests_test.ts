import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { readBalance } from "../../lib/domain/account.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory } from "./territory.ts";
import { enter, words } from "./visitor.ts";

async function family() {
  const world = await TestWorld.open();
  const { centre, rodez } = await makeTerritory(world.ports, OPERATOR);
  const someone = (id: string, name: string, at: string) =>
    enter(world, {
      id,
      name,
      email: `${name.toLowerCase()}@example.fr`,
      operator: false,
      roles: { [at]: "manager" },
    });
  return {
    world,
    centre: centre.id,
    rodez: rodez.id,
    anne: await someone("mem_00000000000000000b", "Anne", centre.id),
    marie: await someone("mem_00000000000000000c", "Marie", rodez.id),
  };
}

const FIELDS = { nombre: "1 000", reason: "Élections de mars" };

Deno.test("a structure asks, its group sees a badge, gives a part, and the answer is there", async () => {
  const { world, centre, rodez, anne, marie } = await family();
  await using _ = world;
  const mine = `/s/${rodez}/demandes`;
  const theirs = `/s/${centre}/demandes`;
  assertStringIncludes(words(await marie.open(mine)), "Aucune demande");

  const form = await marie.open(`${mine}/nouvelle`);
  assertStringIncludes(words(form), "Centre de gestion de l’Aveyron");
  const sent = await marie.submit(form, `${mine}/nouvelle`, FIELDS);
  assertEquals(sent.status, 303);
  const list = words(await marie.open(sent.headers.get("location")!));
  assertStringIncludes(list, "La demande est envoyée");
  assertStringIncludes(list, "1 000 SMS demandés");
  assertStringIncludes(list, "En attente");

  const received = await anne.open(theirs);
  assertStringIncludes(received, '<span class="waiting">1</span>');
  assertStringIncludes(words(received), "Mairie de Rodez demande 1 000 SMS");
  assertStringIncludes(words(received), "par Marie");
  const link = received.match(/href="([^"]*demandes\/ask_[^"]*)"/)![1]!;
  const one = await anne.open(link);
  const asked = await anne.submit(one, link, { credits: "400", word: "Voilà" });
  assertStringIncludes(
    words(asked.html),
    "Accorder 400 SMS à Mairie de Rodez ?",
  );
  assertStringIncludes(words(asked.html), "2 500 SMS, puis → 2 900");
  const done = await anne.submit(asked.html, link);
  assertEquals(done.status, 303);
  // The same form once more gives nothing more.
  await anne.submit(asked.html, link);

  const balance = await readBalance(world.ports, OPERATOR, rodez);
  assertEquals(balance.available, 2_900);
  const answered = await marie.open(link.replace(centre, rodez));
  assertStringIncludes(words(answered), "400 SMS accordés sur 1 000");
  assertStringIncludes(words(answered), "« Voilà »");
  assert(!(await anne.open(theirs)).includes('class="waiting"'));
});

Deno.test("a refusal needs a word", async () => {
  const { world, centre, rodez, anne, marie } = await family();
  await using _ = world;
  const mine = `/s/${rodez}/demandes`;
  const form = await marie.open(`${mine}/nouvelle`);
  await marie.submit(form, `${mine}/nouvelle`, FIELDS);
  const received = await anne.open(`/s/${centre}/demandes`);
  const link = received.match(/href="([^"]*demandes\/ask_[^"]*)"/)![1]!;
  const one = await anne.open(link);

  const bare = await anne.submit(one, link, { etape: "refuser", word: "" });
  assertEquals(bare.status, 422);
  assertStringIncludes(words(bare.html), "Dites pourquoi");
  const word = "Attendez janvier";
  const no = await anne.submit(one, link, { etape: "refuser", word });
  assertEquals(no.status, 303);
  const told = words(await marie.open(link.replace(centre, rodez)));
  assertStringIncludes(told, "Refusée");
  assertStringIncludes(told, "« Attendez janvier »");
});

Deno.test("a number that cannot be given stands beside its field", async () => {
  const { world, centre, rodez, anne, marie } = await family();
  await using _ = world;
  const mine = `/s/${rodez}/demandes`;
  const form = await marie.open(`${mine}/nouvelle`);
  const wrong = await marie.submit(form, `${mine}/nouvelle`, {
    nombre: "beaucoup",
    reason: "x",
  });
  assertEquals(wrong.status, 422);
  assertStringIncludes(words(wrong.html), "un nombre entier de SMS");
  await marie.submit(form, `${mine}/nouvelle`, FIELDS);
  const received = await anne.open(`/s/${centre}/demandes`);
  const link = received.match(/href="([^"]*demandes\/ask_[^"]*)"/)![1]!;
  const one = await anne.open(link);
  const much = await anne.submit(one, link, { credits: "1 001" });
  assertEquals(much.status, 422);
  assertStringIncludes(words(much.html), "Au plus 1000");
  // Who asked sees no form to answer with, and may take it back.
  const own = await marie.open(link.replace(centre, rodez));
  assert(!own.includes('value="refuser"'));
  const back = await marie.submit(own, link.replace(centre, rodez));
  assertEquals(back.status, 303);
  const gone = await marie.open(back.headers.get("location")!);
  assertStringIncludes(words(gone), "La demande est retirée");
});

Deno.test("the pages speak English to who reads it", async () => {
  const { world, rodez, marie } = await family();
  await using _ = world;
  const response = await marie.app.request(
    `http://localhost:8000/s/${rodez}/demandes`,
    { headers: { cookie: marie.cookie, "accept-language": "en" } },
  );
  const html = await response.text();
  assertStringIncludes(words(html), "Ask for SMS");
  assertStringIncludes(words(html), "No request");
});
