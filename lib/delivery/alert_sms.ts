/**
 * The SMS of alerts: an ordinary message of the structure, which pays for it.
 * It is sent once for each notice, however often that is asked.
 *
 * @module
 */
import { acceptMessages } from "../domain/acceptance.ts";
import type { Actor } from "../domain/actor.ts";
import type { Call } from "../domain/call.ts";
import { isSuspended } from "../domain/directory.ts";
import { keys } from "../kv/keys.ts";
import type { Ports } from "../ports.ts";
import { Problem } from "../problem.ts";
import { measureText } from "../schema/segment.ts";
import { SENDER_ID } from "./alert_notice.ts";
import { type Attempted, skipped, type Telling } from "./alert_telling.ts";
import { alertSms } from "./alert_words.ts";

const ACTOR: Actor = { kind: "operator", id: SENDER_ID };

/** Sends the SMS of a notice, if the structure can pay for it. */
export async function sendAlertSms(
  ports: Ports,
  { notice, at, told, targets }: Telling,
): Promise<Attempted> {
  if (at === null) return skipped("not_configured");
  const { structureId, available } = told;
  const recipients = [...targets.sms];
  const text = alertSms(told);
  const call: Call = {
    actor: ACTOR,
    route: "POST /messages",
    key: notice.id,
    fingerprint: notice.id,
    replayed: false,
  };
  const answer = keys.sendAnswer(structureId, SENDER_ID, notice.id);
  if (await ports.store.get(answer) === null) {
    if (isSuspended(at)) return skipped("suspended");
    const needed = measureText(text).segments * recipients.length;
    if (needed > available) return skipped("no_credit");
  }
  try {
    const { submissionId } = await acceptMessages(ports, { call, at }, {
      title: "Alerte",
      text,
      recipients,
    });
    return {
      told: recipients.length,
      refused: 0,
      left: [],
      note: null,
      submissionId,
    };
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    if (error.code === "insufficient_credit") return skipped("no_credit");
    if (error.code === "forbidden") return skipped("suspended");
    throw error;
  }
}
