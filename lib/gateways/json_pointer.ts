/**
 * JSON pointers (RFC 6901).
 *
 * @module
 */

/** Whether a string is a well-formed pointer. */
export function isPointer(pointer: string): boolean {
  return /^(\/([^~/]|~[01])*)*$/.test(pointer);
}

/** The pointer's parts; `pointer` must be well-formed. */
export function pointerParts(pointer: string): string[] {
  return pointer.split("/").slice(1).map((part) =>
    part.replaceAll("~1", "/").replaceAll("~0", "~")
  );
}

/** What stands at `parts` in `value`, or undefined. */
export function valueAt(value: unknown, parts: readonly string[]): unknown {
  let here = value;
  for (const part of parts) {
    if (typeof here !== "object" || here === null) return undefined;
    if (Array.isArray(here) && !/^(0|[1-9]\d*)$/.test(part)) return undefined;
    if (!Object.hasOwn(here, part)) return undefined;
    here = (here as Record<string, unknown>)[part];
  }
  return here;
}

/**
 * Parses JSON, keeping the digits of whole numbers that a double would round
 * (ids of 64 bits) as a string. Undefined where it is not JSON.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text, keepDigits);
  } catch {
    return undefined;
  }
}

function keepDigits(
  _key: string,
  value: unknown,
  context?: { source?: string },
): unknown {
  const isRounded = typeof value === "number" && !Number.isSafeInteger(value) &&
    /^-?\d+$/.test(context?.source ?? "");
  return isRounded ? context?.source : value;
}
