import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import { hashPassword, passwordMatches } from "../../lib/domain/password.ts";
import { Problem } from "../../lib/problem.ts";
import { TestWorld } from "../support.ts";

const PASSWORD = "douze caractères";

Deno.test("hashPassword() makes a salted argon2id hash of 19 MiB", async () => {
  await using world = await TestWorld.open();

  const first = await hashPassword(world.ports, PASSWORD);
  const second = await hashPassword(world.ports, PASSWORD);

  assertMatch(first, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assertNotEquals(first, second);
});

Deno.test("passwordMatches() knows the password, however it is composed", async () => {
  await using world = await TestWorld.open();
  const hash = await hashPassword(world.ports, PASSWORD.normalize("NFC"));

  assertEquals(await passwordMatches(hash, PASSWORD.normalize("NFD")), true);
  assertEquals(await passwordMatches(hash, "douze caracteres"), false);
});

Deno.test("passwordMatches() takes as long for an unknown account", async () => {
  await using world = await TestWorld.open();
  const hash = await hashPassword(world.ports, PASSWORD);
  const time = async (hash: string | null) => {
    const before = performance.now();
    assertEquals(await passwordMatches(hash, "not the password"), false);
    return performance.now() - before;
  };
  await time(null);

  const known = Math.min(await time(hash), await time(hash));
  const unknown = Math.min(await time(null), await time(null));

  assertEquals(unknown > known / 3 && unknown < known * 3, true);
});

Deno.test("passwordMatches() refuses what would wait too long", async () => {
  const tries = Array.from({ length: 20 }, () => passwordMatches(null, "x"));

  const results = await Promise.allSettled(tries);

  const refused = results.filter((result) => result.status === "rejected");
  assertEquals(refused.length, 4);
  assertEquals((refused[0]!.reason as Problem).code, "unavailable");
});
