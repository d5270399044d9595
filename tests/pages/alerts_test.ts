import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { Engine } from "../../lib/delivery/engine.ts";
import { keepMail } from "../../lib/delivery/outbox.ts";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { readAlerts } from "../../lib/domain/alert_settings.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory } from "./territory.ts";
import { enter, hiddenFields, words } from "./visitor.ts";

const FIELDS = {
  lowBalance: "2 000, 500",
  monthlyVolume: "",
  daysLeft: "15",
  failureRate: "10",
  push: "oui",
  emails: "maire@rodez.example dsi@rodez.example",
  sms: "06 98 76 54 32",
};

async function rodez() {
  const world = await TestWorld.open();
  const { rodez, millau } = await makeTerritory(world.ports, OPERATOR);
  const path = `/s/${rodez.id}/alertes`;
  return { world, id: rodez.id, other: millau.id, path };
}

Deno.test("the page proposes, saves, and shows what is set", async () => {
  const { world, id, path } = await rodez();
  await using _ = world;
  const anne = await enter(world);

  const before = await anne.open(path);
  assertStringIncludes(words(before), "Personne n’est encore prévenu");
  assertStringIncludes(before, `value="500, 100"`);
  assertStringIncludes(before, "anne@cdg.example</textarea>");
  assertStringIncludes(words(before), "Aucune alerte pour l’instant");

  const saved = await anne.submit(before, path, FIELDS);
  assertEquals(saved.status, 303);
  const after = await anne.open(saved.headers.get("location")!);
  assertStringIncludes(words(after), "Les alertes sont enregistrées.");
  assertStringIncludes(after, "maire@rodez.example\ndsi@rodez.example");
  assertStringIncludes(words(after), "06 98 76 54 32");
  assert(!words(after).includes("Personne n’est encore prévenu"));
  assertEquals(await readAlerts(world.ports, OPERATOR, id), {
    lowBalance: [500, 2_000],
    monthlyVolume: [],
    daysLeft: [15],
    failureRate: [10],
    emails: ["maire@rodez.example", "dsi@rodez.example"],
    webhook: false,
    push: true,
    sms: ["+33698765432"],
  });
});

Deno.test("what is wrong stands beside its field, with what was written", async () => {
  const { world, id, path } = await rodez();
  await using _ = world;
  const anne = await enter(world);

  const page = await anne.open(path);
  const answer = await anne.submit(page, path, {
    lowBalance: "500, beaucoup",
    emails: "maire@rodez.example, rodez",
    sms: "01 23 45 67 89",
  });

  assertEquals(answer.status, 422);
  assertStringIncludes(words(answer.html), "« beaucoup » : Attendu");
  assertStringIncludes(
    words(answer.html),
    "« rodez » : Une adresse électronique",
  );
  assertStringIncludes(answer.html, `value="500, beaucoup"`);
  const numbers = await anne.submit(page, path, {
    ...FIELDS,
    sms: "0123456789",
  });
  assertStringIncludes(words(numbers.html), "« 0123456789 » : Ce numéro");
  const { emails } = await readAlerts(world.ports, OPERATOR, id);
  assertEquals(emails, []);
});

Deno.test("what was raised is listed, with how it was told", async () => {
  const { world, id, path } = await rodez();
  await using _ = world;
  const { ports } = world;
  const anne = await enter(world);
  const page = await anne.open(path);
  await anne.submit(page, path, {
    ...FIELDS,
    lowBalance: "2 500",
    emails: "maire@rodez.example",
  });
  const at = await authorised(ports, OPERATOR, "message:send", id);
  await acceptMessages(ports, { call: world.call(), at }, {
    text: "Bonjour",
    recipients: ["0612345678"],
  });
  const engine = new Engine(ports, { owner: "w1", exclusive: true });
  world.advance(2_100);
  await engine.runDue();

  const said = words(await anne.open(path));
  assertStringIncludes(said, "Moins de 2 500 SMS disponibles");
  assertStringIncludes(said, "aujourd’hui, 09:00 : il en restait 2 499");
  assertStringIncludes(said, "1 mail envoyé");
  assertStringIncludes(said, "1 SMS envoyé");
  assertStringIncludes(said, "Déjà sous le seuil de 2 500.");
});

Deno.test("who may not manage sees what was raised, and sets nothing", async () => {
  const { world, id, other, path } = await rodez();
  await using _ = world;
  const viewer = await enter(world, {
    id: "mem_00000000000000000b",
    email: "vue@rodez.example",
    operator: false,
    roles: { [id]: "viewer" },
  });

  const page = await viewer.open(path);
  assert(!page.includes(`action="${path}"`));
  assertStringIncludes(words(page), "Un gestionnaire de la structure");
  const session = hiddenFields(page, "/deconnexion");
  const forced = await viewer.post(path, { ...session, ...FIELDS });
  assertEquals(forced.status, 403);
  assertStringIncludes(words(forced.html), "Votre rôle ne le permet pas");
  assertEquals((await viewer.get(`/s/${other}/alertes`)).status, 404);
});

Deno.test("the simulated inbox shows mails to the operator", async () => {
  await using world = await TestWorld.open();
  await makeTerritory(world.ports, OPERATOR);
  const anne = await enter(world);
  await anne.open("/reception");
  await keepMail(world.ports, "sms@cdg.example", {
    to: "maire@rodez.example",
    subject: "Alerte SMS · Rodez",
    text: "Il reste 40 SMS.",
  });

  const said = words(await anne.open("/reception"));
  assertStringIncludes(said, "Mail pour maire@rodez.example");
  assertStringIncludes(said, "Alerte SMS · Rodez");
  assertStringIncludes(said, "Il reste 40 SMS.");
});
