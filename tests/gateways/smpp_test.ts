import { assert, assertEquals } from "@std/assert";
import type { Outcome } from "../../lib/gateways/gateway.ts";
import { smpp } from "../../lib/gateways/smpp.ts";
import { isDiscreet } from "./double.ts";
import { GENERIC_NACK, SmppDouble, SUBMIT_SM } from "./smpp_double.ts";
import { Town } from "./smpp_town.ts";

function rejected(scope: "message" | "gateway", detail: string): Outcome {
  return { kind: "rejected", scope, detail };
}

function unknown(detail: string): Outcome {
  return { kind: "unknown", detail };
}

function hexOf(value: string): string {
  return new TextEncoder().encode(value).toHex();
}

Deno.test("smpp.submit() binds, submits and unbinds byte by byte", async () => {
  const town = new Town();
  await using double = new SmppDouble({ submit: () => "3e9" });
  const settings = { ...double.settings, systemType: "VMA", serviceType: "A" };
  assertEquals(
    await town.submit(settings, { text: "5 € à", validitySeconds: 172_861 }),
    { kind: "accepted", providerId: "3e9" },
  );
  await smpp.close!();
  assertEquals(double.arrived.map(({ hex }) => hex), [
    "00000024" + "00000009" + "00000000" + "00000001" +
    hexOf("town\0s3cret\0VMA\0") + "34" + "00" + "00" + "00",
    "00000049" + "00000004" + "00000000" + "00000002" +
    hexOf("A\0") + "0500" + hexOf("Mairie\0") +
    "0101" + hexOf("33612345678\0") +
    "00" + "00" + "00" + "00" + hexOf("000002000101000R\0") +
    "01" + "00" + "00" + "00" + "06" + "35201b65207f",
    "00000010" + "00000006" + "00000000" + "00000003",
  ]);
});

type Source = [sender: string | null, ton: number, npi: number, sent: string];

const SOURCES: Source[] = [
  ["Mairie", 5, 0, "Mairie"],
  ["+33611111111", 1, 1, "33611111111"],
  ["33611111111", 1, 1, "33611111111"],
  ["36105", 3, 0, "36105"],
  [null, 0, 0, ""],
];

Deno.test("smpp.submit() gives each sender its type of number", async () => {
  const town = new Town();
  await using double = new SmppDouble();
  for (const [sender, ton, npi, sent] of SOURCES) {
    await town.submit(double.settings, { sender });
    const { body } = double.of(SUBMIT_SM).at(-1)!;
    const end = body.indexOf(0, 3);
    assertEquals(
      [body[1], body[2], new TextDecoder().decode(body.subarray(3, end))],
      [ton, npi, sent],
    );
  }
  await town.submit({ ...double.settings, sourceTon: 0, sourceNpi: 1 });
  assertEquals([...double.of(SUBMIT_SM).at(-1)!.body.subarray(1, 3)], [0, 1]);
});

Deno.test("smpp.submit() leaves out what the settings do not want", async () => {
  const town = new Town();
  await using double = new SmppDouble();
  const settings = { ...double.settings, dlr: false, sendValidity: false };
  await town.submit(settings, { text: "a" });
  const { hex } = double.of(SUBMIT_SM)[0]!;
  // No period, no receipt, coding 0, one septet.
  assert(hex.endsWith("00000000" + "00" + "00" + "00" + "00" + "00" + "0161"));
  assertEquals(smpp.receiptsByProviderId!(settings), false);
  assertEquals(smpp.receiptsByProviderId!(double.settings), true);
});

type Refusal = [status: number, outcome: Outcome];

const REFUSALS: Refusal[] = [
  [0x0a, rejected("message", "0x0a ESME_RINVSRCADR")],
  [0x0b, rejected("message", "0x0b ESME_RINVDSTADR")],
  [0x01, rejected("message", "0x01 ESME_RINVMSGLEN")],
  [0x45, rejected("message", "0x45 ESME_RSUBMITFAIL")],
  [0x62, rejected("message", "0x62 ESME_RINVEXPIRY")],
  [0x65, rejected("message", "0x65 ESME_RX_P_APPN")],
  [0x66, rejected("message", "0x66 ESME_RX_R_APPN")],
  [0x401, rejected("message", "0x401")],
  [0x02, rejected("gateway", "0x02 ESME_RINVCMDLEN")],
  [0x0e, rejected("gateway", "0x0e ESME_RINVPASWD")],
  [0x100, rejected("gateway", "0x100")],
  [0x08, { kind: "retry", detail: "0x08 ESME_RSYSERR" }],
  [0x64, { kind: "retry", detail: "0x64 ESME_RX_T_APPN" }],
  [0x14, { kind: "retry", detail: "0x14 ESME_RMSGQFUL", afterMs: 30_000 }],
  [0xff, unknown("0xff ESME_RUNKNOWNERR")],
  [0x58, { kind: "retry", detail: "0x58 ESME_RTHROTTLED", afterMs: 1_000 }],
];

Deno.test("smpp.submit() understands each command status", async (t) => {
  for (const [status, outcome] of REFUSALS) {
    await t.step(
      outcome.kind === "accepted" ? "" : outcome.detail,
      async () => {
        await using double = new SmppDouble({ submit: () => status });
        const found = await new Town().submit(double.settings);
        assertEquals(found, outcome);
        assert(isDiscreet(found));
        assertEquals(double.of(SUBMIT_SM).length, 1);
      },
    );
  }
});

Deno.test("smpp.submit() takes a centre's own word for what passes", async () => {
  await using double = new SmppDouble({ submit: () => 0x65 });
  const settings = { ...double.settings, temporaryStatuses: [0x65] };
  assertEquals(await new Town().submit(settings), {
    kind: "retry",
    detail: "0x65 ESME_RX_P_APPN",
  });
});

Deno.test("smpp.submit() reads a generic_nack as the answer it is", async () => {
  await using double = new SmppDouble();
  const statuses = [0x03, 0];
  double.script = (pdu) =>
    pdu.command === SUBMIT_SM && pdu.from.reply(
      { ...pdu, command: GENERIC_NACK },
      statuses.shift(),
    );
  const town = new Town();
  assertEquals(
    await town.submit(double.settings),
    rejected("gateway", "0x03 ESME_RINVCMDID"),
  );
  assertEquals(
    await town.submit(double.settings),
    unknown("0xff ESME_RUNKNOWNERR"),
  );
});
