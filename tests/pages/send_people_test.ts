import { assertEquals, assertStringIncludes } from "@std/assert";
import { readBalance } from "../../lib/domain/account.ts";
import { putContacts } from "../../lib/domain/contact.ts";
import { createContactList } from "../../lib/domain/contact_list.ts";
import { listMessages } from "../../lib/domain/history.ts";
import { addOptOut } from "../../lib/domain/opt_out.ts";
import { createTemplate } from "../../lib/domain/template.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory } from "./territory.ts";
import { enter, words } from "./visitor.ts";

/** Rodez with a list of two, one of whom opted out is a third. */
async function listWorld() {
  const world = await TestWorld.open();
  const { ports } = world;
  const { rodez } = await makeTerritory(ports, OPERATOR);
  const { id: listId } = await createContactList(ports, world.call(), {
    structureId: rodez.id,
    name: "Élus",
  });
  await putContacts(ports, world.call(), {
    id: rodez.id,
    listId,
    input: {
      csv: "mobile;prenom\n0612345601;Anne\n0612345602;Yann\n0612345603;Léa",
    },
  });
  await addOptOut(ports, world.call(), {
    id: rodez.id,
    recipient: "0612345603",
  });
  const path = `/s/${rodez.id}/envoi`;
  const sent = async () => {
    const { items } = await listMessages(ports, OPERATOR, {
      structureId: rodez.id,
      limit: 20,
    });
    return items.map(({ to, text, status }) => `${to} ${status} ${text}`)
      .sort();
  };
  return { world, anne: await enter(world), rodez, listId, path, sent };
}

Deno.test("« Envoi simple » writes to a list, each their own text, and leaves out who opted out", async () => {
  const { world, anne, listId, path, sent } = await listWorld();
  await using _ = world;
  const form = await anne.open(`${path}?liste=${listId}`);
  assertStringIncludes(form, `name="liste.${listId}" value="oui" checked`);

  const missing = await anne.submit(form, path, {
    [`liste.${listId}`]: "oui",
    recipients: "0612345601",
    text: "Bonjour {{prenom}}, à {{heure}}.",
    etape: "verifier",
  });
  assertEquals(missing.status, 422);
  assertStringIncludes(
    words(missing.html),
    "Rien ne remplace {{prenom}}, {{heure}}",
  );
  assertStringIncludes(missing.html, 'name="valeur.heure"');
  const confirm = await anne.submit(missing.html, path, {
    [`liste.${listId}`]: "oui",
    text: "Bonjour {{prenom}}, à {{heure}}.",
    "valeur.heure": "9 h",
    etape: "verifier",
  });
  const said = words(confirm.html);
  assertStringIncludes(said, "2 SMS partent tout de suite vers 2 personnes");
  assertStringIncludes(said, "1 destinataire désabonné laissé de côté");
  assertStringIncludes(said, "Listes : Élus");
  const done = await anne.submit(confirm.html, path, { etape: "envoyer" });

  assertEquals(done.status, 303);
  assertEquals(await sent(), [
    "+33612345601 queued Bonjour Anne, à 9 h.",
    "+33612345602 queued Bonjour Yann, à 9 h.",
  ]);
});

Deno.test("« Envoi simple » proposes a correction for each wrong number, one tap away", async () => {
  const { world, anne, path } = await listWorld();
  await using _ = world;
  const wrong = await anne.submit(await anne.open(path), path, {
    recipients: "+33 33 612345601\n0698765432",
    text: "Bonjour",
    etape: "verifier",
  });
  assertEquals(wrong.status, 422);
  assertStringIncludes(words(wrong.html), "Vouliez-vous dire 06 12 34 56 01 ?");
  const mended = await anne.submit(wrong.html, path, {
    recipients: "+33 33 612345601\n0698765432",
    text: "Bonjour",
    etape: "corriger",
  });

  assertEquals(mended.status, 200);
  assertStringIncludes(words(mended.html), "06 12 34 56 01 0698765432");
});

Deno.test("« Envoi simple » is put off to an hour in France, and refuses one that is over", async () => {
  const { world, anne, path, sent } = await listWorld();
  await using _ = world;
  const fields = {
    recipients: "0612345601",
    text: "Bonjour",
    etape: "verifier",
  };
  const form = await anne.open(path);

  const past = await anne.submit(form, path, {
    ...fields,
    date: "2026-11-30T09:00",
  });
  const confirm = await anne.submit(form, path, {
    ...fields,
    date: "2026-12-02T09:30",
    urgent: "oui",
  });
  await anne.submit(confirm.html, path, { etape: "envoyer" });

  assertEquals(past.status, 422);
  assertStringIncludes(
    words(past.html),
    "Choisissez un jour et une heure à venir",
  );
  assertStringIncludes(words(confirm.html), "1 SMS partira 2 déc.");
  assertStringIncludes(words(confirm.html), "aussi pendant les heures calmes");
  assertEquals(await sent(), ["+33612345601 scheduled Bonjour"]);
  const { items } = await listMessages(world.ports, OPERATOR, {
    structureId: path.split("/")[2]!,
    limit: 1,
  });
  assertEquals(items[0]!.status, "scheduled");
});

Deno.test("« Envoi simple » tries the text on one's own phone, and still asks", async () => {
  const { world, anne, path, sent, rodez } = await listWorld();
  await using _ = world;
  const confirm = await anne.submit(await anne.open(path), path, {
    recipients: "0612345601",
    text: "Bonjour",
    etape: "verifier",
  });

  const tried = await anne.submit(confirm.html, path, {
    etape: "essai",
    moi: "06 98 76 54 32",
  });
  const wrong = await anne.submit(confirm.html, path, {
    etape: "essai",
    moi: "12",
  });

  assertEquals(tried.status, 200);
  assertStringIncludes(
    words(tried.html),
    "L’essai est parti vers 06 98 76 54 32",
  );
  assertEquals(wrong.status, 422);
  assertEquals(await sent(), ["+33698765432 queued Bonjour"]);
  const { reserved } = await readBalance(world.ports, OPERATOR, rodez.id);
  assertEquals(reserved, 1);
});

Deno.test("« Envoi simple » asks again when the list grew after it was shown", async () => {
  const { world, anne, rodez, listId, path, sent } = await listWorld();
  await using _ = world;
  const confirm = await anne.submit(await anne.open(path), path, {
    [`liste.${listId}`]: "oui",
    text: "Bonjour",
    etape: "verifier",
  });
  await putContacts(world.ports, world.call(), {
    id: rodez.id,
    listId,
    input: { csv: "mobile\n0612345609" },
  });

  const again = await anne.submit(confirm.html, path, { etape: "envoyer" });

  assertEquals(again.status, 409);
  assertStringIncludes(
    words(again.html),
    "Le coût a changé : 3 SMS au lieu de 2",
  );
  assertEquals(await sent(), []);
  await anne.submit(again.html, path, { etape: "envoyer" });
  assertEquals((await sent()).length, 3);
});

Deno.test("« Envoi simple » begins with a template, and takes numbers from a file", async () => {
  const { world, anne, rodez, path } = await listWorld();
  await using _ = world;
  const { id } = await createTemplate(world.ports, world.call(), {
    structureId: rodez.id,
    name: "RDV",
    text: "Rendez-vous à 9 h.",
  });

  const form = await anne.open(`${path}?modele=${id}`);
  const confirm = await anne.submit(form, path, {
    fichier: "mobile;nom\n06 12 34 56 01;Anne\n",
    recipients: "",
    text: "Rendez-vous à 9 h.",
    etape: "verifier",
  });

  assertStringIncludes(form, "Rendez-vous à 9 h.</textarea>");
  assertStringIncludes(
    words(confirm.html),
    "1 SMS part tout de suite vers 1 personne",
  );
});
