import { assertEquals, assertRejects } from "@std/assert";
import {
  openSession,
  readSession,
  SESSION_MS,
  signOut,
} from "../../lib/domain/session.ts";
import {
  listSessions,
  revokeSession,
  revokeSessions,
} from "../../lib/domain/session_list.ts";
import { Problem } from "../../lib/problem.ts";
import type { TestWorld } from "../support.ts";
import { ANNE, cookieOf, withAnne } from "./people.ts";

const PAUL = "mem_00000000000000000b";

async function open(world: TestWorld, agent: string, id: string = ANNE.id) {
  const opening = { agent, cookies: null };
  return cookieOf(
    await openSession(world.ports, { ...ANNE, id, password: null }, opening),
  );
}

Deno.test("listSessions() shows the person's own, the newest first, none that is over", async () => {
  const [opened] = await withAnne(null);
  await using world = opened;
  await open(world, "long ago");
  world.advance(SESSION_MS);
  await open(world, "Firefox");
  const gone = await open(world, "signed out");
  await signOut(world.ports, gone);
  await open(world, "Chrome");
  await open(world, "of another", PAUL);

  const sessions = await listSessions(world.ports, ANNE.id);

  assertEquals(sessions.map(({ agent }) => agent), ["Chrome", "Firefox"]);
});

Deno.test("revokeSession() ends a session from its next request on", async () => {
  const [opened] = await withAnne(null);
  await using world = opened;
  const { ports } = world;
  const lost = await open(world, "lost");
  const kept = await open(world, "kept");
  const session = await readSession(ports, lost);
  assertEquals(session?.actor.id, ANNE.id);

  await revokeSession(ports, ANNE.id, session!.id);

  assertEquals(await readSession(ports, lost), null);
  assertEquals((await readSession(ports, kept))?.actor.id, ANNE.id);
  const again = () => revokeSession(ports, ANNE.id, session!.id);
  assertEquals((await assertRejects(again, Problem)).code, "not_found");
});

Deno.test("revokeSession() ends nobody else's session", async () => {
  const [opened] = await withAnne(null);
  await using world = opened;
  const cookie = await open(world, "Anne's");
  const { id } = (await readSession(world.ports, cookie))!;

  await assertRejects(() => revokeSession(world.ports, PAUL, id), Problem);

  assertEquals((await readSession(world.ports, cookie))?.id, id);
});

Deno.test("revokeSessions() ends all but the one that is kept", async () => {
  const [opened] = await withAnne(null);
  await using world = opened;
  const { ports } = world;
  const cookies = [];
  for (let i = 0; i < 5; i++) cookies.push(await open(world, `${i}`));
  const { id } = (await readSession(ports, cookies[2]!))!;

  await revokeSessions(ports, ANNE.id, id);

  const left = await Promise.all(cookies.map((one) => readSession(ports, one)));
  assertEquals(left.map((one) => one?.id), [
    undefined,
    undefined,
    id,
    undefined,
    undefined,
  ]);
  await revokeSessions(ports, ANNE.id);
  assertEquals(await listSessions(ports, ANNE.id), []);
});
