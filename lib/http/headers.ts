/**
 * What every answer of the API carries: it is data for its caller alone, never
 * a page, never kept. Each header costs the busiest route a part of a percent,
 * so there is none that would change nothing for JSON.
 */
export const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
} as const;
