import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { OPERATOR, TestWorld } from "../support.ts";
import { listWebhooks } from "../../lib/domain/webhook.ts";
import { makeTerritory } from "./territory.ts";
import { enter, words } from "./visitor.ts";

async function openPages() {
  const world = await TestWorld.open();
  const { centre } = await makeTerritory(world.ports, OPERATOR);
  const anne = await enter(world);
  const path = `/s/${centre.id}/webhooks`;
  const all = async () => {
    const found = await listWebhooks(world.ports, OPERATOR, {
      structureId: centre.id,
      limit: 10,
    });
    return found.items;
  };
  const create = async () => {
    const form = `${path}/nouveau`;
    return await anne.submit(await anne.open(form), form, {
      url: "https://hook.test/sms",
      "message.delivered": "on",
    });
  };
  return { world, anne, path, all, create };
}

Deno.test("the webhooks page teaches what they are for while there is none", async () => {
  const { world, anne, path } = await openPages();
  await using _ = world;
  assertStringIncludes(words(await anne.open(path)), "Aucun webhook");
});

Deno.test("POST …/webhooks/nouveau shows the secret once, with code to verify", async () => {
  const { world, path, anne, all, create } = await openPages();
  await using _ = world;
  const { status, html } = await create();
  assertEquals(status, 200);
  assertMatch(html, /whsec_[A-Za-z0-9+/]{32}/);
  for (const name of ["PHP", "Python", "JavaScript", "Java"]) {
    assertStringIncludes(html, `<summary>${name}</summary>`);
  }
  const [webhook] = await all();
  assertEquals(webhook?.events, ["message.delivered"]);
  const detail = await anne.open(`${path}/${webhook!.id}`);
  assertEquals(detail.includes("whsec_"), false);
});

Deno.test("POST …/webhooks/nouveau keeps what was written beside what is wrong", async () => {
  const { world, anne, path } = await openPages();
  await using _ = world;
  const form = `${path}/nouveau`;
  const page = await anne.open(form);
  const wrong = await anne.submit(page, form, { url: "http://hook.test/" });
  assertEquals(wrong.status, 422);
  assertStringIncludes(words(wrong.html), "Choisissez au moins un événement.");
  const plain = await anne.submit(page, form, {
    url: "http://hook.test/",
    "message.sent": "on",
  });
  assertEquals(plain.status, 422);
  assertStringIncludes(words(plain.html), "commencer par https://");
});

Deno.test("POST …/essai tells what the address answered and lists the call", async () => {
  const { world, anne, path, all, create } = await openPages();
  await using _ = world;
  await create();
  world.reply = () => new Response("pas ici", { status: 404 });
  const own = `${path}/${(await all())[0]!.id}`;
  const { headers } = await anne.submit(await anne.open(own), `${own}/essai`);
  const html = await anne.open(headers.get("location")!);
  assertStringIncludes(words(html), "L’essai n’est pas passé : HTTP 404.");
  assertStringIncludes(html, "pas ici");
});

Deno.test("a webhook is paused, resumed, changed, given a new secret and deleted", async () => {
  const { world, anne, path, all, create } = await openPages();
  await using _ = world;
  await create();
  const own = `${path}/${(await all())[0]!.id}`;
  await anne.submit(await anne.open(own), `${own}/etat`);
  assertEquals((await all())[0]!.status, "paused");
  await anne.submit(await anne.open(own), `${own}/etat`);
  assertEquals((await all())[0]!.status, "active");
  const edit = await anne.open(`${own}/modifier`);
  await anne.submit(edit, `${own}/modifier`, {
    url: "https://hook.test/2",
    "message.failed": "on",
  });
  assertEquals((await all())[0]!.url, "https://hook.test/2");
  const rotate = await anne.open(`${own}/renouveler`);
  const { html } = await anne.submit(rotate, `${own}/renouveler`);
  assertMatch(html, /whsec_/);
  await anne.submit(await anne.open(`${own}/supprimer`), `${own}/supprimer`);
  assertEquals(await all(), []);
});
