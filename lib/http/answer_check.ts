import type { z } from "@hono/zod-openapi";

/**
 * Refuses an answer that its schema does not describe to the last member.
 *
 * @throws {Error} naming the endpoint and what is wrong
 */
export function assertNothingLeaks(
  schema: z.ZodType,
  answer: unknown,
  endpoint: string,
): void {
  const parsed = schema.safeParse(answer);
  const wrong = parsed.success
    ? undescribed(answer, parsed.data, "")
    : parsed.error.message;
  if (wrong !== null) {
    throw new Error(`${endpoint}: its answer is not its schema's: ${wrong}`);
  }
}

/** The path of the first member that the schema left out, or null. */
function undescribed(
  answer: unknown,
  described: unknown,
  path: string,
): string | null {
  if (typeof answer !== "object" || answer === null) return null;
  if (typeof described !== "object" || described === null) return path;
  for (const [name, value] of Object.entries(answer)) {
    if (value === undefined) continue;
    const at = `${path}/${name}`;
    if (!Object.hasOwn(described, name)) return at;
    const inner = (described as Record<string, unknown>)[name];
    const found = undescribed(value, inner, at);
    if (found !== null) return found;
  }
  return null;
}
