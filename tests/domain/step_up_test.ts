import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { fromBase32, totpCode, totpStep } from "../../lib/crypto/totp.ts";
import type { Actor } from "../../lib/domain/actor.ts";
import { beginTotp, confirmTotp } from "../../lib/domain/factor.ts";
import { passkeyRequest } from "../../lib/domain/passkey.ts";
import { openSession, sessionActor } from "../../lib/domain/session.ts";
import { SIGN_IN } from "../../lib/domain/sign_in.ts";
import {
  assertFreshFactor,
  confirmIdentity,
  confirmPurpose,
  FRESH_MS,
  hasFreshFactor,
  type Proof,
} from "../../lib/domain/step_up.ts";
import { Problem } from "../../lib/problem.ts";
import type { StoredMember } from "../../lib/schema/member.ts";
import { OPERATOR, type TestWorld } from "../support.ts";
import { Authenticator } from "./authenticator.ts";
import { ANNE, cookieOf, enrol, PASSWORD, withAnne } from "./people.ts";

/** Anne's session, opened longer ago than a factor counts. */
async function stale(
  password?: null,
): Promise<{ world: TestWorld; anne: StoredMember; cookies: string }> {
  const [world, anne] = await withAnne(password);
  const opening = { agent: "Firefox", cookies: null };
  const cookies = cookieOf(await openSession(world.ports, anne, opening));
  world.advance(FRESH_MS + 1_000);
  return { world, anne, cookies };
}

async function isFresh(world: TestWorld, cookies: string): Promise<boolean> {
  const actor = await sessionActor(world.ports, cookies);
  return hasFreshFactor(world.ports, actor!);
}

Deno.test("hasFreshFactor() counts ten minutes, for people only", async () => {
  const { world, cookies } = await stale();
  await using _ = world;
  const { ports } = world;
  const actor = (await sessionActor(ports, cookies))!;
  const since = (ms: number): Actor => ({
    ...actor,
    factorAtMs: world.nowMs - ms,
  });

  assertEquals(hasFreshFactor(ports, since(FRESH_MS - 1_000)), true);
  assertEquals(hasFreshFactor(ports, since(FRESH_MS + 1_000)), false);
  const { factorAtMs: _factor, ...never } = actor;
  assertEquals(hasFreshFactor(ports, never), false);
  assertEquals(hasFreshFactor(ports, OPERATOR), true);
});

Deno.test("assertFreshFactor() says where to confirm", async () => {
  const { world, cookies } = await stale();
  await using _ = world;
  const actor = (await sessionActor(world.ports, cookies))!;

  const problem = assertThrows(
    () => assertFreshFactor(world.ports, actor),
    Problem,
  );

  assertEquals(problem.code, "forbidden");
  assertEquals(problem.options.members, {
    reason: "fresh_factor_required",
    confirmUrl: "http://localhost:8000/compte/confirmer",
  });
  assertFreshFactor(world.ports, OPERATOR);
});

Deno.test("confirmIdentity() takes the password again", async () => {
  const { world, anne, cookies } = await stale();
  await using _ = world;
  const confirm = (proof: Proof) =>
    confirmIdentity(world.ports, { memberId: anne.id, cookies }, proof);

  await assertRejects(
    () => confirm({ password: "une autre phrase", code: "" }),
    Problem,
  );
  assertEquals(await isFresh(world, cookies), false);
  await confirm({ password: PASSWORD, code: "" });

  assertEquals(await isFresh(world, cookies), true);
});

Deno.test("confirmIdentity() wants the authenticator's code too, where there is one", async () => {
  const { world, anne, cookies } = await stale();
  await using _ = world;
  const { ports } = world;
  const { secret } = await beginTotp(ports, anne);
  const code = () => totpCode(fromBase32(secret), totpStep(world.nowMs));
  await confirmTotp(ports, anne.id, { code: code() });
  world.advance(30_000);
  const confirm = (code: string) =>
    confirmIdentity(ports, { memberId: anne.id, cookies }, {
      password: PASSWORD,
      code,
    });

  await assertRejects(() => confirm(""), Problem);
  await assertRejects(() => confirm("000000"), Problem);
  await confirm(code());

  assertEquals(await isFresh(world, cookies), true);
});

Deno.test("confirmIdentity() takes a passkey asked for this, of this person", async () => {
  const { world, anne, cookies } = await stale(null);
  await using _ = world;
  const { ports } = world;
  const phone = new Authenticator("phone");
  await enrol(world, anne, phone);
  const confirm = async (purpose: string, memberId: string) => {
    const asked = await passkeyRequest(ports, { purpose, memberId });
    const proof = { passkey: phone.use(asked) };
    await confirmIdentity(ports, { memberId, cookies }, proof);
  };
  const paul = "mem_00000000000000000b";

  await assertRejects(() => confirm(SIGN_IN, anne.id), Problem);
  await assertRejects(() => confirm(confirmPurpose(paul), paul), Problem);
  await assertRejects(() => confirm(confirmPurpose(paul), anne.id), Problem);
  assertEquals(await isFresh(world, cookies), false);
  await confirm(confirmPurpose(ANNE.id), anne.id);

  assertEquals(await isFresh(world, cookies), true);
});
