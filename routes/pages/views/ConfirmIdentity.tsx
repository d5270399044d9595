import { useWords } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import { UsePasskey } from "../../../islands/UsePasskey.tsx";
import type { SignInOptions } from "../../../lib/domain/passkey.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import type { Fields, Visit } from "../visit.ts";
import { SSO } from "../words/access.ts";
import { CONFIRM } from "../words/confirm.ts";

/** What a person can confirm with. */
export interface Means {
  /** Null for who has no passkey. */
  readonly passkey: SignInOptions | null;
  readonly hasPassword: boolean;
  readonly hasTotp: boolean;
}

/** Asks for a factor; then goes on with what was being done. */
export function ConfirmIdentity({ visit, means, action, hidden, back, error }: {
  visit: Visit;
  means: Means;
  action: string;
  /** What was being sent, to be sent on. */
  hidden: Fields;
  back: string;
  error: string | undefined;
}) {
  const words = useWords(CONFIRM);
  const sso = useWords(SSO);
  const { passkey, hasPassword, hasTotp } = means;
  return (
    <div class="narrow">
      <Heading title={words.title} lead={words.lead} />
      {error && (
        <Notice tone="bad">
          <p>{error}</p>
        </Notice>
      )}
      {passkey && (
        <Island
          name="UsePasskey"
          of={UsePasskey}
          props={{
            label: words.passkey,
            action,
            hidden: { ...hidden, jeton: visit.csrf },
            field: "preuve",
            options: passkey,
          }}
        />
      )}
      {passkey && !hasPassword && (
        <noscript>
          <p>{words.needsScript}</p>
        </noscript>
      )}
      {hasPassword && (
        <Form visit={visit} action={action} hidden={hidden}>
          {passkey && <p class="or">{words.or}</p>}
          <Field
            name="preuve_mdp"
            label={words.password}
            input={{
              type: "password",
              required: true,
              autocomplete: "current-password",
            }}
          />
          {hasTotp && (
            <Field
              name="preuve_code"
              label={words.code}
              help={words.codeHelp}
              input={{
                required: true,
                autocomplete: "one-time-code",
                maxLength: 30,
                spellcheck: false,
              }}
            />
          )}
          <button type="submit" class={passkey ? "button" : "button main"}>
            {words.confirm}
          </button>
        </Form>
      )}
      {visit.ports.sso && (
        <p>
          <a
            class="button"
            href={`/compte/confirmer/sso?retour=${encodeURIComponent(back)}`}
          >
            {sso.confirm}
          </a>
        </p>
      )}
      {!passkey && !hasPassword && !visit.ports.sso && <p>{words.none}</p>}
      <p>
        <a class="button quiet" href={back}>{words.giveUp}</a>
      </p>
    </div>
  );
}
