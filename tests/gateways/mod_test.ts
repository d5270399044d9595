import { assertEquals } from "@std/assert";
import {
  describeSettings,
  GATEWAY_KINDS,
  mergeSettings,
} from "../../lib/gateways/mod.ts";

const KANNEL = { url: "http://kannel:13013", username: "a", password: "b" };
const HTTP = {
  url: "https://sms.example.test",
  method: "POST",
  headers: { "Authorization": "Bearer b", "X-Account": "7" },
  success: { status: [200] },
};

Deno.test("GATEWAY_KINDS names each kind as it names itself", () => {
  for (const [name, { kind }] of Object.entries(GATEWAY_KINDS)) {
    assertEquals(kind, name);
  }
});

Deno.test("describeSettings() shows dots for secrets", () => {
  assertEquals(describeSettings("kannel", KANNEL), {
    ...KANNEL,
    password: "••••",
  });
  assertEquals(describeSettings("http", HTTP), {
    ...HTTP,
    headers: { "Authorization": "••••", "X-Account": "••••" },
  });
});

Deno.test("describeSettings() shows nothing of a kind it does not know", () => {
  assertEquals(describeSettings("constructor", { a: "b", c: { d: 1 } }), {
    a: "••••",
    c: { d: "••••" },
  });
});

type MergeRow = [
  what: string,
  patch: Record<string, unknown>,
  merged: Record<string, unknown>,
];

const MERGES: MergeRow[] = [
  ["nothing", {}, KANNEL],
  ["what was shown", { ...KANNEL, password: "••••" }, KANNEL],
  ["a new secret", { password: "c" }, { ...KANNEL, password: "c" }],
  ["one more setting", { dlr: false }, { ...KANNEL, dlr: false }],
  ["null", { username: null }, { url: KANNEL.url, password: "b" }],
  ["dots with nothing behind them", { smsc: "••••" }, KANNEL],
];

Deno.test("mergeSettings() keeps secrets that come back as dots", async (t) => {
  for (const [what, patch, merged] of MERGES) {
    await t.step(
      what,
      () => assertEquals(mergeSettings(KANNEL, patch), merged),
    );
  }
});

Deno.test("mergeSettings() replaces an object, dots and all", () => {
  const headers = {
    "Authorization": "••••",
    "X-New": "1",
    "X-Gone": "••••",
    "constructor": "••••",
  };
  assertEquals(mergeSettings(HTTP, { headers, success: { status: [201] } }), {
    ...HTTP,
    headers: { "Authorization": "Bearer b", "X-New": "1" },
    success: { status: [201] },
  });
});

Deno.test("mergeSettings() undoes describeSettings()", () => {
  for (
    const [kind, settings] of Object.entries({ kannel: KANNEL, http: HTTP })
  ) {
    const shown = describeSettings(kind, settings);
    assertEquals(mergeSettings(settings, shown), settings);
  }
});
