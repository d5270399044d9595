import { assertEquals, assertRejects } from "@std/assert";
import { Buffer } from "node:buffer";
import {
  CHALLENGE_MS,
  isOurs,
  newChallenge,
  spend,
} from "../../lib/domain/challenge.ts";
import { Problem } from "../../lib/problem.ts";
import { TestWorld } from "../support.ts";

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("base64url");
}

Deno.test("isOurs() knows a challenge by its purpose and its time", async () => {
  await using world = await TestWorld.open();
  const { ports } = world;
  const bytes = newChallenge(ports, "sign-in");
  const challenge = text(bytes);

  assertEquals(isOurs(ports, "sign-in", challenge), true);
  assertEquals(isOurs(ports, "confirm", challenge), false);
  assertEquals(isOurs(ports, "sign-in", ""), false);
  for (let i = 0; i < bytes.length; i++) {
    const changed = bytes.map((byte, at) => at === i ? byte ^ 1 : byte);
    assertEquals(isOurs(ports, "sign-in", text(changed)), false, `byte ${i}`);
  }
  world.advance(CHALLENGE_MS);
  assertEquals(isOurs(ports, "sign-in", challenge), false);
});

Deno.test("spend() lets a challenge through once", async () => {
  await using world = await TestWorld.open();
  const spent = (challenge: string) =>
    world.store.transact(
      "spend",
      (tx) => spend(tx, { challenge, nowMs: world.nowMs }),
    );

  await spent("a");

  const problem = await assertRejects(() => spent("a"), Problem);
  assertEquals(problem.code, "unauthenticated");
  await spent("b");
});
