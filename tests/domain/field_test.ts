import { z } from "@hono/zod-openapi";
import { assertEquals, assertThrows } from "@std/assert";
import { fieldErrors, parseFields, pointerTo } from "../../lib/domain/field.ts";
import { Problem } from "../../lib/problem.ts";
import { Instant } from "../../lib/schema/common.ts";

Deno.test("fieldErrors() says in two languages what is wrong", async (t) => {
  const table: [z.ZodType, unknown, pointer: string, fr: string, en: string][] =
    [
      [
        z.object({ a: z.string() }),
        {},
        "/a",
        "Champ obligatoire.",
        "This field is required.",
      ],
      [
        z.object({ a: z.string() }),
        { a: 1 },
        "/a",
        "Attendu : un texte.",
        "Expected: a string.",
      ],
      [z.object({}), [], "", "Attendu : un objet.", "Expected: an object."],
      [
        z.strictObject({}),
        { "a/b~c": 1 },
        "/a~1b~0c",
        "Champ inconnu ; retirez-le.",
        "Unknown field; remove it.",
      ],
      [
        z.array(z.int()),
        [1, 1.5],
        "/1",
        "Attendu : un nombre entier.",
        "Expected: a whole number.",
      ],
      [z.int().max(5), 6, "", "Au plus 5.", "At most 5."],
      [
        z.string().min(3),
        "a",
        "",
        "Au moins 3 caractères.",
        "At least 3 characters.",
      ],
      [
        z.array(z.int()).min(1),
        [],
        "",
        "Ne peut pas être vide.",
        "Must not be empty.",
      ],
      [
        z.enum(["live", "test"]),
        "prod",
        "",
        "Au choix : live, test.",
        "One of: live, test.",
      ],
      [
        Instant,
        "demain",
        "",
        "Un instant UTC est attendu, par exemple 2026-12-01T08:00:00Z.",
        "A UTC instant is expected, e.g. 2026-12-01T08:00:00Z.",
      ],
      [
        z.string().regex(/^\d+$/, { error: "des chiffres" }),
        "a",
        "",
        "Des chiffres.",
        "Wrong format; expected: /^\\d+$/.",
      ],
    ];
  for (const [schema, value, pointer, fr, en] of table) {
    await t.step(fr, () => {
      assertEquals(fieldErrors(schema, value), [{ pointer, detail: fr, en }]);
    });
  }
});

Deno.test("fieldErrors() has a bound", () => {
  const many = Array.from({ length: 500 }, () => "x");
  assertEquals(fieldErrors(z.array(z.int()), many).length, 100);
});

Deno.test("parseFields() puts its pointers below another", () => {
  const schema = z.strictObject({ url: z.string() });
  const problem = assertThrows(
    () => parseFields(schema, { url: 1, pass: 2 }, "/settings"),
    Problem,
  );
  assertEquals(problem.code, "invalid_request");
  assertEquals(
    problem.options.errors?.map(({ pointer }) => pointer),
    ["/settings/url", "/settings/pass"],
  );
});

Deno.test("pointerTo() escapes as RFC 6901 asks", () => {
  assertEquals(pointerTo(["a/b", 0, "~"]), "/a~1b/0/~0");
});
