import { allmysms as kind } from "../../../lib/gateways/allmysms.ts";
import { SMS } from "../double.ts";
import {
  type AnswerRow,
  HOSTILE,
  type ReceiptRow,
  refused,
  type Service,
  taken,
  unclear,
} from "./service.ts";

const KEY = "d0b1f5a2c7e94e3";
const ID = "de4d766f-4faf-11e9-a8ef-0025907cf72e";

const BODY = {
  from: "Mairie",
  to: "33612345678",
  text: SMS.text,
  alerting: 1,
  cliMsgId: SMS.messageId,
};

function said(code: number | string) {
  return { code, description: HOSTILE };
}

function codeRows(
  scope: "message" | "gateway",
  ...codes: readonly number[]
): AnswerRow[] {
  return codes.map((code) => [
    `code ${code}`,
    [201, said(code)],
    refused(scope, `HTTP 201 ${code}`),
  ]);
}

function receipt(value: string, ours: "sent" | "failed" | null): ReceiptRow {
  const fields = {
    smsId: ID,
    phoneNumber: "33612345678",
    campaignId: "0ab1",
    receptionDate: "2026-01-01 00:00:00",
    status: value,
    statusText: HOSTILE,
  };
  return [
    `status ${value}`,
    { query: new URLSearchParams(fields).toString() },
    ours === null ? null : {
      messageId: null,
      providerId: ID,
      status: ours,
      detail: `status ${value}`,
    },
  ];
}

/** allmysms' REST interface. */
export const allmysms: Service = {
  kind,
  home: "https://api.allmysms.com",
  settings: (endpoint) => ({ login: "mairie", apiKey: KEY, endpoint }),
  secrets: [KEY, btoa(`mairie:${KEY}`)],
  expected: {
    target: "/sms/send/",
    headers: {
      "authorization": "Basic bWFpcmllOmQwYjFmNWEyYzdlOTRlMw==",
      "content-type": "application/json",
      "accept": "application/json",
    },
    body: BODY,
  },
  answers: [
    [
      "taken",
      [201, {
        code: 100,
        description: "Your message has been sent",
        smsId: ID,
        campaignId: "",
      }],
      taken(ID),
    ],
    ["scheduled", [201, { ...said(101), smsId: ID }], taken(ID)],
    ...codeRows("gateway", 102, 103, 104, 118),
    ...codeRows("gateway", 105, 106, 107, 108, 109, 112, 115),
    ...codeRows("message", 110, 111, 113, 114, 117),
    ["a code as text", [201, said("114")], refused("message", "HTTP 201 114")],
    [
      "sent, and no id",
      [201, said(100)],
      unclear("HTTP 201 100 without an id"),
    ],
    [
      "a code nobody knows",
      [201, said(199)],
      unclear("HTTP 201 199 without an id"),
    ],
    ["credentials", [401, said(102)], refused("gateway", "HTTP 401 102")],
    ["a wrong number", [400, said(114)], refused("message", "HTTP 400 114")],
    ["a bad request", [400, {}], refused("gateway", "HTTP 400")],
    ["its own failure", [500, said(114)], unclear("HTTP 500")],
  ],
  writings: [
    [
      "UCS-2 without a sender",
      { sms: { text: "Où ? 🎉", encoding: "ucs2", sender: null } },
      {
        body: {
          to: "33612345678",
          text: "Où ? 🎉",
          alerting: 1,
          cliMsgId: SMS.messageId,
        },
      },
    ],
  ],
  receipts: [
    receipt("1", "sent"),
    receipt("2", "failed"),
    receipt("3", "sent"),
    receipt("4", "failed"),
    receipt("5", "failed"),
    receipt("6", null),
    [
      "a form with our id",
      { form: { smsId: ID, cliMsgId: SMS.messageId, status: "2" } },
      { messageId: SMS.messageId, providerId: ID, status: "failed" },
    ],
    ["no id", { query: "status=2" }, null],
  ],
};
