import { assertEquals, assertNotEquals } from "@std/assert";
import {
  requestFingerprint,
  storedMarks,
} from "../../lib/domain/fingerprint.ts";
import { keys } from "../../lib/kv/keys.ts";
import { EPOCH, TestWorld } from "../support.ts";
import { accept, toMany, townWith } from "./accepting.ts";

const MIDNIGHT = Date.parse("2026-12-02T00:00:00Z");
const asked = (nowMs: number) => ({
  fingerprint: "what was sent",
  nowMs,
  forMs: 60_000,
});

Deno.test("requestFingerprint() is the same for the same request only", () => {
  const print = requestFingerprint("app_1", "POST /messages", "{}");

  assertEquals(requestFingerprint("app_1", "POST /messages", "{}"), print);
  assertNotEquals(requestFingerprint("app_2", "POST /messages", "{}"), print);
  assertNotEquals(requestFingerprint("app_1", "POST /transfers", "{}"), print);
  assertNotEquals(requestFingerprint("app_1", "POST /messages", "{ }"), print);
});

Deno.test("storedMarks() are another structure's and another day's alone", async () => {
  await using world = await TestWorld.open();
  const one = await storedMarks(world.ports, "str_1", asked(EPOCH));
  const two = await storedMarks(world.ports, "str_2", asked(EPOCH));
  assertEquals(one.length, 1);
  assertNotEquals(one, two);
  assertEquals(await storedMarks(world.ports, "str_1", asked(EPOCH)), one);
  const next = await storedMarks(world.ports, "str_1", asked(MIDNIGHT + 5_000));
  assertEquals([next.length, next[1]], [2, one[0]]);
  const later = await storedMarks(
    world.ports,
    "str_1",
    asked(MIDNIGHT + 61_000),
  );
  assertEquals(later, [next[0]]);
});

Deno.test("storedMarks() recognise a call again on the other side of midnight", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 10);
  const same = { key: null, fingerprint: "what was sent" };
  world.advance(MIDNIGHT - 20_000 - world.nowMs);
  const first = await accept(world, at, toMany(1), same);
  world.advance(40_000);
  assertEquals(await accept(world, at, toMany(1), same), first);
});

Deno.test("storedMarks() leave nothing to try a guess by once the key is gone", async () => {
  await using world = await TestWorld.open();
  const at = await townWith(world, 10);
  const same = { key: null, fingerprint: "what was sent" };
  const { submissionId } = await accept(world, at, toMany(1), same);
  const batchId = submissionId.slice(4, 22);
  const batch = (await world.store.get(keys.batch(batchId)))!;
  const stored = batch.submissions[0]!.fingerprint!;
  assertNotEquals(stored, same.fingerprint);
  const { id } = at.structure;
  const key = keys.dataKey(id, batch.dataKey);
  assertEquals(
    await storedMarks(world.ports, id, asked(world.nowMs)),
    [stored],
  );
  await world.store.transact(key.id, async (tx) => {
    tx.put(key, { ...(await tx.get(key))!, texts: null });
  });
  const { texts } = (await world.store.get(key))!;
  assertEquals(texts, null);
  assertEquals(
    await storedMarks(world.ports, id, asked(world.nowMs + 86_430_000 * 2))
      .then((marks) => marks.includes(stored)),
    false,
  );
});
