import { useWords } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import { UsePasskey } from "../../../islands/UsePasskey.tsx";
import { DoneNotice } from "../notices.tsx";
import { Brand } from "../parts/Brand.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import type { Fields } from "../visit.ts";
import { SIGN_IN, SSO } from "../words/access.ts";
import { RECOVERY } from "../words/recovery.ts";

/** The door: a passkey in one tap, or a password. */
export function SignIn({ fields, hasSso, error, done }: {
  fields: Fields;
  hasSso: boolean;
  error: string | undefined;
  done: string | undefined;
}) {
  const words = useWords(SIGN_IN);
  const sso = useWords(SSO);
  const retour = fields["retour"] ?? "/";
  return (
    <section class="gate">
      <Brand href="/" />
      <h1>{words.title}</h1>
      <Refused error={error} />
      {!error && <DoneNotice done={done} />}
      <Island
        name="UsePasskey"
        of={UsePasskey}
        props={{
          label: words.passkey,
          action: "/connexion/cle",
          hidden: { retour },
          source: "/connexion/cle",
          isSuggested: true,
        }}
      />
      <form method="post" action="/connexion">
        <p class="or">{words.or}</p>
        <input type="hidden" name="retour" value={retour} />
        <Field
          name="email"
          label={words.email}
          value={fields["email"]}
          input={{
            type: "email",
            required: true,
            autocomplete: "username webauthn",
          }}
        />
        <Field
          name="password"
          label={words.password}
          input={{
            type: "password",
            required: true,
            autocomplete: "current-password",
          }}
        />
        <button type="submit" class="button wide">{words.signIn}</button>
      </form>
      {hasSso && (
        <a
          class="button wide"
          href={`/connexion/sso?retour=${encodeURIComponent(retour)}`}
        >
          {sso.signIn}
        </a>
      )}
      <p>
        <a class="more" href="/connexion/secours">{words.lost}</a>
      </p>
    </section>
  );
}

/** After a right password: the code of the authenticator. */
export function SignInCode({ ticket, retour, error }: {
  ticket: string;
  retour: string;
  error?: string;
}) {
  const words = useWords(SIGN_IN);
  return (
    <section class="gate">
      <Brand href="/" />
      <h1>{words.codeTitle}</h1>
      <p class="lead">{words.codeLead}</p>
      <Refused error={error} />
      <form method="post" action="/connexion/code">
        <input type="hidden" name="ticket" value={ticket} />
        <input type="hidden" name="retour" value={retour} />
        <Field
          name="code"
          label={words.code}
          help={words.codeHelp}
          input={{
            required: true,
            autocomplete: "one-time-code",
            autofocus: true,
            maxLength: 30,
            spellcheck: false,
          }}
        />
        <button type="submit" class="button main wide">{words.signIn}</button>
      </form>
      <p>
        <a class="more" href="/connexion">{words.startAgain}</a>
      </p>
    </section>
  );
}

/** For who has lost what they sign in with. */
export function LostAccess({ fields, error }: {
  fields: Fields;
  error?: string;
}) {
  const words = useWords(SIGN_IN);
  const recovery = useWords(RECOVERY);
  return (
    <section class="gate">
      <Brand href="/" />
      <h1>{words.lostTitle}</h1>
      <p class="lead">{words.lostLead}</p>
      <Refused error={error} />
      <form method="post" action="/connexion/secours">
        <h2>{words.recoveryTitle}</h2>
        <p>{words.recoveryLead}</p>
        <Field
          name="email"
          label={words.email}
          value={fields["email"]}
          input={{ type: "email", required: true, autocomplete: "username" }}
        />
        <Field
          name="code"
          label={words.recoveryCode}
          help={words.recoveryHelp}
          input={{
            required: true,
            autocomplete: "off",
            maxLength: 30,
            spellcheck: false,
          }}
        />
        <button type="submit" class="button wide">
          {words.recoverySignIn}
        </button>
      </form>
      <form method="post" action="/recuperation/demander">
        <h2>{recovery.askTitle}</h2>
        <p>{recovery.askLead}</p>
        <Field
          name="courriel"
          label={words.email}
          input={{ type: "email", required: true, autocomplete: "off" }}
        />
        <button type="submit" class="button wide">{recovery.ask}</button>
      </form>
      <p>
        <a class="more" href="/connexion">{words.back}</a>
      </p>
    </section>
  );
}

function Refused({ error }: { error: string | undefined }) {
  return error === undefined ? null : (
    <Notice tone="bad">
      <p>{error}</p>
    </Notice>
  );
}
