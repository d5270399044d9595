import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import fc from "fast-check";
import {
  base32,
  fromBase32,
  ID_LENGTH,
  idAt,
  timeOf,
  timeOrderedIds,
} from "../../lib/kv/ids.ts";
import { EPOCH } from "../support.ts";

const ZERO = (length: number) => new Uint8Array(length);
const FULL = (length: number) => new Uint8Array(length).fill(255);

Deno.test("timeOrderedIds() makes ids that grow with time and within it", () => {
  const clock = [EPOCH, EPOCH, EPOCH, EPOCH + 1, EPOCH + 1, EPOCH + 5_000];
  const nextId = timeOrderedIds(() => clock.shift()!, ZERO);

  const ids = Array.from({ length: 6 }, nextId);

  assertEquals(ids, ids.toSorted());
  assertEquals(new Set(ids).size, 6);
  for (const id of ids) assertMatch(id, /^[0-9a-hjkmnp-tv-z]{18}$/);
  assertEquals(ids.map(timeOf), [0, 0, 0, 1, 1, 5_000].map((ms) => EPOCH + ms));
});

Deno.test("timeOrderedIds() still grows when the clock is set back", () => {
  const clock = [EPOCH, EPOCH - 60_000, EPOCH - 1, EPOCH + 1];
  const nextId = timeOrderedIds(() => clock.shift()!, FULL);

  const ids = Array.from({ length: 4 }, nextId);

  assertEquals(ids, ids.toSorted());
  assertEquals(ids.map(timeOf), [EPOCH, EPOCH, EPOCH, EPOCH + 1]);
});

Deno.test("timeOrderedIds() has room for counting up in one millisecond", () => {
  const nextId = timeOrderedIds(() => EPOCH, FULL);
  let before = "";

  for (let i = 0; i < 10_000; i++) {
    const id = nextId();
    assertEquals(id > before && id.length === ID_LENGTH, true);
    before = id;
  }
  assertEquals(timeOf(before), EPOCH);
});

Deno.test("timeOrderedIds() of two makers differ by their randomness", () => {
  const [one, two] = [ZERO, FULL].map((bytes) =>
    timeOrderedIds(() => EPOCH, bytes)()
  );

  assertNotEquals(one, two);
});

Deno.test("idAt() begins a listing at an instant", () => {
  const id = timeOrderedIds(() => EPOCH, ZERO)();

  assertEquals(id >= idAt(EPOCH), true);
  assertEquals(id < idAt(EPOCH + 1), true);
  assertEquals(idAt(-1), idAt(0));
});

Deno.test("base32() sorts as numbers do, and is read back", () => {
  const number = fc.integer({ min: 0, max: 2 ** 50 - 1 });
  fc.assert(
    fc.property(number, number, (a, b) => {
      const [x, y] = [base32(a, 10), base32(b, 10)];
      assertEquals(x < y, a < b);
      assertEquals(fromBase32(x), a);
    }),
    { seed: 20_261_122, numRuns: 300 },
  );
});

Deno.test("fromBase32() knows what it did not write", () => {
  for (const text of ["u0", "0O", "é", " 1", "1-"]) {
    assertEquals(fromBase32(text), null, text);
  }
});
