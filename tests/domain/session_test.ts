import {
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { insertMember } from "../../lib/domain/member.ts";
import { hashPassword } from "../../lib/domain/password.ts";
import {
  isCsrfOf,
  openSession,
  readSession,
  SESSION_MS,
  sessionActor,
  signIn,
  signOut,
} from "../../lib/domain/session.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import type { StoredMember } from "../../lib/schema/member.ts";
import { TestWorld } from "../support.ts";

const PASSWORD = "une phrase assez longue";
const CREDENTIALS = {
  email: "anne@rodez.example",
  password: PASSWORD,
  address: "192.0.2.7",
  agent: "Firefox",
  cookies: null,
};
const ME = "mem_00000000000000000a";

async function withMember(): Promise<[TestWorld, StoredMember]> {
  const world = await TestWorld.open();
  const member: StoredMember = {
    id: ME,
    email: "anne@rodez.example",
    name: "Anne Martin",
    operator: true,
    roles: {},
    password: await hashPassword(world.ports, PASSWORD),
    createdAtMs: 0,
  };
  await world.store.transact("members", (tx) => insertMember(tx, member));
  return [world, member];
}

/** What a browser sends back of a `Set-Cookie`. */
function cookieOf(setCookie: string): string {
  return setCookie.split(";")[0]!;
}

Deno.test("signIn() opens a session whose cookie only this host gets", async () => {
  const [opened] = await withMember();
  await using world = opened;

  const setCookie = await signIn(world.ports, CREDENTIALS);

  assertMatch(
    setCookie,
    /^__Host-lsm=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=604800$/,
  );
  const actor = await sessionActor(world.ports, cookieOf(setCookie));
  assertEquals(actor?.id, ME);
  assertEquals(actor?.operator, true);
});

Deno.test("signIn() stores a hash of the token, never the token", async () => {
  const [opened] = await withMember();
  await using world = opened;

  const setCookie = await signIn(world.ports, CREDENTIALS);

  const token = cookieOf(setCookie).split("=")[1]!;
  for await (const { parts, value } of world.store.list(KINDS.session, {})) {
    assertMatch(String(parts[0]), /^[0-9a-f]{64}$/);
    assertEquals(JSON.stringify(value).includes(token), false);
  }
});

Deno.test("signIn() refuses a wrong password and an unknown address alike", async () => {
  const [opened] = await withMember();
  await using world = opened;
  const attempt = (change: Partial<typeof CREDENTIALS>) =>
    assertRejects(
      () => signIn(world.ports, { ...CREDENTIALS, ...change }),
      Problem,
    );

  const wrong = await attempt({ password: "une autre phrase" });
  const unknown = await attempt({ email: "paul@rodez.example" });

  assertEquals(wrong.code, "unauthenticated");
  assertEquals(unknown.options, wrong.options);
});

Deno.test("signIn() slows an account down, then lets its owner in", async () => {
  const [opened] = await withMember();
  await using world = opened;
  const wrong = { ...CREDENTIALS, password: "une autre phrase" };
  for (let i = 0; i < 5; i++) {
    await signIn(world.ports, wrong).catch(() => {});
  }

  const problem = await assertRejects(
    () => signIn(world.ports, CREDENTIALS),
    Problem,
  );
  assertEquals(problem.code, "rate_limited");
  world.advance(2_000);
  assertMatch(await signIn(world.ports, CREDENTIALS), /^__Host-lsm=/);
});

Deno.test("signIn() ends the browser's earlier session", async () => {
  const [opened] = await withMember();
  await using world = opened;
  const first = cookieOf(await signIn(world.ports, CREDENTIALS));

  const second = cookieOf(
    await signIn(world.ports, { ...CREDENTIALS, cookies: first }),
  );

  assertNotEquals(first, second);
  assertEquals(await sessionActor(world.ports, first), null);
  assertEquals((await sessionActor(world.ports, second))?.id, ME);
});

Deno.test("readSession() ends with its seven days, although it was used", async () => {
  const [opened, member] = await withMember();
  await using world = opened;
  const cookie = cookieOf(
    await openSession(world.ports, member, { agent: "", cookies: null }),
  );
  world.advance(SESSION_MS - 60_000);
  assertEquals((await readSession(world.ports, cookie))?.actor.id, ME);

  world.advance(60_000);

  assertEquals(await readSession(world.ports, cookie), null);
});

Deno.test("readSession() ends at once with its member", async () => {
  const [opened, member] = await withMember();
  await using world = opened;
  const cookie = cookieOf(
    await openSession(world.ports, member, { agent: "", cookies: null }),
  );
  assertEquals((await readSession(world.ports, cookie))?.actor.id, ME);

  await world.store.transact("members", async (tx) => {
    await tx.get(keys.member(ME));
    tx.delete(keys.member(ME));
  });

  assertEquals(await readSession(world.ports, cookie), null);
});

Deno.test("readSession() reads its cookie among others, and no other", async (t) => {
  const [opened, member] = await withMember();
  await using world = opened;
  const cookie = cookieOf(
    await openSession(world.ports, member, { agent: "", cookies: null }),
  );
  const table: [string, string | null, boolean][] = [
    ["alone", cookie, true],
    ["among others", `a=b; ${cookie}; theme=dark`, true],
    ["none", null, false],
    ["empty", "", false],
    ["of another name", cookie.replace("__Host-", ""), false],
    ["of another token", `__Host-lsm=${"A".repeat(43)}`, false],
    ["cut", cookie.slice(0, -1), false],
  ];
  for (const [name, cookies, found] of table) {
    await t.step(name, async () => {
      const session = await readSession(world.ports, cookies);
      assertEquals(session !== null, found);
    });
  }
});

Deno.test("signOut() ends the session at once and takes the cookie back", async () => {
  const [opened, member] = await withMember();
  await using world = opened;
  const cookie = cookieOf(
    await openSession(world.ports, member, { agent: "", cookies: null }),
  );
  assertEquals((await sessionActor(world.ports, cookie))?.id, ME);

  const setCookie = await signOut(world.ports, cookie);

  assertMatch(setCookie, /^__Host-lsm=; .*Max-Age=0$/);
  assertEquals(await sessionActor(world.ports, cookie), null);
});

Deno.test("isCsrfOf() accepts the session's own value only", () => {
  assertEquals(isCsrfOf({ csrf: "abc" }, "abc"), true);
  assertEquals(isCsrfOf({ csrf: "abc" }, "abd"), false);
  assertEquals(isCsrfOf({ csrf: "abc" }, ""), false);
});
