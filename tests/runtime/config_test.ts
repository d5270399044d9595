import { assert, assertEquals, assertThrows } from "@std/assert";
import { Buffer } from "node:buffer";
import {
  type Config,
  ConfigError,
  isRemote,
  readConfig,
} from "../../lib/runtime/config.ts";

const KEY = "q".repeat(43) + "=";
const TOKEN = "t".repeat(32);

/** What is said of an environment; nothing if it is good. */
function complaints(env: Record<string, string>): readonly string[] {
  try {
    readConfig(env);
    return [];
  } catch (error) {
    assert(error instanceof ConfigError);
    return error.lines;
  }
}

Deno.test("readConfig() of nothing is a service of its own on this machine", () => {
  assertEquals(readConfig({ HOME: "/root", PATH: "/usr/bin" }), {
    host: "127.0.0.1",
    port: 8000,
    kv: "./data/lsmessage.sqlite3",
    publicUrl: "http://localhost:8000",
    operatorToken: null,
    keys: null,
    smtp: null,
    mailFrom: "lsmessage@localhost",
    oidc: null,
    retentionDays: { text: 30, number: 90 },
    outboundAllow: [],
    log: "info",
    worker: true,
    legal: null,
    onDeploy: false,
  });
});

Deno.test("readConfig() takes an empty value for none", () => {
  const names = [
    ...["PORT", "HOST", "LSMESSAGE_KV", "LSMESSAGE_PUBLIC_URL"],
    ...["LSMESSAGE_OPERATOR_TOKEN", "LSMESSAGE_KEYS", "LSMESSAGE_SMTP"],
    ...["LSMESSAGE_MAIL_FROM", "LSMESSAGE_OIDC", "LSMESSAGE_RETENTION_DAYS"],
    ...["LSMESSAGE_OUTBOUND_ALLOW", "LSMESSAGE_LOG"],
  ];
  const env = Object.fromEntries(names.map((name) => [name, ""]));
  assertEquals(readConfig(env), readConfig({}));
});

const RIGHT: [name: string, value: string, read: Partial<Config>][] = [
  ["PORT", "0", { port: 0, publicUrl: "http://localhost:0" }],
  ["PORT", "65535", { port: 65_535, publicUrl: "http://localhost:65535" }],
  ["HOST", "0.0.0.0", { host: "0.0.0.0", publicUrl: "http://localhost:8000" }],
  ["HOST", "10.0.0.7", {
    host: "10.0.0.7",
    publicUrl: "http://10.0.0.7:8000",
  }],
  ["LSMESSAGE_KV", ":memory:", { kv: ":memory:" }],
  ["LSMESSAGE_KV", "/var/lib/sms.sqlite3", { kv: "/var/lib/sms.sqlite3" }],
  ["LSMESSAGE_PUBLIC_URL", "https://sms.test/", {
    publicUrl: "https://sms.test",
  }],
  ["LSMESSAGE_PUBLIC_URL", "http://sms.test:81/sms", {
    publicUrl: "http://sms.test:81/sms",
  }],
  ["LSMESSAGE_OPERATOR_TOKEN", TOKEN, { operatorToken: TOKEN }],
  ["LSMESSAGE_SMTP", "smtp://mail.test", { smtp: "smtp://mail.test" }],
  ["LSMESSAGE_SMTP", "smtps://a:b@mail.test:465", {
    smtp: "smtps://a:b@mail.test:465",
  }],
  ["LSMESSAGE_MAIL_FROM", "sms@mairie.test", { mailFrom: "sms@mairie.test" }],
  ["LSMESSAGE_OIDC", "https://id.test|client|secret", {
    oidc: {
      issuer: "https://id.test",
      clientId: "client",
      clientSecret: "secret",
    },
  }],
  ["LSMESSAGE_RETENTION_DAYS", "1,1", {
    retentionDays: { text: 1, number: 1 },
  }],
  ["LSMESSAGE_RETENTION_DAYS", "7,365", {
    retentionDays: { text: 7, number: 365 },
  }],
  ["LSMESSAGE_OUTBOUND_ALLOW", "127.0.0.1, 10.0.0.0/8,sms.test,fd00::/8", {
    outboundAllow: ["127.0.0.1", "10.0.0.0/8", "sms.test", "fd00::/8"],
  }],
  ["LSMESSAGE_LOG", "debug", { log: "debug" }],
  ["LSMESSAGE_LOG", "error", { log: "error" }],
  ["DENO_DEPLOYMENT_ID", "x", {
    onDeploy: true,
    host: "0.0.0.0",
    kv: null,
  }],
];

Deno.test("readConfig() reads what is right", async (t) => {
  for (const [name, value, read] of RIGHT) {
    await t.step(`${name}=${value}`, () => {
      // Deploy's store is a shared one, which needs its keys to be given.
      const keys = "onDeploy" in read ? { LSMESSAGE_KEYS: `k1:${KEY}` } : {};
      const { keys: _, ...config } = readConfig({ [name]: value, ...keys });
      const { keys: __, ...defaults } = readConfig({});
      assertEquals(config, { ...defaults, ...read });
    });
  }
});

Deno.test("readConfig() reads master keys, the active one first", () => {
  const other = Buffer.from("o".repeat(32)).toString("base64");
  const { keys } = readConfig({ LSMESSAGE_KEYS: `new:${other}, old:${KEY}` });
  assertEquals(keys?.map(({ id, bytes }) => [id, bytes.length]), [
    ["new", 32],
    ["old", 32],
  ]);
  assertEquals(Buffer.from(keys![0].bytes).toString(), "o".repeat(32));
});

const WRONG: [name: string, value: string][] = [
  ["PORT", "65536"],
  ["PORT", "-1"],
  ["PORT", "80.5"],
  ["PORT", "http"],
  ["LSMESSAGE_KV", "ftp://kv.test"],
  ["LSMESSAGE_KV", "http://"],
  ["LSMESSAGE_PUBLIC_URL", "sms.test"],
  ["LSMESSAGE_PUBLIC_URL", "ftp://sms.test"],
  ["LSMESSAGE_PUBLIC_URL", "https://sms.test/?a=1"],
  ["LSMESSAGE_PUBLIC_URL", "https://sms.test/#a"],
  ["LSMESSAGE_OPERATOR_TOKEN", TOKEN.slice(1)],
  ["LSMESSAGE_OPERATOR_TOKEN", `${TOKEN} ${TOKEN}`],
  ["LSMESSAGE_OPERATOR_TOKEN", "é".repeat(40)],
  ["LSMESSAGE_KEYS", KEY],
  ["LSMESSAGE_KEYS", `k1:${KEY.slice(4)}`],
  ["LSMESSAGE_KEYS", `k1:${KEY},k1:${KEY}`],
  ["LSMESSAGE_KEYS", `k1:${KEY},`],
  ["LSMESSAGE_KEYS", `k 1:${KEY}`],
  ["LSMESSAGE_SMTP", "mail.test"],
  ["LSMESSAGE_SMTP", "http://mail.test"],
  ["LSMESSAGE_MAIL_FROM", "mairie"],
  ["LSMESSAGE_MAIL_FROM", "La mairie <sms@mairie.test>"],
  ["LSMESSAGE_OIDC", "https://id.test|client"],
  ["LSMESSAGE_OIDC", "id|client|secret"],
  ["LSMESSAGE_OIDC", "https://id.test|client|secret|more"],
  ["LSMESSAGE_RETENTION_DAYS", "30"],
  ["LSMESSAGE_RETENTION_DAYS", "90,30"],
  ["LSMESSAGE_RETENTION_DAYS", "0,30"],
  ["LSMESSAGE_RETENTION_DAYS", "30,90 days"],
  ["LSMESSAGE_OUTBOUND_ALLOW", "http://sms.test"],
  ["LSMESSAGE_OUTBOUND_ALLOW", "10.0.0.0/8,,a"],
  ["LSMESSAGE_LOG", "verbose"],
  ["LSMESSAGE_COLOUR", "bleu"],
  ["LSMESSAGE_", "x"],
];

Deno.test("readConfig() says in one line what is wrong", async (t) => {
  for (const [name, value] of WRONG) {
    await t.step(`${name}=${value}`, () => {
      const lines = complaints({ [name]: value });
      assertEquals(lines.length, 1, lines.join("\n"));
      assert(lines[0]!.startsWith(`${name}: `), lines[0]);
      assertEquals(lines[0]!.includes("\n"), false);
    });
  }
});

Deno.test("readConfig() says all that is wrong, and no secret", () => {
  const first = new Map(WRONG.toReversed());
  const lines = complaints(Object.fromEntries(first));
  assertEquals(
    new Set(lines.map((line) => line.split(": ")[0])),
    new Set(first.keys()),
  );
  for (const secret of [KEY.slice(4), KEY, TOKEN.slice(1)]) {
    assertEquals(lines.join("\n").includes(secret), false);
  }
});

Deno.test("readConfig() wants the master keys of a shared store", () => {
  const LSMESSAGE_KV = "https://kv.test";
  assertThrows(
    () => readConfig({ LSMESSAGE_KV }),
    ConfigError,
    "LSMESSAGE_KEYS: required",
  );
  assertThrows(
    () => readConfig({ DENO_DEPLOYMENT_ID: "x" }),
    ConfigError,
    "LSMESSAGE_KEYS: required",
  );
  const LSMESSAGE_KEYS = `k1:${KEY}`;
  assertEquals(readConfig({ LSMESSAGE_KV, LSMESSAGE_KEYS }).kv, LSMESSAGE_KV);
});

Deno.test("isRemote() tells a shared store from a file", () => {
  assertEquals(
    ["https://kv.test", "http://127.0.0.1:4512"].map(isRemote),
    [true, true],
  );
  assertEquals(
    [":memory:", "./data/a.sqlite3", "http.sqlite3"].map(isRemote),
    [false, false, false],
  );
});

Deno.test("readConfig() lets no trace carry addresses", () => {
  const refused = assertThrows(
    () => readConfig({ OTEL_DENO: "true" }),
    ConfigError,
  );
  assertEquals(refused.lines[0]?.startsWith("OTEL_DENO: traces"), true);
  readConfig({ OTEL_DENO: "true", OTEL_TRACES_SAMPLER: "always_off" });
  readConfig({ OTEL_DENO: "false" });
});
