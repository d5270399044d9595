import { useWords } from "../../../islands/language.ts";
import { Field } from "../../../islands/parts/Field.tsx";
import { isOperator, permits } from "../../../lib/domain/actor.ts";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Fields, type Visit } from "../visit.ts";
import { SENDING } from "../words/sending_rules.ts";
import { SSO } from "../words/access.ts";
import { SETTINGS, STRUCTURES } from "../words/structures.ts";

/** The settings of a structure. */
export function Settings({ visit, fields, errors, done }: {
  visit: Visit;
  fields: Fields;
  errors: Errors;
  done: string | undefined;
}) {
  const words = SETTINGS[visit.language];
  const { siren, sirenHelp } = STRUCTURES[visit.language];
  const path = address(visit.here!.id, "reglages");
  return (
    <div class="narrow">
      <Heading title={words.title} />
      <DoneNotice done={done} />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <Form visit={visit} action={path}>
        <Field
          name="name"
          label={words.name}
          value={fields["name"]}
          error={errors["name"]}
          input={{ required: true, maxLength: 120, autocomplete: "off" }}
        />
        <Field
          name="siren"
          label={siren}
          optional
          help={sirenHelp}
          value={fields["siren"]}
          error={errors["siren"]}
          input={{ inputMode: "numeric", maxLength: 20, autocomplete: "off" }}
        />
        <button type="submit" class="button main">{words.save}</button>
      </Form>
      <section class="panel">
        <h2>{SENDING[visit.language].title}</h2>
        <p>{SENDING[visit.language].lead}</p>
        <p>
          <a class="button" href={`${path}/envois`}>
            {SENDING[visit.language].title}
          </a>
        </p>
      </section>
      {visit.ports.sso && <SsoPanel path={path} />}
      {mayStop(visit) && <Stopping visit={visit} path={path} />}
    </div>
  );
}

function SsoPanel({ path }: { path: string }) {
  const words = useWords(SSO);
  return (
    <section class="panel">
      <h2>{words.ruleTitle}</h2>
      <p>{words.ruleLead}</p>
      <a class="button" href={`${path}/sso`}>{words.choose}</a>
    </section>
  );
}

function Stopping({ visit, path }: { visit: Visit; path: string }) {
  const words = SETTINGS[visit.language];
  return (
    <section class="panel">
      <h2>{words.sends}</h2>
      {visit.here!.structure.suspended
        ? (
          <>
            <p>{words.areSuspended}</p>
            <Form visit={visit} action={`${path}/retablir`}>
              <button type="submit" class="button main">
                {words.resume}
              </button>
            </Form>
          </>
        )
        : (
          <>
            <p>{words.stop}</p>
            <a class="button bad" href={`${path}/suspendre`}>
              {words.suspendNext}
            </a>
          </>
        )}
    </section>
  );
}

/** Who is suspended cannot lift it: that takes the level above. */
function mayStop({ actor, here }: Visit): boolean {
  const parent = here!.ancestors.at(-1);
  return parent === undefined
    ? isOperator(actor)
    : permits(actor, "structure:manage", parent);
}
