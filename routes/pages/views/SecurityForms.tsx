import { CopyButton } from "../../../islands/CopyButton.tsx";
import { useWords } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { QrCode } from "../parts/QrCode.tsx";
import type { Visit } from "../visit.ts";
import { SECURITY } from "../words/account.ts";
import { SECURITY_PATH } from "./Security.tsx";

/** A new password, typed twice. */
export function PasswordForm({ visit, hasPassword, errors }: {
  visit: Visit;
  hasPassword: boolean;
  errors: Errors;
}) {
  const words = useWords(SECURITY);
  const input = {
    type: "password",
    required: true,
    minLength: 12,
    maxLength: 200,
    autocomplete: "new-password",
  } as const;
  return (
    <div class="narrow">
      <Heading
        title={hasPassword ? words.changePassword : words.setPassword}
        back={{ href: SECURITY_PATH, label: words.title }}
        lead={words.passwordWords}
      />
      <Form visit={visit} action={`${SECURITY_PATH}/mot-de-passe`}>
        <Field
          name="password"
          label={words.newPassword}
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
        <button type="submit" class="button main">
          {hasPassword ? words.changePassword : words.setPassword}
        </button>
      </Form>
    </div>
  );
}

/** A secret for an authenticator app, and the code that confirms it. */
export function TotpForm({ visit, secret, uri, errors }: {
  visit: Visit;
  secret: string;
  uri: string;
  errors: Errors;
}) {
  const words = useWords(SECURITY);
  return (
    <div class="narrow">
      <Heading
        title={words.scanTitle}
        back={{ href: SECURITY_PATH, label: words.title }}
        lead={words.scan}
      />
      <QrCode text={uri} label={words.qr} />
      <section class="secret">
        <p>{words.manual}</p>
        <p>
          <code class="key">{secret.match(/.{1,4}/g)!.join(" ")}</code>
        </p>
        <Island
          name="CopyButton"
          of={CopyButton}
          props={{ text: secret, label: words.copyKey }}
        />
      </section>
      <Form visit={visit} action={`${SECURITY_PATH}/application`}>
        <Field
          name="code"
          label={words.code}
          help={words.codeHelp}
          error={errors["code"]}
          input={{
            required: true,
            inputMode: "numeric",
            autocomplete: "one-time-code",
            maxLength: 10,
          }}
        />
        <button type="submit" class="button main">{words.activate}</button>
      </Form>
    </div>
  );
}

/** Recovery codes, the only time they are shown. */
export function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const words = useWords(SECURITY);
  return (
    <div class="narrow">
      <Heading title={words.codesTitle} />
      <Notice tone="info">
        <p>{words.codesLead}</p>
      </Notice>
      <section class="secret">
        <ol class="codes">
          {codes.map((code) => (
            <li key={code}>
              <code>{code}</code>
            </li>
          ))}
        </ol>
        <Island
          name="CopyButton"
          of={CopyButton}
          props={{ text: codes.join("\n"), label: words.copyCodes }}
        />
      </section>
      <p>
        <a class="button main" href={SECURITY_PATH}>{words.kept}</a>
      </p>
    </div>
  );
}
