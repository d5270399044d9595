import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { fromBase32, totpCode, totpStep } from "../../lib/crypto/totp.ts";
import {
  beginTotp,
  confirmTotp,
  makeRecoveryCodes,
} from "../../lib/domain/factor.ts";
import { passkeyRequest } from "../../lib/domain/passkey.ts";
import { sessionActor } from "../../lib/domain/session.ts";
import { listSessions } from "../../lib/domain/session_list.ts";
import {
  SIGN_IN,
  signInByCode,
  signInByPasskey,
  signInByPassword,
  signInByRecovery,
} from "../../lib/domain/sign_in.ts";
import { keys } from "../../lib/kv/keys.ts";
import { CHALLENGE_MS } from "../../lib/domain/challenge.ts";
import { Problem } from "../../lib/problem.ts";
import type { TestWorld } from "../support.ts";
import { Authenticator } from "./authenticator.ts";
import {
  ANNE,
  BROWSER,
  cookieOf,
  enrol,
  PASSWORD,
  withAnne,
} from "./people.ts";

const RIGHT = { email: ANNE.email, password: PASSWORD };
const WRONG = { email: ANNE.email, password: "une autre phrase" };

/** Anne with an authenticator app; gives the code it shows now. */
async function withApp(): Promise<[TestWorld, () => string]> {
  const [world, anne] = await withAnne();
  const { secret } = await beginTotp(world.ports, anne);
  const code = () => totpCode(fromBase32(secret), totpStep(world.nowMs));
  await confirmTotp(world.ports, anne.id, { code: code() });
  world.advance(30_000);
  return [world, code];
}

async function ticketOf(world: TestWorld): Promise<string> {
  const signedIn = await signInByPassword(world.ports, RIGHT, BROWSER);
  return "ticket" in signedIn ? signedIn.ticket : "none";
}

Deno.test("signInByPassword() signs in who has no authenticator", async () => {
  const [opened] = await withAnne();
  await using world = opened;

  const signedIn = await signInByPassword(world.ports, RIGHT, BROWSER);

  const cookie = "cookie" in signedIn ? signedIn.cookie : "";
  const actor = await sessionActor(world.ports, cookieOf(cookie));
  assertEquals(actor?.id, ANNE.id);
});

Deno.test("signInByPassword() refuses a wrong password and an unknown address alike", async () => {
  const [opened] = await withAnne();
  await using world = opened;
  const attempt = (given: typeof RIGHT) =>
    assertRejects(
      () => signInByPassword(world.ports, given, BROWSER),
      Problem,
    );

  const wrong = await attempt(WRONG);
  const unknown = await attempt({ ...RIGHT, email: "paul@rodez.example" });

  assertEquals(wrong.code, "unauthenticated");
  assertEquals(unknown.options, wrong.options);
});

Deno.test("signInByPassword() lets nobody in who has no password", async () => {
  const [opened] = await withAnne(null);
  await using world = opened;

  for (const password of ["", PASSWORD]) {
    await assertRejects(
      () => signInByPassword(world.ports, { ...RIGHT, password }, BROWSER),
      Problem,
    );
  }
});

Deno.test("signInByPassword() slows an account down, then lets its owner in", async () => {
  const [opened] = await withAnne();
  await using world = opened;
  for (let i = 0; i < 5; i++) {
    await signInByPassword(world.ports, WRONG, BROWSER).catch(() => {});
  }

  const problem = await assertRejects(
    () => signInByPassword(world.ports, RIGHT, BROWSER),
    Problem,
  );
  assertEquals(problem.code, "rate_limited");
  world.advance(2_000);
  const signedIn = await signInByPassword(world.ports, RIGHT, BROWSER);
  assertEquals("cookie" in signedIn, true);
});

Deno.test("signInByCode() ends what a password began", async () => {
  const [opened, code] = await withApp();
  await using world = opened;

  const ticket = await ticketOf(world);
  assertEquals(await listSessions(world.ports, ANNE.id), []);
  const given = { ticket, code: code() };
  const cookie = await signInByCode(world.ports, given, BROWSER);

  assertMatch(cookie, /^__Host-lsm=/);
  const [session] = await listSessions(world.ports, ANNE.id);
  assertEquals(session?.method, "code");
});

Deno.test("signInByCode() refuses a code that was used, and a ticket that was", async () => {
  const [opened, code] = await withApp();
  await using world = opened;
  const ticket = await ticketOf(world);
  const sign = (ticket: string, code: string) =>
    signInByCode(world.ports, { ticket, code }, BROWSER);
  const used = code();
  await sign(ticket, used);

  const other = await ticketOf(world);
  await assertRejects(() => sign(other, used), Problem);
  world.advance(30_000);
  await assertRejects(() => sign(ticket, code()), Problem);
  world.advance(30_000);
  await sign(other, code());
});

Deno.test("signInByCode() accepts a recovery code once", async () => {
  const [opened] = await withApp();
  await using world = opened;
  const [code] = await makeRecoveryCodes(world.ports, ANNE.id);
  const sign = async () => {
    const given = { ticket: await ticketOf(world), code: code! };
    return await signInByCode(world.ports, given, BROWSER);
  };

  await sign();

  assertEquals(
    (await listSessions(world.ports, ANNE.id))[0]?.method,
    "recovery",
  );
  await assertRejects(sign, Problem);
});

Deno.test("signInByCode() takes no ticket we did not write, or that is old", async () => {
  const [opened, code] = await withApp();
  await using world = opened;
  const ticket = await ticketOf(world);
  const [, challenge] = ticket.split(".");
  const sign = (ticket: string) =>
    signInByCode(world.ports, { ticket, code: code() }, BROWSER);

  await assertRejects(() => sign(`mem_1.${challenge}`), Problem);
  await assertRejects(() => sign(`${ANNE.id}.`), Problem);
  await assertRejects(() => sign(""), Problem);
  world.advance(CHALLENGE_MS);
  await assertRejects(() => sign(ticket), Problem);
});

Deno.test("signInByCode() makes guessing a code hopeless", async () => {
  const [opened, code] = await withApp();
  await using world = opened;
  const ticket = await ticketOf(world);
  const sign = (code: string) =>
    signInByCode(world.ports, { ticket, code }, BROWSER);
  let guesses = 0;

  for (const end = world.nowMs + 9 * 60_000; world.nowMs < end;) {
    const problem = await assertRejects(() => sign("000000"), Problem);
    if (problem.code === "unauthenticated") guesses++;
    world.advance(1_000);
  }

  assertEquals(guesses < 15, true, `${guesses} guesses in nine minutes`);
  assertEquals(
    (await assertRejects(() => sign(code()), Problem)).code,
    "rate_limited",
  );
});

Deno.test("signInByPasskey() signs in at once, whoever guesses at the password", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const { ports } = world;
  const phone = new Authenticator("phone");
  await enrol(world, anne, phone);
  for (let i = 0; i < 40; i++) {
    await signInByPassword(ports, WRONG, BROWSER).catch(() => {});
  }
  await assertRejects(() => signInByPassword(ports, RIGHT, BROWSER), Problem);

  const asked = await passkeyRequest(ports, { purpose: SIGN_IN });
  const cookie = await signInByPasskey(ports, phone.use(asked), BROWSER);

  assertEquals((await sessionActor(ports, cookieOf(cookie)))?.id, ANNE.id);
  assertEquals(
    (await listSessions(ports, ANNE.id))[0]?.method,
    "passkey",
  );
});

Deno.test("signInByPasskey() refuses the passkey of who is no member any more", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const { ports } = world;
  const phone = new Authenticator("phone");
  await enrol(world, anne, phone);
  await world.store.transact("members", async (tx) => {
    await tx.get(keys.member(anne.id));
    tx.delete(keys.member(anne.id));
  });

  const asked = await passkeyRequest(ports, { purpose: SIGN_IN });
  const answer = phone.use(asked);

  await assertRejects(() => signInByPasskey(ports, answer, BROWSER), Problem);
});

Deno.test("signInByRecovery() is for who has passkeys alone", async () => {
  const [opened] = await withAnne(null);
  await using world = opened;
  const { ports } = world;
  const [first, second] = await makeRecoveryCodes(ports, ANNE.id);
  const sign = (code: string) =>
    signInByRecovery(ports, { email: "Anne@Rodez.example ", code }, BROWSER);

  assertMatch(await sign(first!), /^__Host-lsm=/);
  await assertRejects(() => sign(first!), Problem);
  await assertRejects(() => sign("AAAA-AAAA-AAAA-AAAA"), Problem);
  assertMatch(await sign(second!), /^__Host-lsm=/);
});

Deno.test("signInByRecovery() never stands for a password", async () => {
  const [opened] = await withAnne();
  await using world = opened;
  const { ports } = world;
  const [code] = await makeRecoveryCodes(ports, ANNE.id);
  const given = { email: ANNE.email, code: code! };

  const known = await assertRejects(
    () => signInByRecovery(ports, given, BROWSER),
    Problem,
  );
  const unknown = await assertRejects(
    () => signInByRecovery(ports, { ...given, email: "x@y.example" }, BROWSER),
    Problem,
  );

  assertEquals(known.options, unknown.options);
});
