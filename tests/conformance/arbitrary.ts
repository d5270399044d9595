/**
 * Values of a JSON schema, as fast-check makes them: what is allowed, at its
 * bounds too, and what is not.
 *
 * @module
 */
import fc from "fast-check";

/** The part of JSON Schema that the OpenAPI document uses. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: number;
  readonly pattern?: string;
  readonly format?: string;
  readonly nullable?: boolean;
}

/** Finds what a `$ref` names. */
export type Lookup = (ref: string) => JsonSchema;

/** Longer arrays and texts say nothing new, and cost time. */
const ITEMS_MAX = 4;
const TEXT_MAX = 60;

/** Values the schema describes; `pool` offers ids that exist. */
export function valid(
  schema: JsonSchema,
  lookup: Lookup,
  pool: readonly string[],
): fc.Arbitrary<unknown> {
  const inner = (other: JsonSchema) => valid(other, lookup, pool);
  if (schema.$ref !== undefined) return inner(lookup(schema.$ref));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const some = schema.anyOf ?? schema.oneOf;
  if (some !== undefined) return fc.oneof(...some.map(inner));
  if (schema.allOf !== undefined) {
    return fc.tuple(...schema.allOf.map(inner)).map((parts) =>
      Object.assign({}, ...parts)
    );
  }
  const types = [schema.type ?? "object"].flat();
  return fc.oneof(
    ...types.map((type) => ofType(type, schema, { inner, pool })),
  );
}

function ofType(
  type: string,
  schema: JsonSchema,
  { inner, pool }: {
    inner: (schema: JsonSchema) => fc.Arbitrary<unknown>;
    pool: readonly string[];
  },
): fc.Arbitrary<unknown> {
  switch (type) {
    case "null":
      return fc.constant(null);
    case "boolean":
      return fc.boolean();
    case "integer":
    case "number":
      return numbers(schema);
    case "string":
      return texts(schema, pool);
    case "array":
      return fc.array(inner(schema.items ?? { type: "string" }), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.max(schema.minItems ?? 0, ITEMS_MAX),
      });
    default:
      return objects(schema, inner);
  }
}

function objects(
  { properties = {}, required = [], additionalProperties }: JsonSchema,
  inner: (schema: JsonSchema) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const fixed = fc.record(
    Object.fromEntries(
      Object.entries(properties).map(([name, one]) => [name, inner(one)]),
    ),
    { requiredKeys: required.filter((name) => name in properties) },
  );
  if (typeof additionalProperties !== "object") return fixed;
  return fc.dictionary(
    fc.string({ maxLength: 8 }),
    inner(additionalProperties),
    {
      maxKeys: 2,
    },
  ).chain((more) => fixed.map((one) => ({ ...more, ...(one as object) })));
}

function numbers({ minimum, maximum, exclusiveMinimum }: JsonSchema) {
  const min = minimum ?? (exclusiveMinimum ?? -1) + 1;
  const max = maximum ?? Number.MAX_SAFE_INTEGER;
  return fc.oneof(
    fc.integer({ min, max: Math.min(max, min + 1_000) }),
    fc.constantFrom(min, max),
  );
}

/** What people really send, so that calls get past the first check. */
const USUAL = [
  "06 12 34 56 78",
  "+33612340000",
  "+33612340001",
  "Une convocation vous attend.",
  "MairieRodez",
  "https://hook.test/sms",
  "marie@example.fr",
];

function texts(
  { pattern, format, minLength = 0, maxLength = TEXT_MAX }: JsonSchema,
  pool: readonly string[],
): fc.Arbitrary<string> {
  if (format === "date-time") {
    return fc.date({
      min: new Date("2026-11-01T00:00:00Z"),
      max: new Date("2027-02-01T00:00:00Z"),
      noInvalidDate: true,
    }).map((date) => date.toISOString());
  }
  if (pattern !== undefined) {
    const prefix = /^\^([a-z]{2,5})_/.exec(pattern)?.[1];
    const known = pool.filter((id) => id.startsWith(`${prefix}_`));
    const made = fc.stringMatching(new RegExp(pattern));
    return known.length > 0
      ? fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...known) }, made)
      : made;
  }
  const any = fc.string({
    unit: "grapheme",
    minLength,
    maxLength: Math.max(minLength, Math.min(maxLength, TEXT_MAX)),
  });
  const usual = USUAL.filter(({ length }) =>
    length >= minLength && length <= maxLength
  );
  return usual.length > 0 ? fc.oneof(any, fc.constantFrom(...usual)) : any;
}

/** Values of no particular shape, the extremes among them. */
export function anything(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>(
      null,
      "",
      "\0",
      "\ud83d\ude00".repeat(40),
      "a".repeat(5_000),
      "2026-02-30T00:00:00Z",
      "../../etc/passwd",
      "'; DROP TABLE messages; --",
      "{{to}}",
      "__proto__",
      -1,
      0,
      0.5,
      1e308,
      Number.MAX_SAFE_INTEGER,
      -Number.MAX_SAFE_INTEGER,
      [],
      {},
      [[[[[]]]]],
      Array(200).fill("06 12 34 56 78"),
    ),
  );
}
