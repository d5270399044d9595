import type { Member } from "../../../lib/schema/membership.ts";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Confirm } from "../parts/Confirm.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { address, type Visit } from "../visit.ts";
import { MEMBERS } from "../words/members.ts";
import { VIEWING } from "../words/viewing.ts";
import { RoleChoice } from "./InviteForm.tsx";
import { StateLine } from "./MemberList.tsx";

/** One person of a structure, and what can be changed. */
export function MemberDetail({ visit, member, errors, done }: {
  visit: Visit;
  member: Member;
  errors: Errors;
  done: string | undefined;
}) {
  const words = MEMBERS[visit.language];
  const list = address(visit.here!.id, "membres");
  const path = `${list}/${member.id}`;
  const isJoined = member.state === "active";
  return (
    <div class="narrow">
      <Heading
        title={member.name}
        lead={member.email}
        back={{ href: list, label: words.back }}
      />
      <DoneNotice done={done} />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <StateLine visit={visit} member={member} />
      <Form visit={visit} action={`${path}/role`} class="panel">
        <h2>{words.change}</h2>
        <RoleChoice
          visit={visit}
          value={member.role}
          error={errors["role"]}
        />
        <p class="fine">{words.effect}</p>
        <button type="submit" class="button main">{words.changeButton}</button>
      </Form>
      {isJoined && member.id !== visit.actor.id && (
        <Form visit={visit} action={`${path}/voir`} class="panel">
          <h2>{VIEWING[visit.language].see(member.name)}</h2>
          <p>{VIEWING[visit.language].what}</p>
          <button type="submit" class="button">
            {VIEWING[visit.language].start}
          </button>
        </Form>
      )}
      {!isJoined && (
        <Form visit={visit} action={`${path}/renvoyer`} class="panel">
          <p>{words.againWords}</p>
          <button type="submit" class="button">{words.again}</button>
        </Form>
      )}
      <p class="foot">
        <a class="button quiet bad" href={`${path}/retirer`}>
          {isJoined ? words.remove : words.uninvite}
        </a>
      </p>
    </div>
  );
}

/** The consequence of removing somebody, before it is done. */
export function RemoveMember(
  { visit, member }: { visit: Visit; member: Member },
) {
  const words = MEMBERS[visit.language];
  const path = `${address(visit.here!.id, "membres")}/${member.id}`;
  const isJoined = member.state === "active";
  const { name } = visit.here!.structure;
  return (
    <Confirm
      visit={visit}
      title={words.removeTitle(member.name)}
      action={`${path}/retirer`}
      button={isJoined ? words.remove : words.uninvite}
      isDestructive
      back={path}
    >
      <p>
        {isJoined
          ? words.removeWords(member.name, name)
          : words.uninviteWords(member.name)}
      </p>
    </Confirm>
  );
}
