import {
  changeRole,
  inviteMember,
  removeMember,
  resendInvitation,
} from "../../lib/domain/membership.ts";
import { getMember, listMembers } from "../../lib/domain/membership_list.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import { Page, PageQuery } from "../../lib/schema/common.ts";
import { Member, MemberPatch, NewMember } from "../../lib/schema/membership.ts";

const tag = "members";

export const members = [
  endpoint(
    {
      id: "inviteMember",
      tag,
      summary: {
        fr: "Invite une personne dans une structure, par courriel",
        en: "Invites a person to a structure, by mail",
      },
      description:
        "The link works once and for seven days. The role counts in the structure and all below it, from the moment it is accepted.",
      method: "post",
      path: "/structures/{id}/members",
      freshFactor: true,
      body: NewMember,
      returns: { 201: Member },
      problems: ["conflict"],
    },
    ({ ports, call, params, body }) =>
      inviteMember(ports, call, { ...body, structureId: params.id }),
  ),

  endpoint(
    {
      id: "listMembers",
      tag,
      summary: {
        fr: "Liste les membres d'une structure et les invitations en cours",
        en: "Lists a structure's members and open invitations",
      },
      method: "get",
      path: "/structures/{id}/members",
      query: PageQuery,
      returns: { 200: Page(Member) },
      problems: ["invalid_cursor"],
    },
    ({ ports, actor, params, query }) =>
      listMembers(ports, actor, { ...query, id: params.id }),
  ),

  endpoint(
    {
      id: "getMember",
      tag,
      summary: { fr: "Lit un membre", en: "Reads a member" },
      method: "get",
      path: "/structures/{id}/members/{memberId}",
      returns: { 200: Member },
      problems: [],
    },
    ({ ports, actor, params }) =>
      getMember(ports, actor, {
        structureId: params.id,
        memberId: params.memberId,
      }),
  ),

  endpoint({
    id: "changeRole",
    tag,
    summary: {
      fr: "Donne un autre rôle à un membre",
      en: "Gives a member another role",
    },
    description: "The last manager of a structure keeps the role.",
    method: "patch",
    path: "/structures/{id}/members/{memberId}",
    freshFactor: true,
    body: MemberPatch,
    returns: { 200: Member },
    problems: ["conflict"],
  }, async ({ ports, actor, call, params, body }) => {
    const place = { structureId: params.id, memberId: params.memberId };
    await changeRole(ports, call, { ...place, role: body.role });
    return await getMember(ports, actor, place);
  }),

  endpoint({
    id: "removeMember",
    tag,
    summary: {
      fr: "Retire un membre, ou annule son invitation",
      en: "Removes a member, or takes an invitation back",
    },
    description:
      "At once effective: open sessions end. The last manager of a structure stays.",
    method: "delete",
    path: "/structures/{id}/members/{memberId}",
    freshFactor: true,
    returns: { 204: null },
    problems: ["conflict"],
  }, async ({ ports, call, params }) => {
    const place = { structureId: params.id, memberId: params.memberId };
    await removeMember(ports, call, place);
    return null;
  }),

  endpoint(
    {
      id: "resendInvitation",
      tag,
      summary: {
        fr: "Renvoie une invitation, avec un nouveau lien",
        en: "Sends an invitation again, with a new link",
      },
      method: "post",
      path: "/structures/{id}/members/{memberId}/invitation",
      returns: { 200: Member },
      problems: ["conflict", "rate_limited"],
    },
    ({ ports, call, params }) =>
      resendInvitation(ports, call, {
        structureId: params.id,
        memberId: params.memberId,
      }),
  ),
];
