import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import { applyReceipt } from "../../lib/delivery/receipts.ts";
import { acceptMessages } from "../../lib/domain/acceptance.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { readBalance } from "../../lib/domain/account.ts";
import { listMessages } from "../../lib/domain/history.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory, sendSome } from "./territory.ts";
import { enter, words } from "./visitor.ts";

async function territoryWorld() {
  const world = await TestWorld.open();
  const territory = await makeTerritory(world.ports, OPERATOR);
  const path = `/s/${territory.rodez.id}/envoi`;
  return { world, anne: await enter(world), path, ...territory };
}

const TEXT = "Votre carte d'identité vous attend en mairie.";

Deno.test("« Envoi simple » says what it will do, then does it once", async () => {
  const { world, anne, path, rodez } = await territoryWorld();
  await using _ = world;
  const form = await anne.open(path);

  const confirm = await anne.submit(form, path, {
    recipients: "Anne\t06 12 34 56 78\nPaul\t0698765432\n+33612345678",
    text: TEXT,
    etape: "verifier",
  });
  assertEquals(confirm.status, 200);
  assertStringIncludes(
    words(confirm.html),
    "2 SMS partent tout de suite vers 2 personnes, de la part de « MairieRodez ». Il restera 2 498 SMS à Mairie de Rodez.",
  );
  assertStringIncludes(words(confirm.html), "1 doublon compté une seule fois");
  const sent = await anne.submit(confirm.html, path, { etape: "envoyer" });
  const again = await anne.submit(confirm.html, path, { etape: "envoyer" });

  assertEquals(sent.status, 303);
  assertEquals(again.headers.get("location"), sent.headers.get("location"));
  const { reserved } = await readBalance(world.ports, OPERATOR, rodez.id);
  assertEquals(reserved, 2);
  const progress = words(await anne.open(sent.headers.get("location")!));
  assertStringIncludes(progress, "Envoi à 2 personnes");
  assertStringIncludes(progress, "En attente : 2");
});

Deno.test("« Envoi simple » keeps what was written and explains each number", async () => {
  const { world, anne, path } = await territoryWorld();
  await using _ = world;
  const form = await anne.open(path);

  const { status, html } = await anne.submit(form, path, {
    recipients: "0612345678\n0565731234\n06 12",
    text: "<b>Bonjour</b>",
    etape: "verifier",
  });

  assertEquals(status, 422);
  const said = words(html);
  assertStringIncludes(said, "2 numéros à corriger");
  assertStringIncludes(
    said,
    "0565731234 : Ce numéro n'est pas celui d'un mobile",
  );
  assertStringIncludes(said, "06 12 : Le numéro est trop court");
  assertStringIncludes(html, "0612345678\n0565731234\n06 12</textarea>");
  assertStringIncludes(html, "&lt;b>Bonjour&lt;/b></textarea>");
});

Deno.test("« Envoi simple » goes on without the unusable numbers when told to", async () => {
  const { world, anne, path } = await territoryWorld();
  await using _ = world;

  const { status, html } = await anne.submit(await anne.open(path), path, {
    recipients: "0612345678\n0565731234",
    text: TEXT,
    sans: "oui",
  });

  assertEquals(status, 200);
  assertStringIncludes(words(html), "vers 1 personne");
  assertStringIncludes(words(html), "1 numéro inutilisable laissé de côté");
});

Deno.test("« Envoi simple » wants someone to write to, and words", async () => {
  const { world, anne, path } = await territoryWorld();
  await using _ = world;

  const { status, html } = await anne.submit(await anne.open(path), path, {
    recipients: "Anne Martin",
    text: " ",
    etape: "verifier",
  });

  assertEquals(status, 422);
  assertStringIncludes(html, "Indiquez au moins un numéro de mobile");
  assertStringIncludes(html, "Écrivez le message à envoyer.");
});

Deno.test("« Envoi simple » refuses more than ten SMS in one message", async () => {
  const { world, anne, path } = await territoryWorld();
  await using _ = world;

  const { html } = await anne.submit(await anne.open(path), path, {
    recipients: "0612345678",
    text: "œ".repeat(800),
    etape: "verifier",
  });

  assertStringIncludes(html, "Ce message ferait 12 SMS");
});

Deno.test("the spelling that saves SMS is one tap away, never silent", async () => {
  const { world, anne, path } = await territoryWorld();
  await using _ = world;
  const text =
    "Réunion publique « cœur de ville » : être présent à 18 h à la salle des fêtes, merci.";
  const form = await anne.open(path);

  const confirm = await anne.submit(form, path, {
    recipients: "0612345678",
    text,
    etape: "verifier",
  });
  assertStringIncludes(words(confirm.html), "Envoyer 2 SMS");
  assertStringIncludes(confirm.html, "<mark>œ</mark>");
  const plain = await anne.submit(confirm.html, path, { etape: "ecriture" });

  assertStringIncludes(words(plain.html), "Envoyer 1 SMS");
  assertStringIncludes(plain.html, "coeur de ville");
});

Deno.test("« Modifier » gives back what was written", async () => {
  const { world, anne, path } = await territoryWorld();
  await using _ = world;
  const confirm = await anne.submit(await anne.open(path), path, {
    recipients: "0612345678",
    text: TEXT,
    etape: "verifier",
  });

  const { html } = await anne.submit(confirm.html, path, { etape: "modifier" });

  assertStringIncludes(
    html.replaceAll("\u00a0", " "),
    "06 12 34 56 78</textarea>",
  );
  assertStringIncludes(html, `${TEXT}</textarea>`);
});

Deno.test("a send beyond the credit is said before it is tried, and refused after", async () => {
  const { world, anne, decazeville } = await territoryWorld();
  await using _ = world;
  const path = `/s/${decazeville.id}/envoi`;
  const fields = {
    recipients: "0612345678\n0612345679\n0612345670\n0612345671",
    text: TEXT,
  };
  const form = await anne.open(path);

  const confirm = await anne.submit(form, path, {
    ...fields,
    etape: "verifier",
  });
  const forced = await anne.submit(confirm.html, path, { etape: "envoyer" });

  assertStringIncludes(words(confirm.html), "Il manque 1 SMS");
  assertEquals(confirm.html.includes('value="envoyer"'), false);
  assertEquals(forced.status, 402);
  assertStringIncludes(words(forced.html), "Rien n’a été envoyé");
  const { items } = await listMessages(world.ports, OPERATOR, {
    structureId: decazeville.id,
    limit: 9,
  });
  assertEquals(items.map(({ status }) => status), Array(4).fill("refused"));
});

Deno.test("what waits of a send can be cancelled", async () => {
  const { world, anne, path } = await territoryWorld();
  await using _ = world;
  const confirm = await anne.submit(await anne.open(path), path, {
    recipients: "0612345678",
    text: TEXT,
    etape: "verifier",
  });
  const sent = await anne.submit(confirm.html, path, { etape: "envoyer" });
  const progress = sent.headers.get("location")!;

  const cancelled = await anne.submit(
    await anne.open(progress),
    `${progress}/annuler`,
  );

  assertEquals(
    cancelled.headers.get("location"),
    `${progress}?fait=envoiAnnule`,
  );
  assertStringIncludes(words(await anne.open(progress)), "Annulé : 1");
});

Deno.test("the history is filtered from its address", async (t) => {
  const { world, anne, rodez, decazeville, ...rest } = await territoryWorld();
  await using _ = world;
  await sendSome(world.ports, OPERATOR, { rodez, decazeville, ...rest });
  const rows = async (id: string, query: string) =>
    (await anne.open(`/s/${id}/historique?${query}`)).split(
      '<tr role="row" class=',
    )
      .length - 1;
  const table: [name: string, id: string, query: string, found: number][] = [
    ["all", rodez.id, "", 11],
    ["a number", rodez.id, "cherche=06+98+76+54+32", 1],
    ["a reference", rodez.id, "cherche=seance-42", 10],
    ["an unknown reference", rodez.id, "cherche=seance-43", 0],
    ["failures", rodez.id, "erreur=oui", 0],
    ["failures elsewhere", decazeville.id, "erreur=oui", 10],
    ["today", rodez.id, "du=2026-12-01", 11],
    ["up to yesterday", rodez.id, "au=2026-11-30", 0],
    ["a day that is none", rodez.id, "du=hier", 11],
  ];
  for (const [name, id, query, found] of table) {
    await t.step(name, async () => assertEquals(await rows(id, query), found));
  }
});

Deno.test("the history goes on page by page, its filters kept", async () => {
  const { world, anne, rodez, path } = await territoryWorld();
  await using _ = world;
  const recipients = Array.from({ length: 50 }, (_, i) => `06123456${10 + i}`);
  const confirm = await anne.submit(await anne.open(path), path, {
    recipients: recipients.join(","),
    text: TEXT,
    etape: "verifier",
  });
  await anne.submit(confirm.html, path, { etape: "envoyer" });

  const first = await anne.open(`/s/${rodez.id}/historique?du=2026-12-01`);
  const next = /href="([^"]*suite=[^"]*)"/.exec(first)![1]!.replaceAll(
    "&amp;",
    "&",
  );
  const second = await anne.open(next);

  assertStringIncludes(next, "du=2026-12-01");
  assertEquals(first.split('<tr role="row" class=').length - 1, 40);
  assertEquals(second.split('<tr role="row" class=').length - 1, 10);
});

Deno.test("a message's page tells what happened to it, in its structure alone", async () => {
  const { world, anne, rodez, millau, ...rest } = await territoryWorld();
  await using _ = world;
  await sendSome(world.ports, OPERATOR, { rodez, millau, ...rest });
  const history = await anne.open(`/s/${rodez.id}/historique`);
  const id = /msg_\w+/.exec(history)![0];

  const page = words(await anne.open(`/s/${rodez.id}/historique/${id}`));
  const elsewhere = await anne.get(`/s/${millau.id}/historique/${id}`);

  assertMatch(page, /Ce qui s’est passé En attente 1 déc\. 2026, 09:00/);
  assertEquals(elsewhere.status, 404);
});

Deno.test("a suspended structure says so, and its sends are refused in words", async () => {
  const { world, anne, rodez, path } = await territoryWorld();
  await using _ = world;
  const settings = `/s/${rodez.id}/reglages/suspendre`;
  await anne.submit(await anne.open(settings), settings);

  const confirm = await anne.submit(await anne.open(path), path, {
    recipients: "0612345678",
    text: TEXT,
    etape: "verifier",
  });
  const refused = await anne.submit(confirm.html, path, { etape: "envoyer" });

  assertStringIncludes(words(confirm.html), "Envois suspendus");
  assertEquals(refused.status, 403);
  assertStringIncludes(words(refused.html), "La structure est suspendue");
});

Deno.test("what failed is sent again with its price, and what did not is not", async () => {
  await using world = await TestWorld.open();
  const visitor = await enter(world);
  const territory = await makeTerritory(world.ports, OPERATOR);
  const { rodez, idelibre } = territory;
  await sendSome(world.ports, OPERATOR, territory);
  const at = await authorised(world.ports, idelibre, "message:send", rodez.id);
  const { messages } = await acceptMessages(
    world.ports,
    { call: world.call(idelibre), at },
    { text: "Bonjour", recipients: ["0612345678", "0612345679"] },
  );
  const [lost] = messages!;
  await applyReceipt(world.ports, {
    messageId: lost!.id,
    gatewayId: null,
    said: { status: "failed", detail: null, neverSent: true },
  });

  const page = await visitor.open(`/s/${rodez.id}/historique/${lost!.id}`);
  const answer = await visitor.submit(page, `/s/${rodez.id}/envoi`, {
    etape: "verifier",
  });
  assertEquals(answer.status, 200);
  const said = words(answer.html);
  assertStringIncludes(said, "Envoyer 1 SMS");
  assertStringIncludes(said, "06 12 34 56 78");
  const other = await visitor.open(
    `/s/${rodez.id}/historique/${messages![1]!.id}`,
  );
  assert(!other.includes(`action="/s/${rodez.id}/envoi"`));
});

Deno.test("GET /historique.csv holds what the filters of its page find", async () => {
  await using world = await TestWorld.open();
  const visitor = await enter(world);
  const territory = await makeTerritory(world.ports, OPERATOR);
  await sendSome(world.ports, OPERATOR, territory);
  const path = `/s/${territory.rodez.id}/historique.csv`;
  const all = await visitor.get(path);
  assertStringIncludes(all.headers.get("content-type")!, "text/csv");
  assertEquals(all.html.trim().split("\r\n").length, 12);
  const found = await visitor.get(`${path}?cherche=seance-42`);
  assertEquals(found.html.trim().split("\r\n").length, 11);
  assertStringIncludes(found.html, '"Référence"');
});
