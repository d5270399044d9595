/**
 * The keys of what stands around an account: requests, allowances, where SMS
 * that end came from, alerts and notices.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import {
  GatewayDown,
  StoredAlert,
  StoredAlertSettings,
  StoredNotice,
  Thresholds,
} from "../schema/alert.ts";
import { StoredAllowance } from "../schema/allowance.ts";
import { type Account, LotSource } from "../schema/credit.ts";
import { StoredCreditRequest } from "../schema/credit_request.ts";
import { StoredDevice, Topic } from "../schema/push.ts";
import { keyOf, kind } from "./kind.ts";

const Pointer = z.string();
const Strings = z.array(z.string());

/** Its kinds; `keys.ts` has them all. */
export const creditKinds = {
  alertSettings: kind("alertSettings", StoredAlertSettings, { guard: "owner" }),
  thresholds: kind("thresholds", Thresholds, { guard: "owner" }),
  alert: kind("alert", StoredAlert, { guard: "owner" }),
  notice: kind("notice", StoredNotice, { guard: "owner" }),
  request: kind("request", StoredCreditRequest),
  requestOf: kind("requestOf", Pointer, { guard: "owner" }),
  requestTo: kind("requestTo", Pointer, { guard: "owner" }),
  requestPending: kind("requestPending", Pointer, { guard: "owner" }),
  requestsWaiting: kind("requestsWaiting", Strings, { guard: "owner" }),
  lotSource: kind("lotSource", LotSource, { guard: "owner" }),
  allowance: kind("allowance", StoredAllowance, { guard: "owner" }),
  device: kind("device", StoredDevice),
  deviceByEndpoint: kind("deviceByEndpoint", Pointer),
  topics: kind("topics", z.array(Topic)),
  gatewayDown: kind("gatewayDown", GatewayDown),
};

const kinds = creditKinds;

/** A lot, or a piece of one, with its transfer's id. */
const LOT_BYTES = 140;
const SHARED_BYTES = 160;

/** An upper bound of what ends and draws add to an account's bytes. */
export function weighLots({ latestEntries, lots, shared }: Account): number {
  let bytes = shared === undefined ? 0 : SHARED_BYTES;
  if (lots !== undefined) bytes += lots.length * LOT_BYTES;
  for (const entry of latestEntries) {
    if (entry.lots !== undefined) bytes += entry.lots.length * LOT_BYTES;
  }
  return bytes;
}

/** Its part of the table. */
export const creditKeys = {
  /** Whom to tell of a structure's alerts. */
  alertSettings: (structureId: string) =>
    keyOf(kinds.alertSettings, structureId),
  /** The thresholds that hold for the entries after the numbered one. */
  thresholds: (structureId: string, afterEntry: number) =>
    keyOf(kinds.thresholds, structureId, afterEntry),
  /** What an entry crossed, one record a threshold. */
  alert: (structureId: string, entry: number, index: number) =>
    keyOf(kinds.alert, structureId, entry, index),
  /** Alerts told together. */
  notice: (structureId: string, id: string) =>
    keyOf(kinds.notice, structureId, id),
  /** A structure's request for SMS. */
  request: (id: string) => keyOf(kinds.request, id),
  requestOf: (structureId: string, id: string) =>
    keyOf(kinds.requestOf, structureId, id),
  /** Requests by who answers: a group, or `operator`. */
  requestTo: (groupId: string, id: string) =>
    keyOf(kinds.requestTo, groupId, id),
  requestPending: (groupId: string, id: string) =>
    keyOf(kinds.requestPending, groupId, id),
  /** Ids of a structure's requests that wait. */
  requestsWaiting: (structureId: string) =>
    keyOf(kinds.requestsWaiting, structureId),
  /** Where SMS that end came from, by the transfer that granted them. */
  lotSource: (transferId: string) => keyOf(kinds.lotSource, transferId),
  /** What a structure is given each month. */
  allowance: (structureId: string) => keyOf(kinds.allowance, structureId),
  /** A browser that a person is told on. */
  device: (memberId: string, id: string) => keyOf(kinds.device, memberId, id),
  /** The same by the hash of its address: `memberId/id`. */
  deviceByEndpoint: (hash: string) => keyOf(kinds.deviceByEndpoint, hash),
  /** What a person wants to be told of. */
  topics: (memberId: string) => keyOf(kinds.topics, memberId),
  /** That people were told of a gateway that is down. */
  gatewayDown: (gatewayId: string) => keyOf(kinds.gatewayDown, gatewayId),
};
