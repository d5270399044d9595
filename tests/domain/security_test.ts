import { assertEquals, assertRejects } from "@std/assert";
import { fromBase32, totpCode, totpStep } from "../../lib/crypto/totp.ts";
import { listAudit } from "../../lib/domain/audit_log.ts";
import { beginTotp, readFactors } from "../../lib/domain/factor.ts";
import { memberActor } from "../../lib/domain/member.ts";
import {
  listPasskeys,
  passkeyRegistration,
  passkeyRequest,
} from "../../lib/domain/passkey.ts";
import {
  addOwnPasskey,
  removeOwnPasskey,
  renewRecoveryCodes,
  type Self,
  turnTotpOff,
  turnTotpOn,
} from "../../lib/domain/security.ts";
import { SIGN_IN, signInByPasskey } from "../../lib/domain/sign_in.ts";
import { Problem } from "../../lib/problem.ts";
import type { TestWorld } from "../support.ts";
import { Authenticator } from "./authenticator.ts";
import { BROWSER, enrol, withAnne } from "./people.ts";

async function actions(world: TestWorld, { actor }: Self): Promise<string[]> {
  const query = { id: null, limit: 50 };
  const { items } = await listAudit(world.ports, actor, query);
  return items.map(({ action }) => action).reverse();
}

Deno.test("each change is in the journal, and told to the person", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const { ports } = world;
  const call = { actor: memberActor(anne) };
  const phone = new Authenticator("phone");

  const answer = phone.make(await passkeyRegistration(ports, anne));
  const { id } = await addOwnPasskey(ports, call, { answer, name: "Phone" });
  const { secret } = await beginTotp(ports, anne);
  const code = totpCode(fromBase32(secret), totpStep(world.nowMs));
  await turnTotpOn(ports, call, code);
  await renewRecoveryCodes(ports, call);
  await turnTotpOff(ports, call);
  await removeOwnPasskey(ports, call, id);

  assertEquals(await actions(world, call), [
    "passkey.add",
    "totp.add",
    "recovery-codes.make",
    "totp.remove",
    "passkey.remove",
  ]);
  assertEquals(world.mails.map(({ to }) => to), Array(5).fill(anne.email));
  assertEquals((await readFactors(ports, anne.id)).hasTotp, false);
});

Deno.test("removeOwnPasskey() makes the passkey worthless, and lets it come back", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const { ports } = world;
  const call = { actor: memberActor(anne) };
  const phone = new Authenticator("phone");
  const { id } = await enrol(world, anne, phone);

  await removeOwnPasskey(ports, call, id);

  const asked = await passkeyRequest(ports, { purpose: SIGN_IN });
  await assertRejects(
    () => signInByPasskey(ports, phone.use(asked), BROWSER),
    Problem,
  );
  const again = await assertRejects(
    () => removeOwnPasskey(ports, call, id),
    Problem,
  );
  assertEquals(again.code, "not_found");
  await enrol(world, anne, phone);
});

Deno.test("removeOwnPasskey() keeps the last way in", async () => {
  const [opened, anne] = await withAnne(null);
  await using world = opened;
  const { ports } = world;
  const call = { actor: memberActor(anne) };
  const phone = await enrol(world, anne, new Authenticator("phone"));
  const desk = await enrol(world, anne, new Authenticator("desk"));

  await removeOwnPasskey(ports, call, phone.id);
  const problem = await assertRejects(
    () => removeOwnPasskey(ports, call, desk.id),
    Problem,
  );

  assertEquals(problem.code, "conflict");
  const left = await listPasskeys(ports, anne.id);
  assertEquals(left.map(({ id }) => id), [desk.id]);
});

Deno.test("removeOwnPasskey() removes nobody else's", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const { id } = await enrol(world, anne, new Authenticator("phone"));
  const paul = { ...memberActor(anne), id: "mem_00000000000000000b" };

  await assertRejects(
    () => removeOwnPasskey(world.ports, { actor: paul }, id),
    Problem,
  );

  assertEquals((await listPasskeys(world.ports, anne.id)).length, 1);
});
