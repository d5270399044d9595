import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { keys } from "../../lib/kv/keys.ts";
import { createStructure } from "../../lib/domain/structure.ts";
import { FRESH_MS } from "../../lib/domain/step_up.ts";
import { Provider } from "../domain/provider.ts";
import { TestWorld } from "../support.ts";
import { type Answer, enter, site, Visitor, words } from "./visitor.ts";

const DOOR = "/connexion/sso?retour=/structures";

/** A world with single sign-on, Anne signed in, and Rodez. */
async function worldOf(
  provider: Provider,
): Promise<{ world: TestWorld; anne: Visitor; rodez: string }> {
  const world = await TestWorld.open();
  world.reply = (url, init) => fetch(url, init);
  Object.assign(world.ports, { sso: provider.settings });
  const anne = await enter(world);
  const { id } = await createStructure(world.ports, world.call(), {
    name: "Rodez",
    siren: "211202025",
  });
  await world.store.transact("set-up", async (tx) => {
    const done = keys.setting("firstAdministrator");
    await tx.get(done);
    tx.put(done, "mem_00000000000000000a");
  });
  return { world, anne, rodez: `/s/${id}` };
}

/** Goes to the provider from `path`, and comes back with its answer. */
async function follow(visitor: Visitor, path: string): Promise<Answer> {
  const left = await visitor.get(path);
  assertEquals(left.status, 303);
  const flow = left.headers.get("set-cookie")!;
  assertMatch(flow, /^__Host-lsm-sso=.*HttpOnly; Secure; SameSite=Lax/i);
  const answer = await fetch(left.headers.get("location")!, {
    redirect: "manual",
  });
  await answer.body?.cancel();
  const back = new URL(answer.headers.get("location")!);
  const cookies = [visitor.cookie, flow.split(";")[0]].filter(Boolean);
  const returning = new Visitor(visitor.app, cookies.join("; "));
  return await returning.get(back.pathname + back.search);
}

function sessionOf({ headers }: Answer): string {
  return headers.getSetCookie().find((one) => one.startsWith("__Host-lsm="))!
    .split(";")[0]!;
}

Deno.test("nobody comes in by single sign-on until a structure lets them", async () => {
  await using provider = new Provider();
  const { world, anne, rodez } = await worldOf(provider);
  await using _ = world;
  const marie = new Visitor(site(world), "");
  assertStringIncludes(await marie.open("/connexion"), 'href="/connexion/sso?');

  const closed = await follow(marie, DOOR);
  assertEquals(closed.status, 403);
  assertStringIncludes(words(closed.html), "Demandez une invitation");
  const path = `${rodez}/reglages/sso`;
  const rule = await anne.submit(await anne.open(path), path, {
    role: "viewer",
  });
  assertEquals(rule.status, 303);
  const open = await follow(marie, DOOR);

  assertEquals(open.headers.get("location"), "/structures");
  const inside = new Visitor(marie.app, sessionOf(open));
  await inside.open(`${rodez}/historique`);
  assertEquals((await inside.get(`${rodez}/reglages`)).status, 403);
});

Deno.test("an answer that is not as it must be leaves one outside, in words", async () => {
  await using provider = new Provider();
  const { world } = await worldOf(provider);
  await using _ = world;
  const marie = new Visitor(site(world), "");
  provider.lies = { idToken: { nonce: "n".repeat(43) } };

  const answer = await follow(marie, DOOR);

  assertEquals(answer.status, 403);
  assertStringIncludes(words(answer.html), "n’a pas pu être vérifiée");
  const lost = await marie.get("/connexion/sso/retour?code=a&state=b");
  assertEquals(lost.status, 403);
  assertStringIncludes(words(lost.html), "Le temps imparti est passé");
});

Deno.test("an account is linked, signs in, confirms, and signs out of the provider too", async () => {
  await using provider = new Provider();
  const { world, anne } = await worldOf(provider);
  await using _ = world;

  const linked = await follow(anne, "/compte/securite/sso");
  assertEquals(
    linked.headers.get("location"),
    "/compte/securite?fait=ssoRelie",
  );
  const stranger = new Visitor(anne.app, "");
  const entered = await follow(stranger, DOOR);
  const again = new Visitor(anne.app, sessionOf(entered));
  assertStringIncludes(words(await again.open("/plus")), "anne@cdg.example");

  world.advance(FRESH_MS);
  const asked = await again.get("/compte/securite/application");
  assertEquals(asked.status, 303, "signed in there long ago: not fresh");
  const confirmed = await follow(
    again,
    "/compte/confirmer/sso?retour=/compte/securite/application",
  );
  assertEquals(
    confirmed.headers.get("location"),
    "/compte/securite/application?fait=confirme",
  );
  assertEquals((await again.get("/compte/securite/application")).status, 200);

  const page = await again.open("/plus");
  const out = await again.submit(page, "/deconnexion");
  const refresh = out.headers.get("refresh")!;
  assertStringIncludes(refresh, `0; url=${provider.issuer}/logout?`);
  assertStringIncludes(refresh, "id_token_hint=");
  assertEquals((await again.get("/plus")).status, 303);
});

Deno.test("nobody confirms, or links, as somebody else", async () => {
  await using provider = new Provider();
  const { world, anne } = await worldOf(provider);
  await using _ = world;
  const answer = await follow(
    anne,
    "/compte/confirmer/sso?retour=/compte",
  );

  assertEquals(answer.status, 403);
});
