import { z } from "@hono/zod-openapi";

/** An instant: ISO 8601, UTC. */
export const Instant = z.iso.datetime().openapi({
  example: "2026-12-01T08:00:00Z",
});

/** A whole number of SMS (segments) to move, at least one. */
export const Credits = z.int().min(1).max(1_000_000_000).openapi({
  example: 500,
});

/** A name a person reads. */
export const Name = z.string().trim().min(1).max(120);

/**
 * A sender id that operators accept: letters first, 3 to 11 characters.
 * Source: AF2M rules, see README « Senders ».
 */
export const Sender = z.string().regex(/^[A-Za-z][A-Za-z0-9 ]{2,10}$/, {
  error: "3 à 11 lettres, chiffres ou espaces, en commençant par une lettre",
}).openapi({ example: "MairieRodez" });

/** An id with its prefix, e.g. `str_01jd…`. */
export function Id(prefix: string) {
  return z.string().regex(new RegExp(`^${prefix}_[0-9a-z]{18,22}$`), {
    error: `un identifiant « ${prefix}_… »`,
  }).openapi({ example: `${prefix}_01kanb2v3w8j4k2m7p` });
}

/** How many items a list gives, and where it goes on. */
export const PageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(500).optional(),
});

/** One page of a list. */
export function Page<T extends z.ZodType>(item: T) {
  return z.object({
    items: z.array(item),
    nextCursor: z.string().nullable(),
  });
}

/** Milliseconds as the API writes instants. */
export function instant(ms: number): string {
  return new Date(ms).toISOString();
}
