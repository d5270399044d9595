import type { Message } from "../../../lib/schema/message.ts";
import { address, may, type Visit } from "../visit.ts";
import { RESEND } from "../words/history.ts";
import { Form } from "./Form.tsx";

/**
 * Leads messages that failed to a new send, which is confirmed with its price.
 * Nothing is offered where their numbers are gone or their texts differ.
 */
export function Resend(
  { visit, failed, isShort = false }: {
    visit: Visit;
    failed: readonly Message[];
    /** What it means is said elsewhere. */
    isShort?: boolean;
  },
) {
  const words = RESEND[visit.language];
  const [first] = failed;
  const numbers = failed.map(({ to }) => to).filter((to) => to !== null);
  const isOne = failed.every(({ text }) => text === first?.text);
  if (!first?.text || !isOne || numbers.length < failed.length) return null;
  if (!may(visit, "message:send")) return null;
  return (
    <Form
      visit={visit}
      action={address(first.structureId, "envoi")}
      hidden={{
        recipients: numbers.join("\n"),
        text: first.text,
        sender: first.sender ?? "",
      }}
    >
      {!isShort && <p class="quiet">{words.why}</p>}
      <button type="submit" class="button" name="etape" value="verifier">
        {words.button(numbers.length)}
      </button>
    </Form>
  );
}
