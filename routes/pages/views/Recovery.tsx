import type { ComponentChildren } from "preact";
import { useWords } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import { SetUpCode } from "../../../islands/SetUpCode.tsx";
import type { Recovery } from "../../../lib/domain/recovery.ts";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Brand } from "../parts/Brand.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import type { Visit } from "../visit.ts";
import { when } from "../words.ts";
import { RECOVERY } from "../words/recovery.ts";

/** Says one thing, and leads back to the door. */
export function Said({ title, sentence }: { title: string; sentence: string }) {
  const words = useWords(RECOVERY);
  return (
    <section class="gate">
      <Brand href="/" />
      <h1>{title}</h1>
      <p class="lead">{sentence}</p>
      <p>
        <a class="button" href="/connexion">{words.back}</a>
      </p>
    </section>
  );
}

/** Stops a demand by the code of a mail. */
export function StopRecovery({ error }: { error: string | undefined }) {
  const words = useWords(RECOVERY);
  return (
    <section class="gate">
      <Brand href="/" />
      <h1>{words.stopTitle}</h1>
      <p class="lead">{words.stopLead}</p>
      <Refused error={error} />
      <form method="post" action="/recuperation/arreter">
        <LinkCode />
        <button type="submit" class="button main bad wide">{words.stop}</button>
      </form>
    </section>
  );
}

/** A new password, by the one-time link. */
export function EndRecovery({ errors }: { errors: Errors }) {
  const words = useWords(RECOVERY);
  const input = {
    type: "password",
    required: true,
    minLength: 12,
    maxLength: 200,
    autocomplete: "new-password",
  } as const;
  return (
    <section class="gate">
      <Brand href="/" />
      <h1>{words.endTitle}</h1>
      <p class="lead">{words.endLead}</p>
      <Refused error={errors[""]} />
      <form method="post" action="/recuperation">
        <LinkCode value={errors["code"]} />
        <Field
          name="password"
          label={words.password}
          help={words.passwordHelp}
          error={errors["password"]}
          input={input}
        />
        <Field
          name="again"
          label={words.again}
          error={errors["again"]}
          input={input}
        />
        <button type="submit" class="button main wide">{words.end}</button>
      </form>
    </section>
  );
}

/** The demands a manager may answer. */
export function RecoveryList({ visit, found, error, done }: {
  visit: Visit;
  found: readonly Recovery[];
  error: string | undefined;
  done: string | undefined;
}) {
  const words = useWords(RECOVERY);
  const at = (ms: number) => when(ms, visit.nowMs, visit.language);
  return (
    <div class="narrow">
      <Heading
        title={words.listTitle}
        back={{ href: "/compte", label: words.listBack }}
        lead={words.listLead}
      />
      <DoneNotice done={done} />
      <Refused error={error} />
      {found.length === 0 && (
        <Empty icon="shield" title={words.none}>
          <p>{words.noneLead}</p>
        </Empty>
      )}
      <ul class="cards">
        {found.map(({ member, askedAtMs, readyAtMs }) => (
          <li class="card share" key={member.id}>
            <div>
              <p class="strong">{member.name}</p>
              <p class="quiet">{member.email}</p>
              <p>
                {readyAtMs === null
                  ? words.askedAt(at(askedAtMs))
                  : words.readyAt(at(readyAtMs))}
              </p>
            </div>
            <div class="actions">
              {readyAtMs === null && (
                <Answer visit={visit} id={member.id} path="accepter">
                  <button
                    type="submit"
                    class="button main"
                    aria-label={words.approveOf(member.name)}
                  >
                    {words.approve}
                  </button>
                </Answer>
              )}
              <Answer visit={visit} id={member.id} path="refuser">
                <button
                  type="submit"
                  class="button bad"
                  aria-label={words.refuseOf(member.name)}
                >
                  {words.refuse}
                </button>
              </Answer>
            </div>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Answer({ visit, id, path, children }: {
  visit: Visit;
  id: string;
  path: "accepter" | "refuser";
  children: ComponentChildren;
}) {
  return (
    <Form visit={visit} action={`/compte/recuperations/${id}/${path}`}>
      {children}
    </Form>
  );
}

function LinkCode({ value = "" }: { value?: string | undefined }) {
  const words = useWords(RECOVERY);
  return (
    <Island
      name="SetUpCode"
      of={SetUpCode}
      props={{
        value,
        read: words.codeRead,
        label: words.codeLabel,
        help: words.codeHelp,
      }}
    />
  );
}

function Refused({ error }: { error: string | undefined }) {
  return error === undefined ? null : (
    <Notice tone="bad">
      <p>{error}</p>
    </Notice>
  );
}
