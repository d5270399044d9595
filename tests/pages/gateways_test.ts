import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { createGateway, listGateways } from "../../lib/delivery/gateway.ts";
import { unsealSettings } from "../../lib/delivery/gateways.ts";
import { keys } from "../../lib/kv/keys.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { makeTerritory } from "./territory.ts";
import { enter, words } from "./visitor.ts";

async function openPages() {
  const world = await TestWorld.open();
  const { centre } = await makeTerritory(world.ports, OPERATOR);
  const anne = await enter(world);
  const all = async () =>
    (await listGateways(world.ports, OPERATOR, { limit: 50 })).items;
  return { world, centre, anne, all };
}

const OVH = {
  name: "Marché 2027",
  order: "0",
  weight: "2",
  concurrency: "8",
  ratePerSecond: "12,5",
  validFrom: "2027-01-01T00:00",
  canaries: "06 12 34 56 78",
  prefixes: "+33 +262",
  "r-applicationKey": "app-key",
  "r-applicationSecret": "app-secret",
  "r-consumerKey": "consumer-key",
  "r-serviceName": "sms-ab12345-1",
};

Deno.test("the form of a gateway is made of its kind's fields, and secrets are write-only", async () => {
  const { world, anne, all } = await openPages();
  await using _ = world;
  assertStringIncludes(words(await anne.open("/passerelles")), "simulator");
  assertStringIncludes(await anne.open("/passerelles/nouvelle"), "type=ovh");
  const form = "/passerelles/nouvelle?type=ovh";
  const page = await anne.open(form);
  assertMatch(
    page,
    /name="r-consumerKey"[^>]*type="password"|type="password"[^>]*name="r-consumerKey"/,
  );
  const made = await anne.submit(page, "/passerelles/nouvelle", OVH);
  assertEquals(made.status, 303);

  const gateway = (await all()).find(({ kind }) => kind === "ovh")!;
  assertEquals(
    [gateway.name, gateway.ratePerSecond, gateway.validFrom, gateway.prefixes],
    ["Marché 2027", 12.5, "2026-12-31T23:00:00.000Z", ["+33", "+262"]],
  );
  assertEquals(gateway.canaries, ["+33612345678"]);
  const path = `/passerelles/${gateway.id}`;
  const detail = await anne.open(path);
  const edit = await anne.open(`${path}/modifier`);
  for (const html of [detail, edit]) {
    for (const secret of ["app-secret", "consumer-key"]) {
      assertEquals(html.includes(secret), false);
    }
  }
  const saved = await anne.submit(edit, `${path}/modifier`, {
    ...OVH,
    name: "Marché OVH",
    "r-applicationSecret": "",
    "r-consumerKey": "",
    "r-senderForResponse": "oui",
  });
  assertEquals(saved.status, 303, words(saved.html));
  const stored = (await world.store.get(keys.gateway(gateway.id)))!;
  assertEquals(stored.name, "Marché OVH");
  const settings = unsealSettings(world.ports, stored);
  assertEquals(
    [settings["consumerKey"], settings["senderForResponse"]],
    ["consumer-key", true],
  );
});

Deno.test("a gateway's form says what is wrong beside its field and keeps the rest", async () => {
  const { world, anne } = await openPages();
  await using _ = world;
  const page = await anne.open("/passerelles/nouvelle?type=ovh");
  const answer = await anne.submit(page, "/passerelles/nouvelle", {
    ...OVH,
    "r-serviceName": "nothing",
    canaries: "112",
    prefixes: "33",
  });
  assertEquals(answer.status, 422);
  assertMatch(answer.html, /id="champ-prefixes-erreur"/);
  assertStringIncludes(answer.html, 'value="app-key"');
  const second = await anne.submit(page, "/passerelles/nouvelle", {
    ...OVH,
    "r-serviceName": "nothing",
  });
  assertMatch(second.html, /id="champ-r-serviceName-erreur"/);
});

Deno.test("the simulator misbehaves as its page's sliders say", async () => {
  const { world, anne, all } = await openPages();
  await using _ = world;
  await anne.open("/passerelles");
  const simulator = (await all()).find(({ kind }) => kind === "simulator")!;
  const path = `/passerelles/${simulator.id}/modifier`;
  const page = await anne.open(path);
  assertStringIncludes(page, 'type="range"');
  await anne.submit(page, path, {
    name: "simulator",
    "r-errorRate": "30",
    "r-lateMs": "90000",
    "r-accountRefused": "oui",
  });
  const { settings } = (await all()).find(({ id }) => id === simulator.id)!;
  assertEquals(
    [settings["errorRate"], settings["lateMs"], settings["accountRefused"]],
    [0.3, 90_000, true],
  );
  const trial = await anne.submit(
    await anne.open(`/passerelles/${simulator.id}`),
    `/passerelles/${simulator.id}/essai`,
    { to: "06 12 34 56 78" },
  );
  assertStringIncludes(words(trial.html), "La passerelle l’a refusé.");
});

Deno.test("the simulator's own page is a laboratory", async () => {
  const { world, anne, all } = await openPages();
  await using _ = world;
  await anne.open("/passerelles");
  const simulator = (await all()).find(({ kind }) => kind === "simulator")!;
  const path = `/passerelles/${simulator.id}`;
  const page = await anne.open(path);
  assertStringIncludes(page, 'type="range"');

  await anne.submit(page, `${path}/laboratoire`, {
    "r-silenceRate": "25",
    "r-latencyMs": "400",
  });
  const after = (await all()).find(({ id }) => id === simulator.id)!;
  assertEquals(
    [after.settings["silenceRate"], after.settings["latencyMs"], after.name],
    [0.25, 400, simulator.name],
  );

  const wrong = await anne.submit(
    await anne.open(path),
    `${path}/laboratoire`,
    { "r-silenceRate": "250" },
  );
  assertEquals(wrong.status, 422);
  assertMatch(wrong.html, /id="champ-r-silenceRate-erreur"/);
});

Deno.test("a dry run shows the switch of contracts at its date", async () => {
  const { world, centre, anne } = await openPages();
  await using _ = world;
  const end = "2026-12-31T23:00:00Z";
  const make = (name: string, dates: Record<string, string>) =>
    createGateway(world.ports, world.call(), {
      kind: "simulator",
      name,
      ownerId: centre.id,
      settings: {},
      ...dates,
    });
  await make("Ancien", { validUntil: end });
  await make("Nouveau", { validFrom: end });
  const path = `/s/${centre.id}/passerelles`;
  const at = async (le: string) =>
    words(await anne.open(`${path}?pour=0612345678&le=${le}`));
  assertMatch(await at("2026-12-31T23:59"), /Prise d’abord : Ancien/);
  assertMatch(await at("2027-01-01T00:00"), /Prise d’abord : Nouveau/);
  assertMatch(
    await at("2027-01-01T00:00"),
    /Ancien : terminée à cette date/,
  );
});

Deno.test("the operator's gateways are nobody else's to see", async () => {
  const { world, centre } = await openPages();
  await using _ = world;
  const bruno = await enter(world, {
    id: "mem_00000000000000000b",
    email: "bruno@rodez.example",
    operator: false,
    roles: { [centre.id]: "manager" },
  });
  assertEquals((await bruno.get("/passerelles")).status, 404);
  const own = words(await bruno.open(`/s/${centre.id}/passerelles`));
  assertStringIncludes(own, "Aucune passerelle propre");
  const viewer = await enter(world, {
    id: "mem_00000000000000000c",
    email: "claire@rodez.example",
    operator: false,
    roles: { [centre.id]: "viewer" },
  });
  const seen = await viewer.get(`/s/${centre.id}/passerelles`);
  assertEquals(seen.status, 403);
});
