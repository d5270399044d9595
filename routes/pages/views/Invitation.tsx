import { useWords } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import { SetUpCode } from "../../../islands/SetUpCode.tsx";
import type { OpenInvitation } from "../../../lib/domain/invitation.ts";
import type { Errors } from "../forms.ts";
import { Brand } from "../parts/Brand.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import type { Fields } from "../visit.ts";
import { INVITATION, MEMBERS } from "../words/members.ts";

/** The code of an invitation, read from its link or typed. */
export function CodeForm({ errors }: { errors: Errors }) {
  const words = useWords(INVITATION);
  return (
    <section class="gate">
      <Brand href="/" />
      <h1>{words.title}</h1>
      <Refusal errors={errors} />
      <p class="lead">{words.codeLead}</p>
      <form method="post" action="/invitation">
        <Island
          name="SetUpCode"
          of={SetUpCode}
          props={{ value: "", ...words.code }}
        />
        <button type="submit" class="button main wide">{words.go}</button>
      </form>
    </section>
  );
}

/** What one is invited to, and who one is. */
export function AcceptForm({ open, fields, errors }: {
  open: OpenInvitation;
  fields: Fields;
  errors: Errors;
}) {
  const words = useWords(INVITATION);
  const { roles, can } = useWords(MEMBERS);
  const { structure, member, role, name, isKnown } = open;
  return (
    <section class="gate">
      <Brand href="/" />
      <h1>{words.invites(structure.name)}</h1>
      <p class="lead">{words.as(roles[role])}</p>
      <p>{can[role]}</p>
      <Refusal errors={errors} />
      <form method="post" action="/invitation/accepter">
        <input type="hidden" name="code" value={fields["code"] ?? ""} />
        <p>
          <span class="quiet">{words.email}</span>
          <br />
          <span class="strong">{member.email}</span>
        </p>
        {isKnown ? <p>{words.known}</p> : (
          <>
            <input
              type="hidden"
              name="username"
              value={member.email}
              autocomplete="username"
            />
            <Field
              name="name"
              label={words.name}
              value={fields["name"] ?? name}
              error={errors["name"]}
              input={{ required: true, autocomplete: "name", maxLength: 120 }}
            />
            <Field
              name="password"
              label={words.password}
              help={words.passwordHelp}
              error={errors["password"]}
              input={{
                type: "password",
                required: true,
                minLength: 12,
                maxLength: 200,
                autocomplete: "new-password",
              }}
            />
          </>
        )}
        <button type="submit" class="button main wide">{words.accept}</button>
      </form>
    </section>
  );
}

function Refusal({ errors }: { errors: Errors }) {
  if (!errors[""]) return null;
  return (
    <Notice tone="bad">
      <p>{errors[""]}</p>
    </Notice>
  );
}
