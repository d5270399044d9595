import { assertEquals, assertStringIncludes } from "@std/assert";
import { readBalance } from "../../lib/domain/account.ts";
import { readAllowance } from "../../lib/domain/allowance.ts";
import { readSharing } from "../../lib/domain/sharing.ts";
import { Engine } from "../../lib/delivery/engine.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory } from "./territory.ts";
import { enter, hiddenFields, words } from "./visitor.ts";

async function openCentre() {
  const world = await TestWorld.open();
  const { centre, rodez } = await makeTerritory(world.ports, OPERATOR);
  const path = `/s/${centre.id}/credits/regler`;
  const anne = await enter(world);
  return { world, anne, centre: centre.id, rodez: rodez.id, path };
}

Deno.test("a structure is made to draw from the group, after its consequence was read", async () => {
  const { world, anne, rodez, path } = await openCentre();
  await using _ = world;
  const form = await anne.open(`${path}?a=${rodez}`);
  const asked = await anne.post(path, {
    ...hiddenFields(form, path),
    mode: "shared",
    plafond: "1 000",
  });
  assertStringIncludes(words(asked.html), "Mairie de Rodez puisera dans votre");
  assertStringIncludes(words(asked.html), "2 500 SMS disponibles reviennent");
  assertStringIncludes(words(asked.html), "1 000 SMS par mois au plus");
  assertEquals(
    (await readSharing(world.ports, OPERATOR, rodez)).mode,
    "allocated",
  );
  const done = await anne.submit(asked.html, path);
  assertEquals(done.status, 303);
  const sharing = await readSharing(world.ports, OPERATOR, rodez);
  assertEquals([sharing.mode, sharing.monthlyCap], ["shared", 1_000]);
  const list = words(await anne.open(done.headers.get("location")!));
  assertStringIncludes(list, "Puise dans votre solde");
  const own = words(await anne.open(`/s/${rodez}/credits`));
  assertStringIncludes(own, "1 000 SMS à disposition");
  // What it may draw is what it can send.
  const board = words(await anne.open(`/s/${rodez}`));
  assertStringIncludes(board, "SMS disponibles 1 000");
  const send = words(await anne.open(`/s/${rodez}/envoi`));
  assertStringIncludes(send, "1 000 SMS disponibles");
});

Deno.test("an allowance is set, seen, and ended", async () => {
  const { world, anne, rodez, path } = await openCentre();
  await using _ = world;
  const post = async (fields: Record<string, string>) => {
    const form = await anne.open(`${path}?a=${rodez}`);
    const { jeton = "" } = hiddenFields(form, path);
    return await anne.post(path, {
      jeton,
      a: rodez,
      quoi: "dotation",
      ...fields,
    });
  };
  const wrong = await post({ credits: "beaucoup" });
  assertEquals(wrong.status, 422);
  assertStringIncludes(words(wrong.html), "un nombre entier de SMS");
  const asked = await post({ credits: "3 000" });
  assertStringIncludes(words(asked.html), "Donner 3 000 SMS par mois à Mairie");
  assertStringIncludes(words(asked.html), "son solde est ramené à 3 000 SMS");
  await anne.submit(asked.html, path);
  await new Engine(world.ports, { owner: "w1", exclusive: true }).runDue();
  const balance = await readBalance(world.ports, OPERATOR, rodez);
  assertEquals(balance.available, 3_000);
  const form = words(await anne.open(`${path}?a=${rodez}`));
  assertStringIncludes(form, "Prochaine dotation le 1er janvier 2027");
  assertStringIncludes(form, "Dernière : 500 SMS pour 2026-12");
  await post({ etape: "arreter" });
  assertEquals(await readAllowance(world.ports, OPERATOR, rodez), null);
});

Deno.test("only what is right below is provided for here", async () => {
  const { world, anne, centre, rodez } = await openCentre();
  await using _ = world;
  for (const [at, id] of [[rodez, centre], [rodez, rodez], [centre, "str_x"]]) {
    const { status } = await anne.get(`/s/${at}/credits/regler?a=${id}`);
    assertEquals(status === 404 || status === 409, true, `${at} ${id}`);
  }
});

Deno.test("new SMS may end on a day, which is said before and after", async () => {
  const { world, anne, centre } = await openCentre();
  await using _ = world;
  const path = `/s/${centre}/credits/ajouter`;
  const form = await anne.open(path);
  const late = await anne.submit(form, path, {
    nombre: "500",
    expire: "2020-01-01",
  });
  assertEquals(late.status, 422);
  assertStringIncludes(words(late.html), "Choisissez un jour à venir");
  const asked = await anne.submit(form, path, {
    nombre: "500",
    note: "BC-2026-14",
    expire: "2027-12-31",
  });
  assertStringIncludes(words(asked.html), "à la fin du 31 décembre 2027");
  const done = await anne.submit(asked.html, path);
  const list = words(await anne.open(done.headers.get("location")!));
  assertStringIncludes(list, "500 SMS expirent le 31 décembre 2027 BC-2026-14");
});
