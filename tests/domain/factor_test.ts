import { assertEquals, assertMatch, assertRejects } from "@std/assert";
import { fromBase32, totpCode, totpStep } from "../../lib/crypto/totp.ts";
import {
  beginTotp,
  confirmTotp,
  makeRecoveryCodes,
  readFactors,
  RECOVERY_CODES,
  removeTotp,
  useCode,
} from "../../lib/domain/factor.ts";
import { keys } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import type { TestWorld } from "../support.ts";
import { ANNE, withAnne } from "./people.ts";

/** The code an app shows, `steps` from now. */
function codeOf(world: TestWorld, secret: string, steps = 0): string {
  return totpCode(fromBase32(secret), totpStep(world.nowMs) + steps);
}

async function withApp(): Promise<{ world: TestWorld; secret: string }> {
  const [world, anne] = await withAnne();
  const { secret } = await beginTotp(world.ports, anne);
  await confirmTotp(world.ports, ANNE.id, { code: codeOf(world, secret) });
  world.advance(60_000);
  return { world, secret };
}

Deno.test("beginTotp() shows the same secret until a code confirms it", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const { ports } = world;

  const { secret, uri } = await beginTotp(ports, anne);

  assertEquals((await beginTotp(ports, anne)).secret, secret);
  assertEquals(fromBase32(secret).length, 20);
  assertMatch(uri, /^otpauth:\/\/totp\/lsmessage%3Aanne%40rodez\.example\?/);
  assertEquals((await readFactors(ports, anne.id)).hasTotp, false);
  const wrong = codeOf(world, secret, 9);
  await assertRejects(
    () => confirmTotp(ports, anne.id, { code: wrong }),
    Problem,
  );
  assertEquals((await readFactors(ports, anne.id)).hasTotp, false);
  await confirmTotp(ports, anne.id, { code: codeOf(world, secret) });
  assertEquals((await readFactors(ports, anne.id)).hasTotp, true);
});

Deno.test("the secret and the codes are not in the store as they are", async () => {
  const { world, secret } = await withApp();
  await using _ = world;

  const codes = await makeRecoveryCodes(world.ports, ANNE.id);

  const stored = JSON.stringify(await world.store.get(keys.factors(ANNE.id)));
  assertEquals(stored.includes(secret), false);
  for (const code of codes) {
    assertEquals(stored.includes(code.replaceAll("-", "")), false);
  }
});

Deno.test("useCode() accepts a time step once, and none before it", async () => {
  const { world, secret } = await withApp();
  await using _ = world;
  const use = (code: string) => useCode(world.ports, ANNE.id, code);
  const before = codeOf(world, secret, -1);
  const now = codeOf(world, secret);

  assertEquals(await use(`${now.slice(0, 3)} ${now.slice(3)}`), "code");

  await assertRejects(() => use(now), Problem);
  await assertRejects(() => use(before), Problem);
  assertEquals(await use(codeOf(world, secret, 1)), "code");
  await assertRejects(() => use(codeOf(world, secret, 2)), Problem);
  world.advance(60_000);
  assertEquals(await use(codeOf(world, secret)), "code");
});

Deno.test("useCode() accepts the code that confirmed the app no second time", async () => {
  const [opened, anne] = await withAnne();
  await using world = opened;
  const { secret } = await beginTotp(world.ports, anne);
  const code = codeOf(world, secret);
  await confirmTotp(world.ports, anne.id, { code });

  await assertRejects(() => useCode(world.ports, anne.id, code), Problem);
});

Deno.test("useCode() accepts one of sixteen at once", async () => {
  const { world, secret } = await withApp();
  await using _ = world;
  const code = codeOf(world, secret);

  const uses = await Promise.allSettled(
    Array.from({ length: 16 }, () => useCode(world.ports, ANNE.id, code)),
  );

  assertEquals(uses.filter(({ status }) => status === "fulfilled").length, 1);
});

Deno.test("makeRecoveryCodes() gives ten, each good once, and ends those before", async () => {
  const [opened] = await withAnne();
  await using world = opened;
  const { ports } = world;
  const old = await makeRecoveryCodes(ports, ANNE.id);

  const codes = await makeRecoveryCodes(ports, ANNE.id);

  assertEquals(new Set(codes).size, RECOVERY_CODES);
  for (const code of codes) assertMatch(code, /^([A-Z2-7]{4}-){3}[A-Z2-7]{4}$/);
  await assertRejects(() => useCode(ports, ANNE.id, old[0]!), Problem);
  const typed = codes[3]!.toLowerCase().replaceAll("-", " ");
  assertEquals(await useCode(ports, ANNE.id, typed), "recovery");
  await assertRejects(() => useCode(ports, ANNE.id, codes[3]!), Problem);
  const { recoveryLeft } = await readFactors(ports, ANNE.id);
  assertEquals(recoveryLeft, RECOVERY_CODES - 1);
});

Deno.test("removeTotp() makes its codes worthless and keeps the recovery codes", async () => {
  const { world, secret } = await withApp();
  await using _ = world;
  const { ports } = world;
  const [code] = await makeRecoveryCodes(ports, ANNE.id);

  await removeTotp(ports, ANNE.id);

  await assertRejects(
    () => useCode(ports, ANNE.id, codeOf(world, secret)),
    Problem,
  );
  assertEquals((await readFactors(ports, ANNE.id)).hasTotp, false);
  assertEquals(await useCode(ports, ANNE.id, code!), "recovery");
});
