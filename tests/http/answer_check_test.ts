import { z } from "@hono/zod-openapi";
import { assertStringIncludes, assertThrows } from "@std/assert";
import { assertNothingLeaks } from "../../lib/http/answer_check.ts";

const Shape = z.object({
  id: z.string(),
  items: z.array(z.object({ name: z.string() })),
  note: z.string().optional(),
});

Deno.test("assertNothingLeaks() lets what is described through", () => {
  const answer = { id: "1", items: [{ name: "a" }], note: undefined };
  assertNothingLeaks(Shape, answer, "test");
});

Deno.test("assertNothingLeaks() refuses what the schema leaves out", async (t) => {
  const table: [answer: unknown, complaint: string][] = [
    [{ id: "1", items: [], hash: "secret" }, "/hash"],
    [{ id: "1", items: [{ name: "a", key: "secret" }] }, "/items/0/key"],
    [{ id: 1, items: [] }, "id"],
    [null, "expected object"],
  ];
  for (const [answer, complaint] of table) {
    await t.step(complaint, () => {
      const check = () => assertNothingLeaks(Shape, answer, "test");
      assertStringIncludes(assertThrows(check, Error).message, complaint);
    });
  }
});
