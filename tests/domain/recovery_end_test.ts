import { assertEquals, assertRejects } from "@std/assert";
import { makeRecoveryCodes, readFactors } from "../../lib/domain/factor.ts";
import { listPasskeys } from "../../lib/domain/passkey.ts";
import {
  approveRecovery,
  DELAY_MS,
  sweepRecoveries,
} from "../../lib/domain/recovery.ts";
import { endRecovery } from "../../lib/domain/recovery_end.ts";
import { openSession, readSession } from "../../lib/domain/session.ts";
import { signInByPassword } from "../../lib/domain/sign_in.ts";
import { Problem } from "../../lib/problem.ts";
import { Authenticator } from "./authenticator.ts";
import { BROWSER, cookieOf, enrol, PASSWORD } from "./people.ts";
import { openRodez, tokenIn } from "./recoveries.ts";

Deno.test("endRecovery() sets a password and leaves nothing of what was lost", async () => {
  const { world, marie, paul, ask, as } = await openRodez();
  await using _ = world;
  const { ports, mails } = world;
  await enrol(world, marie, new Authenticator("lost phone"));
  await makeRecoveryCodes(ports, marie.id);
  const opening = { agent: "lost phone", cookies: null };
  const cookie = cookieOf(await openSession(ports, marie, opening));
  await ask();
  await approveRecovery(ports, as(paul), marie.id);
  world.advance(DELAY_MS);
  await sweepRecoveries(ports);
  const token = tokenIn(mails, marie.email, "/recuperation");

  await endRecovery(ports, { token, password: PASSWORD });

  assertEquals(await listPasskeys(ports, marie.id), []);
  assertEquals((await readFactors(ports, marie.id)).recoveryLeft, 0);
  assertEquals(await readSession(ports, cookie), null);
  const given = { email: marie.email, password: PASSWORD };
  const signedIn = await signInByPassword(ports, given, BROWSER);
  assertEquals("cookie" in signedIn, true);
  await assertRejects(
    () => endRecovery(ports, { token, password: PASSWORD }),
    Problem,
  );
});
