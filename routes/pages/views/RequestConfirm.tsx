import { number, smsCount } from "../../../islands/words.ts";
import type { CreditRequest } from "../../../lib/schema/credit_request.ts";
import { Confirm } from "../parts/Confirm.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import { address, type Visit } from "../visit.ts";
import { REQUESTS } from "../words/requests.ts";
import type { Sides } from "./RequestAnswer.tsx";

/** What giving will do to both sides, and the button that does it. */
export function RequestConfirm(
  { visit, request, sides, credits, word, callKey }: {
    visit: Visit;
    request: CreditRequest;
    sides: Sides;
    credits: number;
    word: string;
    callKey: string;
  },
) {
  const words = REQUESTS[visit.language];
  const path = `${address(visit.here!.id, "demandes")}/${request.id}`;
  const sms = smsCount(credits, visit.language);
  return (
    <Confirm
      visit={visit}
      title={words.confirmTitle(sides.to.name, sms)}
      action={path}
      hidden={{
        credits: String(credits),
        word,
        cle: callKey,
        etape: "confirmer",
      }}
      button={words.givesCount(sms)}
      back={path}
    >
      <ul class="sides">
        {sides.from && <Side visit={visit} {...sides.from} change={-credits} />}
        <Side visit={visit} {...sides.to} change={credits} />
      </ul>
      {word && <p class="quiet">{words.confirmWord} « {word} »</p>}
      <p>{sides.from ? words.confirmEffect : words.newCredits}</p>
    </Confirm>
  );
}

function Side({ visit, name, available, change }: {
  visit: Visit;
  name: string;
  available: number;
  change: number;
}) {
  return (
    <li>
      <span class="strong">{name}</span>
      <span class="change">
        {number(available, visit.language)}
        <Unseen>{REQUESTS[visit.language].then}</Unseen>
        <span aria-hidden="true">→</span>
        <strong>{number(available + change, visit.language)}</strong>
      </span>
    </li>
  );
}
