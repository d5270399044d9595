import { assertEquals, assertStringIncludes } from "@std/assert";
import { keys } from "../../lib/kv/keys.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { createApp } from "../../routes/mod.ts";
import { join } from "../domain/invited.ts";
import { TestWorld } from "../support.ts";
import { enter, FROM_HERE, words } from "./visitor.ts";

async function looking() {
  const world = await TestWorld.open();
  const { id } = await createStructure(world.ports, world.call(), {
    name: "Mairie de Rodez",
  });
  const anne = await enter(world, {
    operator: false,
    roles: { [id]: "manager" },
  });
  const lucId = await join(world, id, "Luc Roux", "viewer");
  const path = `/s/${id}/membres/${lucId}`;
  const started = await anne.submit(await anne.open(path), `${path}/voir`);
  assertEquals(started.headers.get("location"), `/s/${id}`);
  return { world, id, anne, lucId, path };
}

Deno.test("a manager sees the pages as a member, named on each, and comes back by one tap", async () => {
  const { world, id, anne, path } = await looking();
  await using _ = world;

  const home = await anne.open(`/s/${id}`);
  assertStringIncludes(home, "Vous voyez les pages comme Luc Roux");
  assertEquals(home.includes(`href="/s/${id}/envoi"`), false);
  assertStringIncludes(
    await anne.open(`/s/${id}/historique`),
    "Vous voyez les pages comme Luc Roux",
  );
  assertEquals((await anne.get(`/s/${id}/membres`)).status, 403);
  const back = await anne.submit(home, "/vue/quitter");

  assertEquals(back.headers.get("location"), `${path}?fait=vueQuittee`);
  const own = await anne.open(`${path}?fait=vueQuittee`);
  assertEquals(own.includes("Vous voyez les pages comme"), false);
  assertStringIncludes(words(own), "revenu à votre propre vue");
});

Deno.test("every change is refused while one looks, by the pages and by the API", async () => {
  const { world, id, anne, lucId } = await looking();
  await using _ = world;
  const before = await world.store.get(keys.member(lucId));

  for (const path of [`/s/${id}/demandes`, "/langue", "/compte", "/nowhere"]) {
    const { status, html } = await anne.post(path, { langue: "en" });
    assertEquals(status, 403, path);
    assertStringIncludes(words(html), "rien ne peut être modifié", path);
    assertStringIncludes(html, "Revenir à ma vue");
  }
  const api = createApp(world.ports, {
    operatorToken: null,
    checkResponses: true,
  });
  for (const method of ["POST", "PUT", "PATCH", "DELETE"]) {
    const path = method === "POST" ? "/messages/preview" : {
      PUT: "/push/topics",
      PATCH: `/structures/${id}`,
      DELETE: `/structures/${id}/members/${lucId}`,
    }[method];
    const answer = await api.request(`/api/v1${path}`, {
      method,
      headers: {
        cookie: anne.cookie,
        "content-type": "application/json",
        ...FROM_HERE,
      },
      body: "{}",
    });
    const { code, reason, leaveUrl } = await answer.json();
    assertEquals([answer.status, code], [403, "forbidden"], method);
    assertEquals(reason, "viewing_as_other");
    assertStringIncludes(leaveUrl, "/vue/quitter");
  }

  assertEquals(await world.store.get(keys.member(lucId)), before);
});

Deno.test("what is a person's own is not shown to who looks as them, nor is it as a file", async () => {
  const { world, id, anne } = await looking();
  await using _ = world;

  for (const path of ["/compte", "/compte/securite", "/compte/notifications"]) {
    const { status, html } = await anne.get(path);
    assertEquals(status, 403, path);
    assertStringIncludes(words(html), "ne regardent que cette personne");
  }
  const csv = await anne.get(`/s/${id}/historique.csv`);
  assertEquals(csv.status, 403);
  const api = createApp(world.ports, {
    operatorToken: null,
    checkResponses: true,
  });
  const devices = await api.request("/api/v1/push/devices", {
    headers: { cookie: anne.cookie },
  });
  assertEquals(devices.status, 403);
});

Deno.test("looking as somebody leaves no visit of theirs, and nothing on the device", async () => {
  const { world, id, anne, lucId } = await looking();
  await using _ = world;

  const home = await anne.open(`/s/${id}`);

  assertEquals(await world.store.get(keys.lastVisit(lucId)), null);
  assertEquals(home.includes("data-pwa"), false);
});
