/**
 * `assertThrows()` and `assertRejects()`.
 *
 * @module
 */
import { AssertionError } from "./error.ts";

// deno-lint-ignore no-explicit-any
type ErrorClass<E extends Error> = abstract new (...args: any[]) => E;

/** `[msg]`, or `[ErrorClass, msgIncludes, msg]`. */
type Expectation = (string | ErrorClass<Error> | undefined)[];

/** Checks that `fn` throws, and gives back what it threw. */
export function assertThrows(fn: () => unknown, msg?: string): unknown;
export function assertThrows<E extends Error = Error>(
  fn: () => unknown,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): E;
export function assertThrows(
  fn: () => unknown,
  ...expectation: Expectation
): unknown {
  try {
    fn();
  } catch (error) {
    return expectError(error, expectation);
  }
  throw new AssertionError(`Expected function to throw${suffix(expectation)}`);
}

/** Checks that the promise of `fn` rejects, and gives back the reason. */
export function assertRejects(
  fn: () => PromiseLike<unknown>,
  msg?: string,
): Promise<unknown>;
export function assertRejects<E extends Error = Error>(
  fn: () => PromiseLike<unknown>,
  ErrorClass: ErrorClass<E>,
  msgIncludes?: string,
  msg?: string,
): Promise<E>;
export async function assertRejects(
  fn: () => PromiseLike<unknown>,
  ...expectation: Expectation
): Promise<unknown> {
  let promise: PromiseLike<unknown>;
  try {
    promise = fn();
  } catch (error) {
    throw new AssertionError(
      `Function throws when expected to reject: ${error}`,
    );
  }
  try {
    await promise;
  } catch (error) {
    return expectError(error, expectation);
  }
  throw new AssertionError(`Expected function to reject${suffix(expectation)}`);
}

function expectError(error: unknown, expectation: Expectation): unknown {
  const [expected, includes] = expectation;
  if (typeof expected !== "function") return error;
  if (!(error instanceof expected)) {
    throw new AssertionError(
      `Expected error to be instance of "${expected.name}", ` +
        `but was ${Deno.inspect(error)}${suffix(expectation)}`,
    );
  }
  if (typeof includes === "string" && !error.message.includes(includes)) {
    throw new AssertionError(
      `Expected error message to include "${includes}", ` +
        `but got "${error.message}"${suffix(expectation)}`,
    );
  }
  return error;
}

function suffix(expectation: Expectation): string {
  const [first, , third] = expectation;
  const msg = typeof first === "string" ? first : third;
  return msg ? `: ${msg}` : "";
}
