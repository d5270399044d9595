/**
 * What is not accepted leaves a line in the history all the same, so that a
 * person can see it and do something about it.
 *
 * @module
 */
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import type { StoredMessage } from "../schema/batch.ts";
import type { Acceptance } from "./accepted.ts";
import {
  addToBatch,
  fitsOneBatch,
  type Parcel,
  writtenBytes,
} from "./batch.ts";
import { dataKey, sealingPeriod } from "./data_key.ts";
import type { Shortfall } from "./reservation.ts";

/** Lines one refusal leaves, at the most: a refusal is free. */
const LINES_MAX = 50;

/** Why nothing was accepted. */
export type Refusal = Shortfall | { readonly reason: "suspended" };

/**
 * Records the refusal, then says it.
 *
 * @throws {Problem} always: `insufficient_credit`, `rate_limited`, `forbidden`
 */
export async function refuseFor(
  ports: Ports,
  acceptance: Acceptance,
  refusal: Refusal,
): Promise<never> {
  await recordRefusal(ports, acceptance, refusal.reason);
  throw problemOf(refusal, acceptance.credits);
}

async function recordRefusal(
  ports: Ports,
  acceptance: Acceptance,
  reason: Refusal["reason"],
): Promise<void> {
  const { structureId, nowMs } = acceptance;
  let lines = LINES_MAX;
  let parcel = refusedLines(acceptance, reason, lines);
  while (!fitsOneBatch(parcel) && lines > 1) {
    lines = Math.ceil(lines / 2);
    parcel = refusedLines(acceptance, reason, lines);
  }
  const key = await dataKey(ports, structureId, sealingPeriod(nowMs));
  await ports.store.transact(
    structureId,
    (tx) =>
      addToBatch(tx, structureId, parcel, {
        id: ports.newId("b").slice(2),
        key,
      }),
  );
}

/** The first messages of what was refused, as lines for the history. */
function refusedLines(
  { draft, submission, nowMs }: Acceptance,
  reason: Refusal["reason"],
  lines: number,
): Parcel {
  const messages = draft.messages.slice(0, lines);
  const texts = [...new Set(messages.map(({ text }) => text))];
  const shown = {
    ...draft,
    texts: texts.map((index) => draft.texts[index]!),
    invalid: [],
    messages: messages.map((message) => ({
      ...message,
      text: texts.indexOf(message.text),
    })),
  };
  const { fingerprint: _, ...line } = submission;
  return {
    submission: line,
    draft: shown,
    messages: shown.messages.map((message): StoredMessage => ({
      submission: 0,
      text: message.text,
      segments: message.segments,
      encoding: message.encoding,
      status: "refused",
      reason,
      endedAtMs: nowMs,
      ...(message.reference ? { reference: message.reference } : {}),
    })),
    bytes: writtenBytes(line, shown),
    dueMs: null,
  };
}

function problemOf(refusal: Refusal, needed: number): Problem {
  switch (refusal.reason) {
    case "insufficient_credit": {
      const { available } = refusal;
      return new Problem("insufficient_credit", {
        detail: {
          fr:
            `Il faut ${needed} SMS et il en reste ${available} ; demandez-en à votre mutualisation ou réduisez l'envoi.`,
          en:
            `${needed} SMS are needed and ${available} are left; ask the group for more or send fewer.`,
        },
        members: { needed, available },
      });
    }
    case "daily_cap":
      return new Problem("rate_limited", {
        detail: {
          fr: `Le plafond de ${refusal.cap} SMS par jour de cette ${
            refusal.isStructure ? "structure" : "application"
          } est atteint ; reprenez demain ou faites-le relever.`,
          en: `This ${
            refusal.isStructure ? "structure" : "application"
          }'s cap of ${refusal.cap} SMS a day is reached; resume tomorrow or have it raised.`,
        },
        members: { dailyCap: refusal.cap },
        retryAfterSeconds: 3_600,
      });
    case "suspended":
      return new Problem("forbidden", {
        detail: {
          fr:
            "La structure est suspendue : rien n'est envoyé. Contactez sa mutualisation.",
          en: "The structure is suspended: nothing is sent. Contact its group.",
        },
      });
  }
}
