/**
 * What the channels of a notice are given, and what an attempt makes of them.
 *
 * @module
 */
import type { Targets } from "../domain/alert_settings.ts";
import type { Lineage } from "../domain/directory.ts";
import type { Note, StoredChannel, StoredNotice } from "../schema/alert.ts";
import type { Told } from "./alert_words.ts";
import { nextAttempt } from "./backoff.ts";

/** A notice with all that its channels need. */
export interface Telling {
  readonly notice: StoredNotice;
  /** Null for what concerns the whole installation. */
  readonly at: Lineage | null;
  readonly told: Told;
  readonly targets: Targets;
}

/** What an attempt came to. */
export interface Attempted {
  readonly told: number;
  readonly refused: number;
  /** Who is still to be told, the one that failed last. */
  readonly left: readonly number[];
  readonly note: Note | null;
  readonly submissionId?: string;
}

/** Nobody is told, and nobody will be. */
export function skipped(note: Note): Attempted {
  return { told: 0, refused: 0, left: [], note };
}

/** A channel after an attempt: over, or to be tried again. */
export function after(
  before: StoredChannel,
  { note, left, submissionId, ...attempted }: Attempted,
  { expiresAtMs, nowMs, random }: {
    expiresAtMs: number;
    nowMs: number;
    random: number;
  },
): StoredChannel {
  const told = before.told + attempted.told;
  const refused = before.refused + attempted.refused;
  const attempts = before.attempts + 1;
  const isOver = left.length === 0 || nowMs >= expiresAtMs;
  const hasFailed = refused > 0 || left.length > 0;
  return {
    channel: before.channel,
    status: !isOver
      ? "pending"
      : told > 0
      ? "sent"
      : hasFailed
      ? "failed"
      : "skipped",
    left: isOver ? [] : [...left],
    told,
    refused,
    attempts,
    atMs: nowMs,
    nextMs: isOver
      ? null
      : nextAttempt({ attempts, nowMs, expiresAtMs, random }),
    note: note ?? (refused > 0 ? "refused" : null),
    ...(submissionId === undefined ? {} : { submissionId }),
  };
}
