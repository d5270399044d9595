/**
 * Stands in for `@std/assert` where JSR is out of reach: the functions this
 * project's tests use, with the same names, types and meaning. With JSR in
 * reach the real package is used (see `scripts/jsr.ts`).
 *
 * @module
 */
import { AssertionError as NodeAssertionError } from "node:assert";
import { equal } from "./equal.ts";
import { AssertionError } from "./error.ts";

export { AssertionError } from "./error.ts";
export { assertRejects, assertThrows } from "./throws.ts";

// deno-lint-ignore no-explicit-any
type AnyConstructor = abstract new (...args: any[]) => any;
type Falsy = false | 0 | 0n | "" | null | undefined;

export function fail(msg?: string): never {
  throw new AssertionError(`Failed assertion${msg ? `: ${msg}` : "."}`);
}

export function assert(expr: unknown, msg = ""): asserts expr {
  if (!expr) throw new AssertionError(msg);
}

export function assertFalse(expr: unknown, msg = ""): asserts expr is Falsy {
  if (expr) throw new AssertionError(msg);
}

export function assertEquals<T>(actual: T, expected: T, msg?: string): void {
  if (equal(actual, expected)) return;
  const operator = "deepStrictEqual";
  const { message } = new NodeAssertionError({ actual, expected, operator });
  throw new AssertionError(msg ? `${msg}\n${message}` : message);
}

export function assertNotEquals<T>(actual: T, expected: T, msg?: string): void {
  check(
    !equal(actual, expected),
    `Expected not ${Deno.inspect(expected)}`,
    msg,
  );
}

export function assertStrictEquals<T>(
  actual: unknown,
  expected: T,
  msg?: string,
): asserts actual is T {
  const isSame = Object.is(actual, expected);
  check(
    isSame,
    `Expected ${Deno.inspect(actual)} to be ${Deno.inspect(expected)}`,
    msg,
  );
}

export function assertExists<T>(
  actual: T,
  msg?: string,
): asserts actual is NonNullable<T> {
  const exists = actual !== undefined && actual !== null;
  check(exists, `Expected ${actual} not to be null or undefined`, msg);
}

export function assertInstanceOf<T extends AnyConstructor>(
  actual: unknown,
  expectedType: T,
  msg = "",
): asserts actual is InstanceType<T> {
  const isOne = actual instanceof expectedType;
  check(
    isOne,
    `Expected ${Deno.inspect(actual)} to be a ${expectedType.name}`,
    msg,
  );
}

export function assertMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  const matches = actual.match(expected) !== null;
  check(matches, `Expected ${Deno.inspect(actual)} to match ${expected}`, msg);
}

export function assertNotMatch(
  actual: string,
  expected: RegExp,
  msg?: string,
): void {
  const matches = actual.match(expected) !== null;
  check(
    !matches,
    `Expected ${Deno.inspect(actual)} not to match ${expected}`,
    msg,
  );
}

export function assertStringIncludes(
  actual: string,
  expected: string,
  msg?: string,
): void {
  const includes = actual.includes(expected);
  check(
    includes,
    `Expected ${Deno.inspect(actual)} to hold ${Deno.inspect(expected)}`,
    msg,
  );
}

export function assertArrayIncludes<T>(
  actual: ArrayLike<T>,
  expected: ArrayLike<T>,
  msg?: string,
): void {
  const items = Array.from(actual);
  const missing = Array.from(expected).filter((wanted) =>
    !items.some((item) => equal(item, wanted))
  );
  check(
    missing.length === 0,
    `Expected ${Deno.inspect(actual)} to hold ${Deno.inspect(missing)}`,
    msg,
  );
}

export function assertGreater<T>(actual: T, expected: T, msg?: string): void {
  check(
    actual > expected,
    `Expected ${Deno.inspect(actual)} > ${Deno.inspect(expected)}`,
    msg,
  );
}

export function assertGreaterOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  const holds = actual >= expected;
  check(
    holds,
    `Expected ${Deno.inspect(actual)} >= ${Deno.inspect(expected)}`,
    msg,
  );
}

export function assertLess<T>(actual: T, expected: T, msg?: string): void {
  check(
    actual < expected,
    `Expected ${Deno.inspect(actual)} < ${Deno.inspect(expected)}`,
    msg,
  );
}

export function assertLessOrEqual<T>(
  actual: T,
  expected: T,
  msg?: string,
): void {
  const holds = actual <= expected;
  check(
    holds,
    `Expected ${Deno.inspect(actual)} <= ${Deno.inspect(expected)}`,
    msg,
  );
}

export function assertAlmostEquals(
  actual: number,
  expected: number,
  // deno-lint-ignore default-param-last
  tolerance: number = Number.isFinite(expected)
    ? Math.abs(expected * 1e-7)
    : 1e-7,
  msg?: string,
): void {
  const isClose = Object.is(actual, expected) ||
    Math.abs(actual - expected) <= tolerance;
  check(isClose, `Expected ${actual} to be ${expected} ± ${tolerance}`, msg);
}

/** Checks that `expected` is contained in `actual`, at every depth. */
export function assertObjectMatch(
  // deno-lint-ignore no-explicit-any
  actual: Record<PropertyKey, any>,
  expected: Record<PropertyKey, unknown>,
  msg?: string,
): void {
  assertEquals<unknown>(pick(actual, expected), expected, msg);
}

function check(holds: boolean, statement: string, msg?: string): void {
  if (!holds) {
    throw new AssertionError(msg ? `${statement}: ${msg}` : statement);
  }
}

/** What is left of `actual` where `expected` has something to compare. */
function pick(actual: unknown, expected: unknown): unknown {
  if (Array.isArray(actual) && Array.isArray(expected)) {
    return actual.map((item, index) => pick(item, expected[index]));
  }
  if (!isRecord(actual) || !isRecord(expected)) return actual;
  const keys = Reflect.ownKeys(expected).filter((key) => key in actual);
  return Object.fromEntries(
    keys.map((key) => [key, pick(actual[key], expected[key])]),
  );
}

function isRecord(value: unknown): value is Record<PropertyKey, unknown> {
  const LEAVES = [Array, Date, Map, RegExp, Set];
  return typeof value === "object" && value !== null &&
    !LEAVES.some((Leaf) => value instanceof Leaf);
}
