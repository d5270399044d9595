import { assertEquals } from "@std/assert";
import type { GatewayPorts } from "../../lib/gateways/gateway.ts";
import { smpp } from "../../lib/gateways/smpp.ts";
import { SMS } from "./double.ts";
import {
  DELIVER_SM,
  deliverBody,
  receiptText,
  SmppDouble,
  SUBMIT_SM,
} from "./smpp_double.ts";
import { aWhile, Town, until } from "./smpp_town.ts";

Deno.test("a receipt may come before the answer to its submit_sm", async () => {
  const town = new Town();
  await using double = new SmppDouble();
  double.script = (pdu) => {
    if (pdu.command !== SUBMIT_SM) return false;
    return pdu.from.send(DELIVER_SM, deliverBody(receiptText("7")))
      .then(() => until(() => town.receipts.length > 0, "the receipt"))
      .then(() => pdu.from.reply(pdu, 0, "7"));
  };
  assertEquals(await town.submit(double.settings), {
    kind: "accepted",
    providerId: "7",
  });
  assertEquals(town.receipts, [["7", {
    messageId: null,
    providerId: "7",
    status: "delivered",
    detail: "DELIVRD",
  }]]);
});

Deno.test("a deliver_sm is answered once its receipt is kept, and only then", async () => {
  const town = new Town();
  const kept = Promise.withResolvers<void>();
  town.keep = () => kept.promise;
  await using double = new SmppDouble();
  await town.submit(double.settings);
  await double.peer.send(DELIVER_SM, deliverBody(receiptText("7")));
  await aWhile();
  const answers = () => double.of(0x80000005).map(({ hex }) => hex);
  assertEquals(answers(), []);
  kept.resolve();
  await until(() => answers().length === 1, "the answer");
  town.keep = () => Promise.reject(new Error("no store"));
  await double.peer.send(DELIVER_SM, deliverBody(receiptText("8")));
  await until(() => answers().length === 2, "the answer");
  assertEquals(answers(), [
    "00000011" + "80000005" + "00000000" + "00000001" + "00",
    "00000011" + "80000005" + "00000064" + "00000002" + "00",
  ]);
});

type Delivery = [what: string, body: number[], status: number];

const DELIVERIES: Delivery[] = [
  ["a state nobody knows", deliverBody(receiptText("7", "MAYBE")), 0],
  ["an SMS from a phone", deliverBody("STOP", { esmClass: 0 }), 0x66],
  [
    "a phone that forges a receipt",
    deliverBody(receiptText("7"), { esmClass: 0 }),
    0x66,
  ],
  ["half a PDU", deliverBody(receiptText("7")).slice(0, 40), 0x02],
];

Deno.test("a deliver_sm that is no receipt is answered, and tells nothing", async (t) => {
  const town = new Town();
  await using double = new SmppDouble();
  await town.submit(double.settings);
  for (const [what, body, status] of DELIVERIES) {
    await t.step(what, async () => {
      const before = double.of(0x80000005).length;
      await double.peer.send(DELIVER_SM, body);
      await until(() => double.of(0x80000005).length > before, "an answer");
      assertEquals(double.of(0x80000005).at(-1)!.status, status);
    });
  }
  assertEquals(town.receipts, []);
});

Deno.test("a receipt waits at the centre while nobody can take it", async () => {
  await using double = new SmppDouble();
  const { receiptArrived: _, ...ports } = new Town().ports;
  const signal = AbortSignal.timeout(1_000);
  await smpp.submit(ports, double.settings, SMS, signal);
  await double.peer.send(DELIVER_SM, deliverBody(receiptText("7")));
  await until(() => double.of(0x80000005).length === 1, "an answer");
  assertEquals(double.of(0x80000005)[0]!.status, 0x64);
});

Deno.test("gateways with one account share its session and all hear its receipts", async () => {
  const town = new Town();
  const heard: string[] = [];
  const other: GatewayPorts = {
    ...town.ports,
    gatewayId: "gw_2",
    receiptArrived: (id) => Promise.resolve(void heard.push(id)),
  };
  await using double = new SmppDouble();
  await town.submit(double.settings);
  const signal = AbortSignal.timeout(1_000);
  await smpp.submit(other, { ...double.settings }, SMS, signal);
  await double.peer.send(DELIVER_SM, deliverBody(receiptText("7")));
  await until(() => heard.length + town.receipts.length === 2, "the receipt");
  assertEquals(double.peers.length, 1);
});

Deno.test("ids are compared in the form the settings describe", async () => {
  const town = new Town();
  await using double = new SmppDouble({ submit: () => "0003E9" });
  const settings = {
    ...double.settings,
    messageIds: "hexadecimalThenDecimal" as const,
  };
  const found = await town.submit(settings);
  await double.peer.send(DELIVER_SM, deliverBody(receiptText("1001")));
  await until(() => town.receipts.length === 1, "the receipt");
  assertEquals(found, { kind: "accepted", providerId: "1001" });
  assertEquals(town.receipts[0]![0], "1001");
});
