/**
 * Acceptance: what `POST /messages` does. Credits, ledger entry, messages, due
 * entry and answer record stand in one commit, and 202 leaves after it.
 *
 * @module
 */
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { StoredMessage, StoredSubmission } from "../schema/batch.ts";
import {
  type Accepted,
  type NewMessages,
  VALIDITY_DEFAULT_S,
} from "../schema/message.ts";
import { type Acceptance, acceptedView } from "./accepted.ts";
import {
  addToBatch,
  fitsOneBatch,
  type Parcel,
  submissionId,
  writtenBytes,
} from "./batch.ts";
import { acceptBulk } from "./bulk.ts";
import { type Call } from "./call.ts";
import { readAccount } from "./credit.ts";
import { dataKey, sealingPeriod } from "./data_key.ts";
import { isSuspended, type Lineage } from "./directory.ts";
import { type Draft, draft } from "./draft.ts";
import { heedForeign } from "./limits.ts";
import { heedOptOuts } from "./opt_out_check.ts";
import { refuseFor } from "./refusal.ts";
import { reserve, type Shortfall, shortfall } from "./reservation.ts";
import { reachIn } from "./shared.ts";
import {
  answerAgain,
  answerKeys,
  findAnswer,
  marksOf,
  recordAnswer,
  type Replay,
} from "./send_answer.ts";

/** A day more than a year: nothing is scheduled further ahead. */
const AHEAD_MAX_MS = 366 * 86_400_000;

/**
 * Accepts a submission for delivery, whole or not at all.
 *
 * @throws {Problem} `insufficient_credit`, `forbidden` when suspended,
 *   `invalid_recipient`, `sender_not_allowed`, `invalid_request`,
 *   `too_large`, `idempotency_mismatch`, `rate_limited` by the daily cap
 */
export async function acceptMessages(
  ports: Ports,
  { call, at }: { call: Call; at: Lineage },
  input: NewMessages,
): Promise<Accepted> {
  const nowMs = ports.now();
  const asked = draft(input);
  const open = heedForeign(at, { input, draft: asked });
  const { draft: drafted, problem: optedOut } =
    at.structure.optOuts === undefined
      ? open
      : await heedOptOuts(ports, at.structure, { input, draft: open.draft });
  const marks = await marksOf(ports, at.structure.id, call, nowMs);
  const acceptance = describe(call, at, input, drafted, { nowMs, marks });
  const problem = senderProblem(drafted, at) ?? open.problem ?? optedOut;
  if (problem !== null || isSuspended(at)) {
    // What was accepted before it came to this is answered all the same.
    const before = await answerAgain(ports, acceptance);
    if (before !== null) return before;
    if (problem !== null) throw problem;
    return await refuseFor(ports, acceptance, { reason: "suspended" });
  }
  const parcel = parcelOf(acceptance);
  return fitsOneBatch(parcel)
    ? await acceptOne(ports, acceptance, parcel)
    : await acceptBulk(ports, acceptance, parcel);
}

async function acceptOne(
  ports: Ports,
  acceptance: Acceptance,
  parcel: Parcel,
): Promise<Accepted> {
  const { structureId, call, nowMs, credits } = acceptance;
  const dayMs = acceptance.submission.sendAtMs ?? nowMs;
  const key = await dataKey(ports, structureId, sealingPeriod(dayMs));
  const result = await ports.store.transact(
    structureId,
    (tx): Placed | Replay | Shortfall => {
      const before = readAccount(tx, structureId);
      const known = findAnswer(ports, tx, acceptance);
      if (known !== null) return known;
      const short = shortfall(tx, acceptance);
      if (short !== null) return short;

      const available = reachIn(tx, before, nowMs) - credits;
      const submission = { ...parcel.submission, available };
      const id = ports.newId("b").slice(2);
      const { batch, ...placed } = addToBatch(tx, structureId, {
        ...parcel,
        submission,
      }, { id, key });
      const cause = submissionId(batch.id, placed.submission);
      reserve(tx, acceptance, cause);
      recordAnswer(tx, acceptance, cause);
      return { batch, ...placed };
    },
    answerKeys(acceptance),
  );
  if ("reason" in result) return await refuseFor(ports, acceptance, result);
  if ("replay" in result) {
    call.replayed = true;
    return await result.replay();
  }
  const { batch, submission, first } = result;
  const end = first + acceptance.draft.messages.length;
  return acceptedView(
    submissionId(batch.id, submission),
    {
      ...parcel.submission,
      available: batch.submissions[submission]!.available,
    },
    [{ batch, from: first, to: end, numbers: batch.open.numbers }],
    acceptance.draft.invalid,
  );
}

type Placed = ReturnType<typeof addToBatch>;

function describe(
  call: Call,
  { structure }: Lineage,
  input: NewMessages,
  drafted: Draft,
  { nowMs, marks }: Pick<Acceptance, "nowMs" | "marks">,
): Acceptance {
  const { actor } = call;
  const application = actor.kind === "application" ? actor : null;
  const test = application?.mode === "test";
  const sendAtMs = scheduledAt(input.sendAt, nowMs);
  const validityMs = (input.validity ?? VALIDITY_DEFAULT_S) * 1_000;
  const submission: StoredSubmission = {
    title: input.title ?? application?.name ?? "Envoi simple",
    application: application?.id ?? null,
    sender: input.sender ?? structure.defaultSender,
    atMs: nowMs,
    expiresAtMs: (sendAtMs ?? nowMs) + validityMs,
    available: 0,
  };
  // One by one: objects spread into others are slow where it counts most.
  if (application === null) submission.actor = actor.id;
  if (test) submission.test = true;
  if (input.urgent) submission.urgent = true;
  if (input.reference) submission.reference = input.reference;
  if (input.tags?.length) submission.tags = input.tags;
  if (sendAtMs !== null) submission.sendAtMs = sendAtMs;
  if (marks.length > 0) submission.fingerprint = marks[0]!;
  return {
    call,
    marks,
    structureId: structure.id,
    draft: drafted,
    submission,
    credits: test ? 0 : drafted.segments,
    nowMs,
    application,
    ceiling: structure.limits?.dailySpend ?? null,
  };
}

/** The messages to store, each due at once or at the instant asked for. */
function parcelOf({ draft, submission, nowMs }: Acceptance): Parcel {
  const dueMs = submission.sendAtMs ?? nowMs;
  const status = submission.sendAtMs === undefined ? "queued" : "scheduled";
  const messages = draft.messages.map((draft): StoredMessage => {
    const { text, segments, encoding, sender, reference } = draft;
    const message: StoredMessage = {
      submission: 0,
      text,
      segments,
      encoding,
      status,
      dueMs,
    };
    if (sender) message.sender = sender;
    if (reference) message.reference = reference;
    return message;
  });
  const bytes = writtenBytes(submission, draft);
  return { submission, draft, messages, bytes, dueMs };
}

function scheduledAt(sendAt: string | undefined, nowMs: number): number | null {
  if (sendAt === undefined) return null;
  const atMs = Date.parse(sendAt);
  if (atMs > nowMs + AHEAD_MAX_MS) {
    throw new Problem("invalid_request", {
      errors: [{ pointer: "/sendAt", detail: "Un an à l'avance au plus." }],
    });
  }
  return atMs > nowMs ? atMs : null;
}

function senderProblem(
  { senders }: Draft,
  { structure }: Lineage,
): Problem | null {
  for (const [sender, pointer] of senders) {
    if (sender === structure.defaultSender) continue;
    if (structure.senders.includes(sender)) continue;
    return new Problem("sender_not_allowed", {
      errors: [{
        pointer,
        detail:
          `« ${sender} » n'est pas déclaré ; ajoutez-le aux expéditeurs de la structure.`,
      }],
    });
  }
  return null;
}
