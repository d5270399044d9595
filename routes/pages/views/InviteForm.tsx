import { Field } from "../../../islands/parts/Field.tsx";
import { Role } from "../../../lib/schema/member.ts";
import type { Errors } from "../forms.ts";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { MEMBERS } from "../words/members.ts";

/** Inviting a person by mail. */
export function InviteForm({ visit, fields, errors, callKey }: {
  visit: Visit;
  fields: Fields;
  errors: Errors;
  callKey: string;
}) {
  const words = MEMBERS[visit.language];
  const path = address(visit.here!.id, "membres");
  return (
    <div class="narrow">
      <Heading
        title={words.inviteTitle}
        lead={words.inviteLead}
        back={{ href: path, label: words.back }}
      />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <Form visit={visit} action={`${path}/inviter`} hidden={{ cle: callKey }}>
        <Field
          name="name"
          label={words.name}
          value={fields["name"]}
          error={errors["name"]}
          input={{ required: true, maxLength: 120, autocomplete: "off" }}
        />
        <Field
          name="email"
          label={words.email}
          value={fields["email"]}
          error={errors["email"]}
          input={{
            type: "email",
            required: true,
            maxLength: 200,
            autocomplete: "off",
          }}
        />
        <RoleChoice
          visit={visit}
          value={fields["role"] ?? "sender"}
          error={errors["role"]}
        />
        <button type="submit" class="button main">{words.send}</button>
      </Form>
    </div>
  );
}

/** One of the three roles, each with what it may do. */
export function RoleChoice({ visit, value, error }: {
  visit: Visit;
  value: string;
  error: string | undefined;
}) {
  const words = MEMBERS[visit.language];
  return (
    <>
      <Field
        name="role"
        label={words.role}
        value={value}
        error={error}
        options={Role.options.map((role) => ({
          value: role,
          label: words.roles[role],
        }))}
      />
      <dl class="facts">
        {Role.options.map((role) => (
          <div key={role}>
            <dt>{words.roles[role]}</dt>
            <dd>{words.can[role]}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
