import * as std from "@std/assert";
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import { countTests, hasPath } from "../scripts/test.ts";

const ESC = "\x1b";

Deno.test("countTests() reads the last summary, with or without colours", () => {
  const table: [string, ReturnType<typeof countTests>][] = [
    ["ok | 3 passed | 0 failed (12ms)\n", { passed: 3, failed: 0 }],
    [
      "FAILED | 1 passed (1 step) | 5 failed (2 steps) | 1 ignored (9ms)",
      { passed: 1, failed: 5 },
    ],
    [
      `${ESC}[0m${ESC}[32mok${ESC}[0m | 2 passed (4 steps) | 0 failed`,
      { passed: 2, failed: 0 },
    ],
    [
      "ok | 9 passed | 0 failed\nx ... ok\nFAILED | 0 passed | 1 failed",
      { passed: 0, failed: 1 },
    ],
    ["error: Type checking failed.", null],
    ["a test printed: ok | 9 passed | 0 failed", null],
  ];
  for (const [output, counts] of table) {
    assertEquals(countTests(output), counts, output);
  }
});

Deno.test("hasPath() tells a path from an option and its value", () => {
  const table: [string[], boolean][] = [
    [[], false],
    [["--filter", "credit"], false],
    [["--filter=credit", "--fail-fast"], false],
    [["tests/kv"], true],
    [["--filter", "credit", "tests/kv"], true],
  ];
  for (const [args, expected] of table) {
    assertStrictEquals(hasPath(args), expected, args.join(" "));
  }
});

// The same table runs on JSR's package and on its stand-in, so that a test
// means the same with and without a network.
class Point {
  constructor(readonly x: number) {}
}

const CYCLE: { self?: unknown } = {};
CYCLE.self = CYCLE;
const CYCLE_TOO: { self?: unknown } = {};
CYCLE_TOO.self = CYCLE_TOO;

const EQUAL: [string, unknown, unknown][] = [
  ["numbers", NaN, NaN],
  ["both zeros", 0, -0],
  ["nested objects", { a: [1, { b: 2 }] }, { a: [1, { b: 2 }] }],
  ["an object without prototype", Object.create(null), {}],
  ["dates", new Date(5), new Date(5)],
  ["bytes", new Uint8Array([1, 2]), new Uint8Array([1, 2])],
  ["sets in any order", new Set([{ a: 1 }, 2]), new Set([2, { a: 1 }])],
  ["maps", new Map([["a", { b: 1 }]]), new Map([["a", { b: 1 }]])],
  ["instances", new Point(1), new Point(1)],
  ["cycles", CYCLE, CYCLE_TOO],
  ["patterns", /a/g, /a/g],
  ["urls", new URL("http://localhost/a"), new URL("http://localhost/a")],
];

const DIFFERENT: [string, unknown, unknown][] = [
  ["numbers", 1, 2],
  ["a number and its text", 1, "1"],
  ["null and undefined", null, undefined],
  ["an absent key and an undefined one", { a: undefined }, {}],
  ["another key", { a: undefined }, { b: undefined }],
  ["lengths", [1, 2], [1]],
  ["order", [1, 2], [2, 1]],
  ["classes", new Point(1), { x: 1 }],
  ["dates", new Date(5), new Date(6)],
  ["bytes", new Uint8Array([1]), new Uint8Array([2])],
  ["sets", new Set([1, 2]), new Set([1, 3])],
  ["values of maps", new Map([["a", 1]]), new Map([["a", 2]])],
  ["urls", new URL("http://localhost/a"), new URL("http://localhost/b")],
];

Deno.test("assertEquals() accepts what is equal, in depth", () => {
  for (const [what, a, b] of EQUAL) {
    std.assertEquals(a, b, what);
    assertThrows(() => std.assertNotEquals(a, b), std.AssertionError);
  }
});

Deno.test("assertEquals() refuses what differs, in depth", () => {
  for (const [what, a, b] of DIFFERENT) {
    std.assertNotEquals(a, b, what);
    assertThrows(() => std.assertEquals(a, b), std.AssertionError);
  }
});

Deno.test("assertions pass and fail where they should", async (t) => {
  const table: Record<string, [pass: () => void, fail: () => void]> = {
    assert: [() => std.assert(1), () => std.assert("")],
    assertFalse: [() => std.assertFalse(0), () => std.assertFalse(1)],
    assertStrictEquals: [
      () => std.assertStrictEquals(NaN, NaN),
      () => std.assertStrictEquals<unknown>({}, {}),
    ],
    assertExists: [() => std.assertExists(0), () => std.assertExists(null)],
    assertInstanceOf: [
      () => std.assertInstanceOf(new Point(1), Point),
      () => std.assertInstanceOf({ x: 1 }, Point),
    ],
    assertMatch: [
      () => std.assertMatch("abc", /b/),
      () => std.assertMatch("abc", /d/),
    ],
    assertNotMatch: [
      () => std.assertNotMatch("abc", /d/),
      () => std.assertNotMatch("abc", /b/),
    ],
    assertStringIncludes: [
      () => std.assertStringIncludes("abc", "bc"),
      () => std.assertStringIncludes("abc", "cb"),
    ],
    assertArrayIncludes: [
      () => std.assertArrayIncludes([{ a: 1 }, { a: 2 }], [{ a: 2 }]),
      () => std.assertArrayIncludes([{ a: 1 }], [{ a: 3 }]),
    ],
    assertGreater: [
      () => std.assertGreater(2, 1),
      () => std.assertGreater(1, 1),
    ],
    assertGreaterOrEqual: [
      () => std.assertGreaterOrEqual(1, 1),
      () => std.assertGreaterOrEqual(0, 1),
    ],
    assertLess: [() => std.assertLess(1, 2), () => std.assertLess(1, 1)],
    assertLessOrEqual: [
      () => std.assertLessOrEqual(1, 1),
      () => std.assertLessOrEqual(2, 1),
    ],
    assertAlmostEquals: [
      () => std.assertAlmostEquals(0.1 + 0.2, 0.3),
      () => std.assertAlmostEquals(0.1, 0.2, 0.05),
    ],
    assertObjectMatch: [
      () => std.assertObjectMatch({ a: 1, b: { c: 2, d: 3 } }, { b: { c: 2 } }),
      () => std.assertObjectMatch({ a: 1, b: { c: 2 } }, { b: { c: 3 } }),
    ],
    fail: [() => {}, () => std.fail("no")],
    assertThrows: [
      () =>
        std.assertThrows(
          () => {
            throw new TypeError("a bad thing");
          },
          TypeError,
          "bad",
        ),
      () => std.assertThrows(() => {}),
    ],
  };
  for (const [name, [pass, fail]] of Object.entries(table)) {
    await t.step(`${name}()`, () => {
      pass();
      assertThrows(fail, std.AssertionError);
    });
  }
});

Deno.test("assertThrows() refuses another class and another message", () => {
  const thrower = () => {
    throw new TypeError("a bad thing");
  };
  assertThrows(
    () => assertThrows(thrower, RangeError),
    std.AssertionError,
  );
  assertThrows(
    () => assertThrows(thrower, TypeError, "good"),
    std.AssertionError,
  );
});

Deno.test("assertRejects() gives back the reason, and refuses the rest", async () => {
  const reason = new TypeError("a bad thing");
  const rejecting = () => Promise.reject(reason);

  assertStrictEquals(await std.assertRejects(rejecting, TypeError), reason);
  await std.assertRejects(
    () => std.assertRejects(rejecting, RangeError),
    std.AssertionError,
  );
  await std.assertRejects(
    () => std.assertRejects(() => Promise.resolve()),
    std.AssertionError,
  );
  await std.assertRejects(
    () =>
      std.assertRejects(() => {
        throw reason;
      }),
    std.AssertionError,
  );
});
