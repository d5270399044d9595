/**
 * The rules of the Mozilla HTTP Observatory that an answer over plain http can
 * pass, held against each kind of answer. Source: the rule list of
 * github.com/mdn/mdn-http-observatory (redirection and HSTS need https).
 *
 * @module
 */
import { assertEquals } from "@std/assert";
import { createApp } from "../../routes/mod.ts";
import { OPERATOR_TOKEN } from "../api/support.ts";
import { TestWorld } from "../support.ts";

const PAGES = [
  "/docs",
  "/docs/premier-envoi",
  "/docs/reference",
  "/docs/problemes/not_found",
  "/set-up",
  "/nowhere",
  "/llms.txt",
];
const DATA = ["/openapi.json", "/api/v1/info", "/api/v1/nowhere"];

type Rules = Record<string, (headers: Headers) => boolean>;

/** What each rule wants of the headers of what a browser shows. */
const OF_PAGES: Rules = {
  "content-security-policy: nothing but what is allowed": (headers) => {
    const policy = headers.get("content-security-policy") ?? "";
    return policy.includes("default-src 'none'") &&
      policy.includes("frame-ancestors 'none'") &&
      !/unsafe-(inline|eval)|data:|https?:|\*/.test(policy);
  },
  "referrer-policy: private": (headers) =>
    ["same-origin", "no-referrer", "strict-origin-when-cross-origin"]
      .includes(headers.get("referrer-policy") ?? ""),
  "cross-origin-resource-policy": (headers) =>
    headers.get("cross-origin-resource-policy") === "same-origin",
  "x-frame-options": (headers) => headers.get("x-frame-options") === "DENY",
};

/** And of every answer's. */
const OF_ALL: Rules = {
  "x-content-type-options: nosniff": (headers) =>
    headers.get("x-content-type-options") === "nosniff",
  "no other origin may read it": (headers) =>
    headers.get("access-control-allow-origin") === null,
  "cookies: secure, unseen by scripts, for this site alone": (headers) =>
    headers.getSetCookie().every((cookie) =>
      /; *secure/i.test(cookie) && /; *httponly/i.test(cookie) &&
      /; *samesite=(lax|strict)/i.test(cookie)
    ),
};

Deno.test("every answer passes what the observatory asks of plain http", async () => {
  await using world = await TestWorld.open();
  const app = createApp(world.ports, {
    operatorToken: OPERATOR_TOKEN,
    checkResponses: true,
    pages: { assets: [] },
  });
  const broken: string[] = [];
  for (const path of [...PAGES, ...DATA]) {
    const response = await app.request(`http://localhost:8000${path}`, {
      headers: { accept: "text/html" },
    });
    await response.body?.cancel();
    const rules = PAGES.includes(path) ? { ...OF_PAGES, ...OF_ALL } : OF_ALL;
    for (const [rule, passes] of Object.entries(rules)) {
      if (!passes(response.headers)) broken.push(`${path} ${rule}`);
    }
  }
  assertEquals(broken, []);
});

Deno.test("over https an answer asks for https from then on", async () => {
  await using world = await TestWorld.open();
  const ports = { ...world.ports, publicUrl: "https://sms.example.fr" };
  const app = createApp(ports, {
    operatorToken: OPERATOR_TOKEN,
    checkResponses: true,
    pages: { assets: [] },
  });
  const { headers } = await app.request("https://sms.example.fr/docs");
  const age = /max-age=(\d+)/.exec(
    headers.get("strict-transport-security") ?? "",
  )?.[1];
  assertEquals(Number(age) >= 15_768_000, true);
});
