import { fromBase32, totpCode, totpStep } from "../../lib/crypto/totp.ts";
import {
  beginTotp,
  confirmTotp,
  makeRecoveryCodes,
} from "../../lib/domain/factor.ts";
import { keys } from "../../lib/kv/keys.ts";
import { Authenticator } from "../domain/authenticator.ts";
import { enrol, PASSWORD, withAnne } from "../domain/people.ts";
import { assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { openSetUp } from "../../lib/domain/set_up.ts";
import { TestWorld } from "../support.ts";
import { enter, FROM_HERE, site, Visitor, words } from "./visitor.ts";

const ADMINISTRATOR = {
  name: "Anne Martin",
  email: "anne@cdg.example",
  password: "une phrase assez longue",
};

async function setUpWorld() {
  const world = await TestWorld.open();
  const link = await openSetUp(world.ports);
  const visitor = new Visitor(site(world), "");
  return { world, visitor, code: link!.split("#")[1]! };
}

Deno.test("every page leads to the set-up while there is no administrator", async () => {
  const { world, visitor } = await setUpWorld();
  await using _ = world;

  const home = await visitor.get("/");
  const signIn = await visitor.get("/connexion");

  assertEquals(home.headers.get("location"), "/connexion");
  assertEquals(signIn.headers.get("location"), "/set-up");
});

Deno.test("POST /set-up makes the administrator and signs in", async () => {
  const { world, visitor, code } = await setUpWorld();
  await using _ = world;

  const made = await visitor.post("/set-up", { ...ADMINISTRATOR, code });

  assertEquals(made.status, 303);
  const cookie = made.headers.get("set-cookie")!;
  assertMatch(cookie, /^__Host-lsm=.*; Secure; HttpOnly; SameSite=Lax/);
  const signedIn = new Visitor(visitor.app, cookie.split(";")[0]!);
  assertStringIncludes(await signedIn.open("/structures"), "Commencez ici");
  assertEquals((await visitor.get("/set-up")).status, 303);
});

Deno.test("POST /set-up keeps what was typed and says what to do", async () => {
  const { world, visitor, code } = await setUpWorld();
  await using _ = world;

  const { status, html } = await visitor.post("/set-up", {
    name: "Anne <Martin>",
    email: "anne",
    password: "court",
    code,
  });

  assertEquals(status, 422);
  assertStringIncludes(html, 'value="Anne &lt;Martin>"');
  assertStringIncludes(html, "12 caractères au moins.");
  assertStringIncludes(html, "Une adresse électronique.");
  assertEquals(html.includes("court"), false);
});

Deno.test("POST /set-up refuses a wrong code", async () => {
  const { world, visitor } = await setUpWorld();
  await using _ = world;

  const { status, html } = await visitor.post("/set-up", {
    ...ADMINISTRATOR,
    code: "faux",
  });

  assertEquals(status, 422);
  assertStringIncludes(html, "Redémarrez le service");
});

Deno.test("POST /connexion signs in and goes where one wanted to go", async () => {
  const { world, visitor, code } = await setUpWorld();
  await using _ = world;
  await visitor.post("/set-up", { ...ADMINISTRATOR, code });

  const { email, password } = ADMINISTRATOR;
  const answer = await visitor.post("/connexion", {
    email,
    password,
    retour: "/structures?suite=a",
  });

  assertEquals(answer.status, 303);
  assertEquals(answer.headers.get("location"), "/structures?suite=a");
});

Deno.test("POST /connexion never leads to another site", async (t) => {
  const { world, visitor, code } = await setUpWorld();
  await using _ = world;
  await visitor.post("/set-up", { ...ADMINISTRATOR, code });
  const { email, password } = ADMINISTRATOR;
  const targets = [
    "https://ailleurs.example",
    "//ailleurs.example",
    "/\\a",
    "",
  ];
  for (const retour of targets) {
    await t.step(retour || "nowhere", async () => {
      const answer = await visitor.post("/connexion", {
        email,
        password,
        retour,
      });
      assertEquals(answer.headers.get("location"), "/");
    });
  }
});

Deno.test("POST /connexion refuses a wrong password, then makes wait", async () => {
  const { world, visitor, code } = await setUpWorld();
  await using _ = world;
  await visitor.post("/set-up", { ...ADMINISTRATOR, code });
  const wrong = { email: ADMINISTRATOR.email, password: "une autre phrase" };

  const first = await visitor.post("/connexion", wrong);
  assertEquals(first.status, 401);
  assertStringIncludes(first.html, "incorrect");
  assertStringIncludes(first.html, 'value="anne@cdg.example"');
  for (let i = 0; i < 4; i++) await visitor.post("/connexion", wrong);

  const slowed = await visitor.post("/connexion", wrong);

  assertEquals(slowed.status, 429);
  assertEquals(slowed.headers.get("retry-after"), "2");
  assertStringIncludes(slowed.html, "réessayez dans 2 secondes");
});

Deno.test("POST /connexion refuses a form of another site", async (t) => {
  const { world, visitor } = await setUpWorld();
  await using _ = world;
  const table: [string, Record<string, string>][] = [
    ["another origin", { origin: "https://ailleurs.example" }],
    ["an opaque origin", { origin: "null" }],
    ["no origin at all", {}],
    ["a cross-site request", {
      ...FROM_HERE,
      "sec-fetch-site": "cross-site",
    }],
    ["a form that is no form", {
      ...FROM_HERE,
      "content-type": "text/plain",
    }],
  ];
  for (const [name, headers] of table) {
    await t.step(name, async () => {
      const { status } = await visitor.post("/connexion", {}, headers);
      assertEquals(status, headers["content-type"] ? 415 : 403);
    });
  }
});

Deno.test("a page without a session sends to sign in, and back after it", async () => {
  await using world = await TestWorld.open();
  await enter(world);
  const stranger = new Visitor(site(world), "");

  const answer = await stranger.get("/structures?suite=a b");

  assertEquals(answer.status, 303);
  assertEquals(
    answer.headers.get("location"),
    "/connexion?retour=%2Fstructures%3Fsuite%3Da%2520b",
  );
});

Deno.test("POST /deconnexion ends the session", async () => {
  await using world = await TestWorld.open();
  const anne = await enter(world);
  const page = await anne.open("/plus");
  assertStringIncludes(words(page), "anne@cdg.example");

  const answer = await anne.submit(page, "/deconnexion");

  assertEquals(answer.status, 303);
  assertEquals((await anne.get("/plus")).status, 303);
});

Deno.test("POST /connexion asks for the authenticator's code, then signs in", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const visitor = new Visitor(site(world), "");
  const { secret } = await beginTotp(world.ports, anne);
  const code = () => totpCode(fromBase32(secret), totpStep(world.nowMs));
  await confirmTotp(world.ports, anne.id, { code: code() });
  await world.store.transact("set-up", async (tx) => {
    const done = keys.setting("firstAdministrator");
    await tx.get(done);
    tx.put(done, anne.id);
  });
  world.advance(30_000);

  const asked = await visitor.post("/connexion", {
    email: anne.email,
    password: PASSWORD,
    retour: "/structures",
  });

  assertEquals(asked.status, 200);
  assertEquals(asked.headers.get("set-cookie"), null);
  assertStringIncludes(words(asked.html), "Encore un code");
  const wrong = await visitor.submit(asked.html, "/connexion/code", {
    code: "000000",
  });
  assertEquals(wrong.status, 401);
  assertStringIncludes(wrong.html, "Ce code n’est pas accepté");
  const right = await visitor.submit(wrong.html, "/connexion/code", {
    code: code(),
  });
  assertEquals(right.status, 303);
  assertEquals(right.headers.get("location"), "/structures");
  assertMatch(right.headers.get("set-cookie")!, /^__Host-lsm=/);
});

Deno.test("POST /connexion/cle signs in with a passkey", async () => {
  const [opened, anne] = await withAnne(null);
  await using world = opened;
  const visitor = new Visitor(site(world), "");
  const phone = new Authenticator("phone");
  await enrol(world, anne, phone);

  const options = await visitor.get("/connexion/cle");
  const asked = JSON.parse(options.html);
  const answer = await visitor.post("/connexion/cle", {
    passkey: JSON.stringify(phone.use(asked)),
    retour: "/structures",
  });

  assertEquals(options.headers.get("cache-control"), "no-store");
  assertEquals(asked.userVerification, "required");
  assertEquals(answer.status, 303);
  assertEquals(answer.headers.get("location"), "/structures");
  for (const passkey of ["", "{", "{}", "null"]) {
    const { status, html } = await visitor.post("/connexion/cle", { passkey });
    assertEquals(status, 401);
    assertStringIncludes(html, "n’est pas, ou n’est plus, reconnue");
  }
});

Deno.test("POST /connexion/secours signs in who has passkeys alone, by a recovery code", async () => {
  const [opened, anne] = await withAnne(null);
  await using world = opened;
  const visitor = new Visitor(site(world), "");
  const [code] = await makeRecoveryCodes(world.ports, anne.id);
  const page = await visitor.open("/connexion/secours");
  const fields = { email: anne.email, code: code! };

  const right = await visitor.submit(page, "/connexion/secours", fields);
  assertEquals(right.status, 303);
  assertEquals(
    right.headers.get("location"),
    "/compte/securite?fait=secours",
  );
  const again = await visitor.submit(page, "/connexion/secours", fields);
  assertEquals(again.status, 401);
  assertStringIncludes(again.html, `value="${anne.email}"`);
});

Deno.test("the pages of signing in are in English for who reads English", async () => {
  const [opened] = await withAnne();
  await using world = opened;
  const app = site(world);

  const page = await app.request("http://localhost:8000/connexion/secours", {
    headers: { "accept-language": "en-GB, fr;q=0.5" },
  });

  assertStringIncludes(await page.text(), "Regain access");
});
