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
