import { assert, assertEquals, assertRejects } from "@std/assert";
import {
  beginSso,
  endSso,
  type Flow,
  readFlow,
  ssoSignOutUrl,
} from "../../lib/domain/sso.ts";
import { FRESH_MS } from "../../lib/domain/step_up.ts";
import type { Ports } from "../../lib/ports.ts";
import { Problem } from "../../lib/problem.ts";
import { TestWorld } from "../support.ts";
import { type Lies, Provider } from "./provider.ts";

const DOOR = { target: "/structures", memberId: null, isConfirming: false };

/** A world whose network is real, and that knows the provider. */
async function worldOf(provider: Provider): Promise<[TestWorld, Ports]> {
  const world = await TestWorld.open();
  world.reply = (url, init) => fetch(url, init);
  const ports = world.ports as { sso?: Ports["sso"] } & Ports;
  Object.assign(ports, { sso: provider.settings });
  return [world, ports];
}

/** Follows a sign-in to the provider and back. */
async function goAndReturn(
  ports: Ports,
  begun: Parameters<typeof beginSso>[1] = DOOR,
): Promise<{ flow: Flow; search: string }> {
  const { url, sealed } = await beginSso(ports, begun);
  const answer = await fetch(url, { redirect: "manual" });
  await answer.body?.cancel();
  const back = new URL(answer.headers.get("location")!);
  return { flow: readFlow(ports, sealed)!, search: back.search };
}

async function signIn(ports: Ports, begun = DOOR) {
  const { flow, search } = await goAndReturn(ports, begun);
  return await endSso(ports, flow, search);
}

Deno.test("a sign-in comes back with who the provider says it is", async () => {
  await using provider = new Provider();
  const [world, ports] = await worldOf(provider);
  await using _ = world;

  const { identity, idToken } = await signIn(ports);

  assertEquals({ ...identity, factorAtMs: 0 }, {
    issuer: provider.issuer,
    subject: "subject-1",
    email: "marie.durand@rodez.example",
    name: "Marie Durand",
    siret: "21120202500014",
    factorAtMs: 0,
  });
  assertEquals(idToken.split(".").length, 3);
});

Deno.test("beginSso() keeps ProConnect's rules", async () => {
  await using provider = new Provider();
  const [world, ports] = await worldOf(provider);
  await using _ = world;

  await signIn(ports);
  await signIn(ports);

  const [first, second] = provider.asked.authorize;
  for (const name of ["state", "nonce", "code_challenge"]) {
    assert(first!.get(name)!.length >= 32, name);
    assert(first!.get(name) !== second!.get(name), name);
  }
  assertEquals(first!.get("code_challenge_method"), "S256");
  assertEquals(first!.get("acr_values"), "eidas1");
  assertEquals(
    first!.get("redirect_uri"),
    "http://localhost:8000/connexion/sso/retour",
  );
  assertEquals(first!.get("scope")!.split(" ").includes("siret"), true);
  // The clients of the real world take bodies as text.
  const bodies = world.requests.flatMap(({ init }) => init.body ?? []);
  assertEquals(bodies.map((body) => typeof body), ["string", "string"]);
});

const WRONG: [claim: string, lies: Lies][] = [
  ["nonce", { idToken: { nonce: "n".repeat(43) } }],
  ["no nonce", { idToken: { nonce: undefined } }],
  ["audience", { idToken: { aud: "another" } }],
  ["issuer", { idToken: { iss: "https://evil.example" } }],
  ["algorithm: none", { alg: "none" }],
  ["algorithm: HS256 with our secret", { alg: "HS256" }],
  ["signature", { isForged: true }],
  ["signature of the user information", { isInfoForged: true }],
  ["expiry", { idToken: { exp: Math.floor(Date.now() / 1_000) - 120 } }],
  ["subject of the user information", { info: { sub: "somebody-else" } }],
  ["state", { state: "s".repeat(43) }],
  ["acr", { idToken: { acr: "eidas0" } }],
  ["no acr", { idToken: { acr: undefined } }],
  ["siret", { info: { siret: "123" } }],
];

for (const [claim, lies] of WRONG) {
  Deno.test(`endSso() refuses a wrong ${claim}`, async () => {
    await using provider = new Provider();
    const [world, ports] = await worldOf(provider);
    await using _ = world;
    provider.lies = lies;

    const problem = await assertRejects(() => signIn(ports), Problem);

    assertEquals(problem.code, "forbidden");
    provider.lies = {};
    await signIn(ports);
  });
}

Deno.test("endSso() takes unsigned user information over the same connection", async () => {
  await using provider = new Provider();
  const [world, ports] = await worldOf(provider);
  await using _ = world;
  provider.lies = { isInfoPlain: true };

  const { identity } = await signIn(ports);

  assertEquals(identity.siret, "21120202500014");
});

Deno.test("endSso() takes a code once, and only with what began it", async () => {
  await using provider = new Provider();
  const [world, ports] = await worldOf(provider);
  await using _ = world;
  const first = await goAndReturn(ports);
  const second = await goAndReturn(ports);

  await assertRejects(
    () =>
      endSso(ports, { ...first.flow, verifier: "v".repeat(43) }, first.search),
    Problem,
  );
  await assertRejects(() => endSso(ports, second.flow, first.search), Problem);
  await endSso(ports, second.flow, second.search);
  await assertRejects(() => endSso(ports, second.flow, second.search), Problem);
  await assertRejects(
    () => endSso(ports, second.flow, "?error=denied"),
    Problem,
  );
});

Deno.test("a provider that knows no levels is taken at its word, but for zero", async () => {
  await using provider = new Provider(null);
  const [world, ports] = await worldOf(provider);
  await using _ = world;

  provider.lies = { idToken: { acr: undefined } };
  await signIn(ports);
  assertEquals(provider.asked.authorize[0]!.get("acr_values"), null);
  provider.lies = { idToken: { acr: "0" } };
  await assertRejects(() => signIn(ports), Problem);
});

Deno.test("only a sign-in the provider dates, or was told to ask for, is a fresh factor", async () => {
  await using provider = new Provider();
  const [world, ports] = await worldOf(provider);
  await using _ = world;
  const age = async (isConfirming: boolean) => {
    const { identity } = await signIn(ports, { ...DOOR, isConfirming });
    return world.nowMs - identity.factorAtMs;
  };

  assert(await age(false) > FRESH_MS);
  assert(await age(true) < 10_000);
  assertEquals(provider.asked.authorize[1]!.get("prompt"), "login");
  provider.lies = {
    idToken: { auth_time: Math.floor(world.nowMs / 1_000) - 60 },
  };
  const minute = await age(true);
  assert(minute >= 60_000 && minute < 70_000, `${minute}`);
});

Deno.test("readFlow() reads what we sealed, for a quarter of an hour", async () => {
  await using provider = new Provider();
  const [world, ports] = await worldOf(provider);
  await using _ = world;
  const { sealed } = await beginSso(ports, DOOR);

  assertEquals(readFlow(ports, sealed)?.target, "/structures");
  assertEquals(readFlow(ports, null), null);
  assertEquals(readFlow(ports, "test:AAAA"), null);
  assertEquals(readFlow(ports, sealed.slice(0, -4) + "AAAA"), null);
  world.advance(15 * 60_000);
  assertEquals(readFlow(ports, sealed), null);
});

Deno.test("beginSso() says so when the provider does not answer", async () => {
  const provider = new Provider();
  const [world, ports] = await worldOf(provider);
  await using _ = world;
  await provider[Symbol.asyncDispose]();

  const problem = await assertRejects(() => beginSso(ports, DOOR), Problem);

  assertEquals(problem.code, "unavailable");
});

Deno.test("ssoSignOutUrl() leads out of the provider and back to us", async () => {
  await using provider = new Provider();
  const [world, ports] = await worldOf(provider);
  await using _ = world;

  const url = new URL((await ssoSignOutUrl(ports, "the-token"))!);

  assertEquals(url.origin + url.pathname, `${provider.issuer}/logout`);
  assertEquals(url.searchParams.get("id_token_hint"), "the-token");
  assert(url.searchParams.get("state")!.length >= 32);
  assertEquals(
    url.searchParams.get("post_logout_redirect_uri"),
    "http://localhost:8000/connexion",
  );
});
