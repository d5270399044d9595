import { assertEquals, assertRejects } from "@std/assert";
import {
  beginAttempt,
  endAttempt,
  type Subject,
} from "../../lib/domain/throttle.ts";
import { KINDS } from "../../lib/kv/keys.ts";
import { Problem } from "../../lib/problem.ts";
import { TestWorld } from "../support.ts";

const ACCOUNT: Subject = { kind: "account", name: "anne@rodez.example" };
const ADDRESS: Subject = { kind: "address", name: "192.0.2.7" };

async function failTimes(world: TestWorld, subject: Subject, times: number) {
  for (let i = 0; i < times; i++) await beginAttempt(world.ports, [subject]);
}

/** Seconds until the next attempt; 0 when it may be made. */
async function waitOf(world: TestWorld, subject: Subject): Promise<number> {
  try {
    await beginAttempt(world.ports, [subject]);
    return 0;
  } catch (error) {
    return (error as Problem).options.retryAfterSeconds!;
  }
}

Deno.test("beginAttempt() lets five failures pass, then makes wait ever longer", async () => {
  await using world = await TestWorld.open();
  await failTimes(world, ACCOUNT, 5);

  const waits = [];
  for (let i = 0; i < 8; i++) {
    const seconds = await waitOf(world, ACCOUNT);
    waits.push(seconds);
    world.advance(seconds * 1_000);
    await beginAttempt(world.ports, [ACCOUNT]);
  }

  assertEquals(waits, [2, 4, 8, 16, 32, 60, 60, 60]);
});

Deno.test("beginAttempt() counts attempts made at the same time", async () => {
  await using world = await TestWorld.open();

  const attempts = await Promise.allSettled(
    Array.from({ length: 50 }, () => beginAttempt(world.ports, [ACCOUNT])),
  );

  const passed = attempts.filter(({ status }) => status === "fulfilled");
  assertEquals(passed.length, 5);
});

Deno.test("beginAttempt() allows an address more than an account", async () => {
  await using world = await TestWorld.open();
  await failTimes(world, ADDRESS, 20);

  const problem = await assertRejects(
    () => beginAttempt(world.ports, [ADDRESS]),
    Problem,
  );

  assertEquals(problem.code, "rate_limited");
  assertEquals(problem.options.retryAfterSeconds, 2);
  assertEquals(
    problem.options.detail?.fr,
    "Trop d'essais : réessayez dans 2 secondes.",
  );
});

Deno.test("beginAttempt() forgets after a day of calm", async () => {
  await using world = await TestWorld.open();
  await failTimes(world, ACCOUNT, 5);
  world.advance(86_400_000 + 10_000);

  await failTimes(world, ACCOUNT, 5);

  assertEquals(await waitOf(world, ACCOUNT), 2);
});

Deno.test("endAttempt() clears the account and gives the address one back", async () => {
  await using world = await TestWorld.open();
  await failTimes(world, ACCOUNT, 4);
  await failTimes(world, ADDRESS, 4);

  await beginAttempt(world.ports, [ACCOUNT, ADDRESS]);
  await endAttempt(world.ports, [ACCOUNT, ADDRESS]);

  const stored = world.store.list(KINDS.throttle, {});
  const failures = [];
  for await (const { value } of stored) failures.push(value.failures);
  assertEquals(failures, [4]);
});

Deno.test("beginAttempt() stores no address of a person", async () => {
  await using world = await TestWorld.open();

  await beginAttempt(world.ports, [ACCOUNT, ADDRESS]);

  const names = [];
  for await (const { parts } of world.store.list(KINDS.throttle, {})) {
    names.push(String(parts[0]));
  }
  assertEquals(
    names.map((name) => /^(account|address):[0-9a-f]{4}$/.test(name)),
    [true, true],
  );
});
