import { assertEquals } from "@std/assert";
import { ovh as kind } from "../../../lib/gateways/ovh.ts";
import { RECEIPTS } from "./ovh_receipts.ts";
import { type Asked, NOW_MS, SMS } from "../double.ts";
import {
  ABSENT,
  HOSTILE,
  type LookupRow,
  refused,
  type Service,
  taken,
  TAKEN_UNKNOWN,
  unclear,
  webDigest,
} from "./service.ts";

const APPLICATION_SECRET = "EgWIz07P0HYwtQDs";
const CONSUMER_KEY = "MtSwSrPpNjqfVSmJhLbPyr2i45lSwPU1";
/** This double's clock is 42 seconds ahead of the tests'. */
const TIME = Math.floor(NOW_MS / 1_000) + 42;

const JOB = {
  message: SMS.text,
  receivers: [SMS.to],
  sender: "Mairie",
  noStopClause: true,
  class: "phoneDisplay",
  coding: "7bit",
  charset: "UTF-8",
  validityPeriod: 1_440,
  tag: "01kanb2v3w8j4k2m7p",
};

const TAKEN = {
  ids: [123456789],
  validReceivers: [SMS.to],
  invalidReceivers: [],
  totalCreditsRemoved: 1,
};

/** An error as OVH writes it. */
function error(errorCode: string, message = HOSTILE) {
  return { errorCode, class: `Client::${errorCode}`, message, httpCode: "" };
}

/** The signature, computed by another way than the gateway's. */
async function signatureOf(asked: Asked, endpoint: string): Promise<string> {
  const signed = `${APPLICATION_SECRET}+${CONSUMER_KEY}+${asked.method}+` +
    `${endpoint}${asked.target}+${asked.body}+${TIME}`;
  return `$1$${(await webDigest("SHA-1", signed)).toHex()}`;
}

const LISTS = "/sms/sms-ab12345-1";
const TAG = "01kanb2v3w8j4k2m7p";

const RECONCILED: LookupRow<typeof ABSENT>[] = [
  [
    "is listed as sent",
    [[`${LISTS}/outgoing?tag=${TAG}`, [200, [987, 988]]]],
    { kind: "accepted", providerId: "987" },
  ],
  [
    "is in no list",
    [[`${LISTS}/outgoing?tag=${TAG}`, [200, []]], [
      `${LISTS}/jobs`,
      [200, []],
    ]],
    ABSENT,
  ],
  [
    "may be what waits",
    [[`${LISTS}/outgoing?tag=${TAG}`, [200, []]], [
      `${LISTS}/jobs`,
      [200, [5]],
    ]],
    TAKEN_UNKNOWN,
  ],
  [
    "is not told",
    [[`${LISTS}/outgoing?tag=${TAG}`, [500, error("INTERNAL")]]],
    TAKEN_UNKNOWN,
  ],
  [
    "is told in another form",
    [[`${LISTS}/outgoing?tag=${TAG}`, [200, { ids: [] }]]],
    TAKEN_UNKNOWN,
  ],
];

/** OVHcloud's REST interface, as far as SMS go. */
export const ovh: Service = {
  kind,
  home: "https://eu.api.ovh.com/1.0",
  settings: (endpoint) => ({
    applicationKey: "7kbG7Bk7S9Nt7ZSV",
    applicationSecret: APPLICATION_SECRET,
    consumerKey: CONSUMER_KEY,
    serviceName: "sms-ab12345-1",
    endpoint,
  }),
  secrets: [APPLICATION_SECRET, CONSUMER_KEY],
  expected: {
    target: "/sms/sms-ab12345-1/jobs",
    headers: {
      "content-type": "application/json",
      "x-ovh-application": "7kbG7Bk7S9Nt7ZSV",
      "x-ovh-consumer": CONSUMER_KEY,
      "x-ovh-timestamp": String(TIME),
    },
    body: JOB,
  },
  async check(asked, endpoint) {
    assertEquals(
      asked.headers.get("x-ovh-signature"),
      await signatureOf(asked, endpoint),
    );
  },
  aside({ method, target }) {
    return method === "GET" && target === "/auth/time"
      ? new Response(String(TIME))
      : null;
  },
  answers: [
    ["taken", [200, TAKEN], taken("123456789")],
    [
      "taken, the number refused",
      [200, { ...TAKEN, ids: [], invalidReceivers: [SMS.to] }],
      refused("message", "invalid receiver"),
    ],
    [
      "taken, nothing said",
      [200, { ...TAKEN, ids: [] }],
      unclear("HTTP 200 without an id"),
    ],
    [
      "an invalid receiver",
      [400, error("INVALID_PARAMETER", "Invalid receiver +33612345678")],
      refused("message", "HTTP 400 INVALID_PARAMETER"),
    ],
    [
      "an invalid sender",
      [400, { message: "Sender Mairie does not exist" }],
      refused("message", "HTTP 400"),
    ],
    [
      "a message without its member",
      [400, { class: "Client::BadRequest", message: "missing message" }],
      refused("message", "HTTP 400 Client::BadRequest"),
    ],
    [
      "a sender that waits",
      [400, { message: "This sender is waitingValidation" }],
      refused("gateway", "HTTP 400"),
    ],
    [
      "a sender that was refused",
      [400, { message: "sender refused" }],
      refused("gateway", "HTTP 400"),
    ],
    [
      "no credit",
      [400, { message: "Not enough credits: 0 left" }],
      refused("gateway", "HTTP 400"),
    ],
    [
      "no credit",
      [402, error("CREDIT")],
      refused("gateway", "HTTP 402 CREDIT"),
    ],
    [
      "a wrong key",
      [403, error("INVALID_KEY")],
      refused("gateway", "HTTP 403 INVALID_KEY"),
    ],
    [
      "a wrong consumer",
      [403, error("INVALID_CREDENTIAL")],
      refused("gateway", "HTTP 403 INVALID_CREDENTIAL"),
    ],
    [
      "an unknown consumer",
      [403, error("NOT_CREDENTIAL")],
      refused("gateway", "HTTP 403 NOT_CREDENTIAL"),
    ],
    [
      "a call not granted",
      [403, error("NOT_GRANTED_CALL")],
      refused("gateway", "HTTP 403 NOT_GRANTED_CALL"),
    ],
    [
      "forbidden",
      [403, error("FORBIDDEN")],
      refused("gateway", "HTTP 403 FORBIDDEN"),
    ],
    [
      "an unknown account",
      [404, error("NOT_FOUND")],
      refused("gateway", "HTTP 404 NOT_FOUND"),
    ],
    ["a conflict", [409, error("CONFLICT")], unclear("HTTP 409 CONFLICT")],
    [
      "an expired service",
      [460, error("SERVICE_EXPIRED")],
      refused("gateway", "HTTP 460 SERVICE_EXPIRED"),
    ],
    [
      "its own failure",
      [500, error("INTERNAL")],
      unclear("HTTP 500 INTERNAL"),
    ],
  ],
  writings: [
    [
      "UCS-2, no sender, an hour and a second",
      {
        sms: {
          text: "Où ? 🎉",
          encoding: "ucs2",
          sender: null,
          validitySeconds: 3_601,
        },
      },
      {
        body: {
          message: "Où ? 🎉",
          receivers: [SMS.to],
          noStopClause: true,
          class: "phoneDisplay",
          coding: "8bit",
          charset: "UTF-8",
          validityPeriod: 61,
          tag: TAG,
        },
      },
    ],
    [
      "an API user",
      { settings: { user: "mairie-api" } },
      { target: "/sms/sms-ab12345-1/users/mairie-api/jobs" },
    ],
    [
      "a number for replies",
      { sms: { sender: null }, settings: { senderForResponse: true } },
      {
        body: {
          message: SMS.text,
          receivers: [SMS.to],
          senderForResponse: true,
          ...Object.fromEntries(Object.entries(JOB).slice(3)),
        },
      },
    ],
    [
      "a sender in spite of that",
      { settings: { senderForResponse: true } },
      { body: JOB },
    ],
    [
      "weeks of validity",
      { sms: { validitySeconds: 9_999_999 } },
      { body: { ...JOB, validityPeriod: 2_880 } },
    ],
  ],
  receipts: RECEIPTS,
  reconciled: RECONCILED,
  balances: [
    [
      "credits",
      [["/sms/sms-ab12345-1", [200, { creditsLeft: 12.5 }]]],
      { amount: 12.5, unit: "sms" },
    ],
    ["nothing", [["/sms/sms-ab12345-1", [200, {}]]], null],
    ["a refusal", [["/sms/sms-ab12345-1", [403, error("X")]]], null],
  ],
};
