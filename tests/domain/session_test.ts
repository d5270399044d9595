import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import {
  confirmSession,
  isCsrfOf,
  openSession,
  readSession,
  SESSION_MS,
  sessionActor,
  signOut,
} from "../../lib/domain/session.ts";
import { listSessions } from "../../lib/domain/session_list.ts";
import { keys, KINDS } from "../../lib/kv/keys.ts";
import type { StoredMember } from "../../lib/schema/member.ts";
import type { TestWorld } from "../support.ts";
import { ANNE, cookieOf, withAnne } from "./people.ts";

const ME = ANNE.id;

async function withMember(): Promise<[TestWorld, StoredMember]> {
  return await withAnne(null);
}

async function open(
  world: TestWorld,
  cookies: string | null = null,
): Promise<string> {
  const opening = { agent: "Firefox", cookies };
  return await openSession(
    world.ports,
    { ...ANNE, id: ME, password: null },
    opening,
  );
}

Deno.test("openSession() gives a cookie that only this host gets", async () => {
  const [opened] = await withMember();
  await using world = opened;

  const setCookie = await open(world);

  assertMatch(
    setCookie,
    /^__Host-lsm=[\w-]{43}; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=604800$/,
  );
  const actor = await sessionActor(world.ports, cookieOf(setCookie));
  assertEquals(actor?.id, ME);
  assertEquals(actor?.operator, true);
});

Deno.test("openSession() stores a hash of the token, never the token", async () => {
  const [opened] = await withMember();
  await using world = opened;

  const token = cookieOf(await open(world)).split("=")[1]!;

  for await (const { parts, value } of world.store.list(KINDS.session, {})) {
    assertMatch(String(parts[0]), /^[0-9a-f]{64}$/);
    assertEquals(JSON.stringify(value).includes(token), false);
  }
});

Deno.test("openSession() ends the browser's earlier session", async () => {
  const [opened] = await withMember();
  await using world = opened;
  const first = cookieOf(await open(world));

  const second = cookieOf(await open(world, first));

  assertNotEquals(first, second);
  assertEquals(await sessionActor(world.ports, first), null);
  assertEquals((await sessionActor(world.ports, second))?.id, ME);
});

Deno.test("confirmSession() makes the factor of this session fresh", async () => {
  const [opened] = await withMember();
  await using world = opened;
  const mine = cookieOf(await open(world));
  const other = cookieOf(await open(world));
  const age = async (cookie: string) =>
    world.nowMs - (await sessionActor(world.ports, cookie))!.factorAtMs!;
  world.advance(3_600_000);

  await confirmSession(world.ports, mine);

  assertEquals(await age(mine) < 1_000, true);
  assertEquals(await age(other) >= 3_600_000, true);
});

Deno.test("readSession() notes its use once an hour", async () => {
  const [opened] = await withMember();
  await using world = opened;
  const cookie = cookieOf(await open(world));
  const seen = async () => (await listSessions(world.ports, ME))[0]!.seenAtMs;
  const first = await seen();

  await readSession(world.ports, cookie);
  assertEquals(await seen(), first);
  world.advance(3_700_000);
  await readSession(world.ports, cookie);

  assertEquals(await seen() > first + 3_600_000, true);
});

Deno.test("readSession() tells what the person chose to read", async () => {
  const [opened, member] = await withMember();
  await using world = opened;
  const cookie = cookieOf(await open(world));
  assertEquals((await readSession(world.ports, cookie))?.language, undefined);

  await world.store.transact("members", async (tx) => {
    await tx.get(keys.member(ME));
    tx.put(keys.member(ME), { ...member, language: "en" });
  });

  assertEquals((await readSession(world.ports, cookie))?.language, "en");
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
