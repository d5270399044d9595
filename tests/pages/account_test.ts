import { assertEquals, assertStringIncludes } from "@std/assert";
import { fromBase32, totpCode, totpStep } from "../../lib/crypto/totp.ts";
import { hashPassword } from "../../lib/domain/password.ts";
import { openSession } from "../../lib/domain/session.ts";
import { FRESH_MS } from "../../lib/domain/step_up.ts";
import type { StoredMember } from "../../lib/schema/member.ts";
import { keys } from "../../lib/kv/keys.ts";
import { Authenticator } from "../domain/authenticator.ts";
import { PASSWORD } from "../domain/people.ts";
import { TestWorld } from "../support.ts";
import { enter, type Visitor, Visitor as Person, words } from "./visitor.ts";

const SECURITY = "/compte/securite";
const ANNE = "mem_00000000000000000a";

async function signedIn(): Promise<[TestWorld, Visitor]> {
  const world = await TestWorld.open();
  const password = await hashPassword(world.ports, PASSWORD);
  return [world, await enter(world, { password })];
}

function island(html: string, name: string) {
  const [, props] = new RegExp(`data-island="${name}" data-props="([^"]*)"`)
    .exec(html)!;
  return JSON.parse(props!.replaceAll("&quot;", '"').replaceAll("&amp;", "&"));
}

Deno.test("« Mon compte » keeps the name and the language, everywhere", async () => {
  const [opened, anne] = await signedIn();
  await using _ = opened;
  const page = await anne.open("/compte");

  const saved = await anne.submit(page, "/compte", {
    name: "Anne M.",
    language: "en",
  });

  assertEquals(saved.headers.get("location"), "/compte?fait=compte");
  const english = await anne.open("/compte");
  assertStringIncludes(english, '<html lang="en">');
  assertStringIncludes(words(english), "My account");
  assertStringIncludes(english, 'value="Anne M."');
  const wrong = await anne.submit(english, "/compte", { name: " " });
  assertEquals(wrong.status, 422);
});

Deno.test("« Sécurité » adds a passkey, shows it, and removes it", async () => {
  const [opened, anne] = await signedIn();
  await using _ = opened;
  const page = await anne.open(SECURITY);
  assertStringIncludes(words(page), "Aucune clé d’accès");
  const { options, hidden, action } = island(page, "MakePasskey");
  const answer = new Authenticator("phone").make(options);

  const added = await anne.post(action, {
    ...hidden,
    passkey: JSON.stringify(answer),
  });
  assertEquals(added.headers.get("location"), `${SECURITY}?fait=cleAjoutee`);
  const shown = await anne.open(SECURITY);
  assertStringIncludes(words(shown), "Ajoutée aujourd’hui");
  const [link] = shown.match(/\/compte\/securite\/cles\/pky_\w+\/retirer/)!;
  const confirm = await anne.open(link!);
  const removed = await anne.submit(confirm, link!);

  assertEquals(removed.headers.get("location"), `${SECURITY}?fait=cleRetiree`);
  assertStringIncludes(words(await anne.open(SECURITY)), "Aucune clé d’accès");
});

Deno.test("« Sécurité » refuses what is no passkey, in words", async () => {
  const [opened, anne] = await signedIn();
  await using _ = opened;
  const { hidden, action } = island(await anne.open(SECURITY), "MakePasskey");

  const { status, html } = await anne.post(action, {
    ...hidden,
    passkey: "{}",
  });

  assertEquals(status, 422);
  assertStringIncludes(words(html), "n’a pas pu être vérifiée");
});

Deno.test("an authenticator app is shown as a square and a key, then confirmed", async () => {
  const [world, anne] = await signedIn();
  await using _ = world;
  const path = `${SECURITY}/application`;
  const page = await anne.open(path);
  assertStringIncludes(page, '<svg class="qr" role="img"');
  const secret = island(page, "CopyButton").text;

  const wrong = await anne.submit(page, path, { code: "000000" });
  assertEquals(wrong.status, 422);
  assertEquals(island(wrong.html, "CopyButton").text, secret);
  const code = totpCode(fromBase32(secret), totpStep(world.nowMs));
  const right = await anne.submit(wrong.html, path, { code });

  assertEquals(right.headers.get("location"), `${SECURITY}?fait=codeActive`);
  const shown = words(await anne.open(SECURITY));
  assertStringIncludes(shown, "Activée : un code est demandé");
});

Deno.test("recovery codes are shown once", async () => {
  const [opened, anne] = await signedIn();
  await using _ = opened;
  const path = `${SECURITY}/codes`;

  const made = await anne.submit(await anne.open(path), path);

  const codes = [...made.html.matchAll(/<code>([A-Z2-7-]{19})<\/code>/g)];
  assertEquals(codes.length, 10);
  const after = await anne.open(SECURITY);
  assertStringIncludes(words(after), "Il en reste 10.");
  assertEquals(after.includes(codes[0]![1]!), false);
});

Deno.test("a new password is typed twice and ends the other sessions", async () => {
  const [world, anne] = await signedIn();
  await using _ = world;
  const member = await world.store.get(keys.member(ANNE)) as StoredMember;
  const opening = { agent: "other", cookies: null };
  const cookie = await openSession(world.ports, member, opening);
  const other = new Person(anne.app, cookie.split(";")[0]!);
  const path = `${SECURITY}/mot-de-passe`;
  const form = await anne.open(path);
  const password = "une tout autre phrase";

  const differs = await anne.submit(form, path, { password, again: PASSWORD });
  assertEquals(differs.status, 422);
  assertStringIncludes(differs.html, "Les deux saisies diffèrent");
  const set = await anne.submit(form, path, { password, again: password });

  assertEquals(set.status, 303);
  assertEquals((await anne.get("/compte")).status, 200);
  assertEquals((await other.get("/compte")).status, 303);
});

Deno.test("a session that is ended is refused at its next request, here and by the API", async () => {
  const [world, anne] = await signedIn();
  await using _ = world;
  const member = await world.store.get(keys.member(ANNE)) as StoredMember;
  const opening = { agent: "Firefox/140 Linux", cookies: null };
  const cookie = await openSession(world.ports, member, opening);
  const lost = new Person(anne.app, cookie.split(";")[0]!);
  assertEquals((await lost.get("/compte")).status, 200);
  const page = await anne.open(SECURITY);
  assertStringIncludes(words(page), "Firefox sur Linux");
  const [action] = page.match(/\/compte\/securite\/sessions\/ses_\w+\/fermer/)!;

  await anne.submit(page, action!);

  assertEquals((await lost.get("/compte")).status, 303);
  assertEquals((await anne.get("/compte")).status, 200);
});

Deno.test("each change of « Sécurité » asks for a fresh factor", async (t) => {
  const [world, anne] = await signedIn();
  await using _ = world;
  const page = await anne.open(SECURITY);
  const { hidden } = island(page, "MakePasskey");
  world.advance(FRESH_MS + 1_000);
  for (
    const path of [
      "/cles",
      "/cles/pky_1/retirer",
      "/mot-de-passe",
      "/application",
      "/application/retirer",
      "/codes",
    ]
  ) {
    await t.step(path, async () => {
      const { html } = await anne.post(SECURITY + path, hidden);
      assertStringIncludes(words(html), "Confirmez que c’est vous");
    });
  }
});
