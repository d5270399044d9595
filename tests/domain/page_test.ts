import { assertEquals, assertThrows } from "@std/assert";
import {
  fromCursor,
  ID,
  pageById,
  pageOf,
  toCursor,
} from "../../lib/domain/page.ts";
import { Problem } from "../../lib/problem.ts";

const ids = ["a", "b", "c"].map((last) => ({
  id: `str_00000000000000000${last}`,
}));

Deno.test("fromCursor() reads what toCursor() wrote", () => {
  assertEquals(fromCursor(toCursor(ids[0]!.id), ID), ids[0]!.id);
  assertEquals(fromCursor(undefined, ID), null);
});

Deno.test("fromCursor() refuses anything else", async (t) => {
  const table = ["", "x", "!!!", toCursor("17"), `${toCursor(ids[0]!.id)}=`];
  for (const cursor of table) {
    await t.step(cursor, () => {
      const problem = assertThrows(() => fromCursor(cursor, ID), Problem);
      assertEquals(problem.code, "invalid_cursor");
    });
  }
});

Deno.test("pageOf() goes on only where there is more", () => {
  const idOf = ({ id }: { id: string }) => id;
  assertEquals(pageOf(ids, 3, idOf), { items: ids, nextCursor: null });
  assertEquals(pageOf(ids, 2, idOf), {
    items: ids.slice(0, 2),
    nextCursor: toCursor(ids[1]!.id),
  });
  assertEquals(pageOf([], 2, idOf), { items: [], nextCursor: null });
});

Deno.test("pageById() goes on after the cursor", () => {
  const first = pageById(ids, { limit: 2 });
  const second = pageById(ids, { limit: 2, cursor: first.nextCursor! });
  assertEquals(second, { items: [ids[2]!], nextCursor: null });
});
