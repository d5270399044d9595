import { Field } from "../../../islands/parts/Field.tsx";
import { number, smsCount } from "../../../islands/words.ts";
import type { CreditRequest } from "../../../lib/schema/credit_request.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Pill } from "../parts/Pill.tsx";
import { address, type Fields, may, type Visit } from "../visit.ts";
import { when } from "../words.ts";
import { REQUESTS } from "../words/requests.ts";
import { STATUS_TONES } from "./Requests.tsx";

/** Who has how much before anything moves; `from` is null for new SMS. */
export interface Sides {
  readonly from: { readonly name: string; readonly available: number } | null;
  readonly to: { readonly name: string; readonly available: number };
}

interface AnswerProps {
  visit: Visit;
  request: CreditRequest;
  sides: Sides;
  canAnswer: boolean;
  names: ReadonlyMap<string, string>;
  fields: Fields;
  errors: Errors;
}

/** One request: what is asked, by whom, why; and the answer to it. */
export function RequestAnswer(props: AnswerProps) {
  const { visit, request, sides, canAnswer, names, errors } = props;
  const words = REQUESTS[visit.language];
  const path = address(visit.here!.id, "demandes");
  const by = names.get(request.askedBy);
  const isOwn = visit.here!.id === request.structureId;
  return (
    <div class="narrow">
      <Heading
        title={words.wants(
          request.structureName,
          smsCount(request.credits, visit.language),
        )}
        back={{ href: path, label: words.back }}
      />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <section class="panel">
        <p class="strong">{request.reason}</p>
        <p class="quiet">
          <time dateTime={request.at}>
            {when(request.at, visit.nowMs, visit.language)}
          </time>
          {by && ` ${words.by(by)}`}
        </p>
        <Answered visit={visit} request={request} names={names} />
      </section>
      {canAnswer && (
        <>
          <p>
            {words.has(
              sides.to.name,
              smsCount(sides.to.available, visit.language),
            )} {sides.from &&
              words.has(
                sides.from.name,
                smsCount(sides.from.available, visit.language),
              )}
          </p>
          <AnswerForm {...props} />
        </>
      )}
      {isOwn && request.status === "pending" && may(visit, "credit:ask") && (
        <Form
          visit={visit}
          action={`${path}/${request.id}`}
          hidden={{ etape: "retirer" }}
        >
          <button type="submit" class="button quiet">{words.withdraw}</button>
        </Form>
      )}
    </div>
  );
}

function AnswerForm({ visit, request, sides, fields, errors }: AnswerProps) {
  const words = REQUESTS[visit.language];
  const path = address(visit.here!.id, "demandes");
  const most = Math.min(request.credits, sides.from?.available ?? Infinity);
  return (
    <Form visit={visit} action={`${path}/${request.id}`}>
      <Field
        name="credits"
        label={words.count}
        help={words.givesHelp(smsCount(request.credits, visit.language))}
        value={fields["credits"] ?? number(most, visit.language)}
        error={errors["credits"]}
        input={{ inputMode: "numeric", autocomplete: "off" }}
      />
      <Field
        name="word"
        label={words.word}
        optional
        help={words.wordHelp}
        value={fields["word"]}
        error={errors["word"]}
        input={{ maxLength: 200 }}
      />
      <div class="foot">
        <button type="submit" class="button main">{words.gives}</button>
        <button type="submit" class="button" name="etape" value="refuser">
          {words.declines}
        </button>
      </div>
    </Form>
  );
}

function Answered({ visit, request, names }: {
  visit: Visit;
  request: CreditRequest;
  names: ReadonlyMap<string, string>;
}) {
  const words = REQUESTS[visit.language];
  const { status, granted, credits, word, answeredAt, answeredBy } = request;
  const by = names.get(answeredBy ?? "");
  return (
    <>
      <p>
        <Pill tone={STATUS_TONES[status]}>
          {status === "approved"
            ? words.granted(
              smsCount(granted, visit.language),
              number(credits, visit.language),
            )
            : words.states[status]}
        </Pill>
      </p>
      {word && <p>« {word} »</p>}
      {answeredAt && (
        <p class="quiet">
          <time dateTime={answeredAt}>
            {when(answeredAt, visit.nowMs, visit.language)}
          </time>
          {by && ` ${words.by(by)}`}
        </p>
      )}
    </>
  );
}
