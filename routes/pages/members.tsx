/**
 * Who belongs to a structure: listed, invited, given another role, removed.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import { authorised } from "../../lib/domain/directory.ts";
import {
  changeRole,
  inviteMember,
  removeMember,
  resendInvitation,
} from "../../lib/domain/membership.ts";
import { getMember, listMembers } from "../../lib/domain/membership_list.ts";
import { ID } from "../../lib/domain/page.ts";
import { Problem } from "../../lib/problem.ts";
import { MemberPatch, NewMember } from "../../lib/schema/membership.ts";
import { stepUp } from "./confirm.tsx";
import { check, type Errors, errorsOf } from "./forms.ts";
import { formCall } from "./guard.ts";
import { type Done, doneAt } from "./notices.tsx";
import { page } from "./respond.tsx";
import { InviteForm } from "./views/InviteForm.tsx";
import { MemberDetail, RemoveMember } from "./views/MemberDetail.tsx";
import { MemberList } from "./views/MemberList.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { MEMBERS } from "./words/members.ts";

const LISTED = 50;
const section = "membres" as const;

export const members = new Hono<PageEnv>();

members.use(async (c, next) => {
  const { ports, actor, here } = c.var.visit;
  await authorised(ports, actor, "member:manage", here!.id);
  return await next();
});

members.get("/", async (c) => {
  const { visit } = c.var;
  const suite = c.req.query("suite");
  const found = await listMembers(visit.ports, visit.actor, {
    id: visit.here!.id,
    limit: LISTED,
    cursor: suite,
  });
  const { title } = MEMBERS[visit.language];
  return page(
    c,
    { title, section },
    <MemberList
      visit={visit}
      found={found}
      query={{ ...(suite ? { suite } : {}) }}
      done={c.req.query("fait")}
    />,
  );
});

members.get("/inviter", (c) => write(c, {}, {}));

members.post("/inviter", stepUp, async (c) => {
  const { visit, form } = c.var;
  const checked = check(NewMember, {
    name: (form["name"] ?? "").trim(),
    email: (form["email"] ?? "").trim(),
    role: form["role"] ?? "",
  }, visit.language);
  if ("errors" in checked) return write(c, form, checked.errors);
  try {
    const call = formCall(c, "POST /structures/:id/members");
    const structureId = visit.here!.id;
    await inviteMember(visit.ports, call, { ...checked.value, structureId });
    return back(c, "invite");
  } catch (error) {
    return write(c, form, errorsOf(error, visit.language));
  }
});

members.get("/:memberId", (c) => show(c, {}));

members.post("/:memberId/role", stepUp, async (c) => {
  const { visit, form } = c.var;
  const checked = check(MemberPatch, { role: form["role"] }, visit.language);
  if ("errors" in checked) return await show(c, checked.errors);
  try {
    const call = formCall(c, "PATCH /structures/:id/members/:memberId");
    await changeRole(visit.ports, call, { ...placeOf(c), ...checked.value });
    return back(c, "role");
  } catch (error) {
    return await show(c, errorsOf(error, visit.language));
  }
});

members.post("/:memberId/renvoyer", async (c) => {
  const { visit } = c.var;
  try {
    const call = formCall(
      c,
      "POST /structures/:id/members/:memberId/invitation",
    );
    await resendInvitation(visit.ports, call, placeOf(c));
    return back(c, "invite");
  } catch (error) {
    return await show(c, errorsOf(error, visit.language));
  }
});

members.get("/:memberId/retirer", async (c) => {
  const { visit } = c.var;
  const member = await getMember(visit.ports, visit.actor, placeOf(c));
  const title = MEMBERS[visit.language].removeTitle(member.name);
  return page(
    c,
    { title, section },
    <RemoveMember visit={visit} member={member} />,
  );
});

members.post("/:memberId/retirer", stepUp, async (c) => {
  const { visit } = c.var;
  try {
    const call = formCall(c, "DELETE /structures/:id/members/:memberId");
    await removeMember(visit.ports, call, placeOf(c));
    return back(c, "retire");
  } catch (error) {
    return await show(c, errorsOf(error, visit.language));
  }
});

function placeOf(
  c: Context<PageEnv>,
): { structureId: string; memberId: string } {
  const memberId = c.req.param("memberId") ?? "";
  if (!ID.test(memberId)) throw new Problem("not_found");
  return { structureId: c.var.visit.here!.id, memberId };
}

function back(c: Context<PageEnv>, done: Done): Response {
  const path = address(c.var.visit.here!.id, section);
  return c.redirect(doneAt(path, done), 303);
}

async function show(c: Context<PageEnv>, errors: Errors): Promise<Response> {
  const { visit } = c.var;
  const member = await getMember(visit.ports, visit.actor, placeOf(c));
  const status = Object.keys(errors).length > 0 ? 422 : 200;
  return page(
    c,
    { title: member.name, section, status },
    <MemberDetail
      visit={visit}
      member={member}
      errors={errors}
      done={c.req.query("fait")}
    />,
  );
}

function write(c: Context<PageEnv>, fields: Fields, errors: Errors) {
  const { visit } = c.var;
  const status = Object.keys(errors).length > 0 ? 422 : 200;
  return page(
    c,
    { title: MEMBERS[visit.language].inviteTitle, section, status },
    <InviteForm
      visit={visit}
      fields={fields}
      errors={errors}
      callKey={fields["cle"] || visit.ports.newId("frm")}
    />,
  );
}
