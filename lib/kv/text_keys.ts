/**
 * The part of the key table that is about texts and people: opt-outs, replies,
 * templates, contact lists, senders asked for. See `keys.ts`.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { StoredContactList, StoredContactPage } from "../schema/contact.ts";
import { StoredOptOut } from "../schema/opt_out.ts";
import {
  SeenReply,
  StoredReply,
  StoredReplyParts,
  StoredReplySettings,
} from "../schema/reply.ts";
import { StoredTemplate } from "../schema/template.ts";
import { keyOf, kind } from "./kind.ts";

const Pointer = z.string();

export const TEXT_KINDS = {
  optOut: kind("optOut", StoredOptOut, { guard: "owner" }),
  optOutById: kind("optOutById", Pointer, { guard: "owner" }),
  reply: kind("reply", StoredReply, { guard: "owner" }),
  replyOf: kind("replyOf", Pointer, { guard: "owner" }),
  replySeen: kind("replySeen", SeenReply, {
    expiresAtMs: ({ expiresAtMs }) => expiresAtMs,
  }),
  replyParts: kind("replyParts", StoredReplyParts, {
    expiresAtMs: ({ expiresAtMs }) => expiresAtMs,
  }),
  replySettings: kind("replySettings", StoredReplySettings),
  template: kind("template", StoredTemplate),
  contactList: kind("contactList", StoredContactList),
  contactPage: kind("contactPage", StoredContactPage, { guard: "owner" }),
};

export const textKeys = {
  /** A number not to be written to, by its keyed hash. */
  optOut: (structureId: string, hash: string) =>
    keyOf(TEXT_KINDS.optOut, structureId, hash),
  /** The same by time; the value is the hash. */
  optOutById: (structureId: string, id: string) =>
    keyOf(TEXT_KINDS.optOutById, structureId, id),
  reply: (structureId: string, id: string) =>
    keyOf(TEXT_KINDS.reply, structureId, id),
  /** The replies to a message. */
  replyOf: (messageId: string, id: string) =>
    keyOf(TEXT_KINDS.replyOf, messageId, id),
  /** A reply by the gateway's own id, or by what it said. */
  replySeen: (gatewayId: string, id: string) =>
    keyOf(TEXT_KINDS.replySeen, gatewayId, id),
  /** A reply in several parts, by a hash of whose and which. */
  replyParts: (gatewayId: string, hash: string) =>
    keyOf(TEXT_KINDS.replyParts, gatewayId, hash),
  /** Whom to tell of a structure's replies. */
  replySettings: (structureId: string) =>
    keyOf(TEXT_KINDS.replySettings, structureId),
  template: (structureId: string, id: string) =>
    keyOf(TEXT_KINDS.template, structureId, id),
  contactList: (structureId: string, id: string) =>
    keyOf(TEXT_KINDS.contactList, structureId, id),
  /** Contacts of one writing of a list. */
  contactPage: (listId: string, version: number, page: number) =>
    keyOf(TEXT_KINDS.contactPage, listId, version, page),
};
