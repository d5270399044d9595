/**
 * Deep equality with the meaning `@std/assert` gives it: prototypes count,
 * except that an object without one equals a plain object; `NaN` equals
 * itself; `0` equals `-0`; sets and maps compare without order.
 *
 * @module
 */

/** Whether `a` and `b` have the same shape and the same values. */
export function equal(a: unknown, b: unknown): boolean {
  return same(a, b, new Map());
}

/** `seen` holds the pairs being compared, so that cycles end. */
function same(a: unknown, b: unknown, seen: Map<unknown, unknown>): boolean {
  if (a === b || Object.is(a, b)) return true;
  if (!isObject(a) || !isObject(b) || !sameKind(a, b)) return false;
  if (a instanceof Date && b instanceof Date) {
    return Object.is(a.getTime(), b.getTime());
  }
  if (a instanceof RegExp || a instanceof URL) return String(a) === String(b);
  if (seen.get(a) === b) return true;
  seen.set(a, b);

  if (a instanceof Set && b instanceof Set) {
    return sameItems([...a], [...b], seen);
  }
  if (a instanceof Map && b instanceof Map) {
    return sameItems([...a], [...b], seen);
  }
  if (a instanceof Error && b instanceof Error) {
    if (a.name !== b.name || a.message !== b.message) return false;
  }
  return sameProperties(a, b, seen);
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === "object" && value !== null;
}

function sameKind(a: object, b: object): boolean {
  const kind = (value: object) => value.constructor ?? Object;
  return kind(a) === kind(b);
}

/** Whether each item of `a` has a partner of its own in `b`. */
function sameItems(
  a: unknown[],
  b: unknown[],
  seen: Map<unknown, unknown>,
): boolean {
  if (a.length !== b.length) return false;
  const left = [...b];
  return a.every((item) => {
    const index = left.findIndex((other) => same(item, other, new Map(seen)));
    if (index >= 0) left.splice(index, 1);
    return index >= 0;
  });
}

function sameProperties(
  a: Record<PropertyKey, unknown>,
  b: Record<PropertyKey, unknown>,
  seen: Map<unknown, unknown>,
): boolean {
  const keys = ownKeys(a);
  return keys.length === ownKeys(b).length &&
    keys.every((key) => Object.hasOwn(b, key) && same(a[key], b[key], seen));
}

function ownKeys(value: object): PropertyKey[] {
  const isVisible = (key: PropertyKey) =>
    Object.getOwnPropertyDescriptor(value, key)!.enumerable === true;
  return Reflect.ownKeys(value).filter(isVisible);
}
