import { assertEquals } from "@std/assert";
import { Room } from "../../lib/delivery/room.ts";
import type { Due } from "../../lib/kv/keys.ts";

const of = (structureId: string, count = 150, urgent = false): Due => ({
  kind: "messages",
  structureId,
  count,
  ...(urgent ? { urgent: true } : {}),
});

Deno.test("Room keeps one structure from taking all, and lets in whoever has nothing in work", () => {
  const room = new Room();
  for (let i = 0; i < 2; i++) {
    assertEquals(room.isFor(of("a")), true);
    room.take(of("a"));
  }
  assertEquals(room.flying, 300);
  assertEquals(room.isFor(of("a")), false);
  assertEquals(room.isFor(of("a", 1, true)), true, "pressing");
  assertEquals(room.isFor(of("b")), true);
  room.take(of("b"));
  assertEquals(room.isFor(of("b")), false);
  room.giveBack(of("b"));
  assertEquals(room.isFor(of("b")), true);
});

Deno.test("Room has a place for the next single message while others send campaigns", () => {
  const room = new Room();
  for (const name of ["a", "a", "b"]) room.take(of(name));
  let taken = 0;
  for (; taken < 100 && room.isFor(of("single", 1)); taken++) {
    room.take(of("single", 1));
  }
  assertEquals(taken, 64);
  room.giveBack(of("single", 1));
  assertEquals(room.isFor(of("single", 2)), false);
  assertEquals(room.isFor(of("single", 1)), true);
});

Deno.test("Room ends somewhere, even for many structures", () => {
  const room = new Room();
  let taken = 0;
  for (; taken < 100 && room.isFor(of(`s${taken}`)); taken++) {
    room.take(of(`s${taken}`));
  }
  assertEquals(taken, 14);
  assertEquals(room.isFor(of("another")), false);
  assertEquals(room.isFor(of("another", 1, true)), true);
});
