import { assert, assertEquals, assertMatch } from "@std/assert";
import { KEYS, ScriptedService, SENDER } from "./scripted_service.ts";
import { isPhpMissing, runPhp } from "./php.ts";

const ignore = isPhpMissing();

Deno.test({
  name: "client_test.php passes against the contract",
  ignore,
}, async () => {
  await using service = new ScriptedService();

  const { code, output } = await runPhp("client_test.php", {
    url: service.url,
    key: KEYS.good,
    "empty-key": KEYS.empty,
    "flaky-key": KEYS.flaky,
    sender: SENDER,
  });

  assertEquals(output.match(/^(not ok|.*# SKIP).*(\n {2}.*)*/gm), null);
  assertEquals(code, 0, output);
  assert((output.match(/^ok /gm)?.length ?? 0) > 20, output);
});

Deno.test({
  name: "client_test.php exits 1 when a case fails",
  ignore,
}, async () => {
  await using service = new ScriptedService();

  const { code, output } = await runPhp("client_test.php", {
    url: service.url,
    key: KEYS.empty,
    only: "ten SMS",
  });

  assertEquals(code, 1);
  assertMatch(output, /^not ok sendMultiple\(\) sends ten SMS/m);
});

Deno.test({
  name: "LsMessageWrapper sends the contract's method, path and headers",
  ignore,
}, async () => {
  await using service = new ScriptedService();

  const settings = { url: `${service.url}/`, key: KEYS.good };
  await runPhp("client_test.php", { ...settings, only: "balance" });
  await runPhp("client_test.php", { ...settings, only: "ten SMS" });

  const [info, send, ...others] = service.seen;
  assert(info !== undefined && send !== undefined);
  assertEquals(others, []);
  assertEquals([info.method, info.path], ["GET", "/api/v1/info"]);
  assertEquals([send.method, send.path], ["POST", "/api/v1/messages"]);
  assertEquals(headersOf(info), { ...COMMON, "idempotency-key": null });
  const { "idempotency-key": key, ...rest } = headersOf(send);
  assertEquals(rest, { ...COMMON, "content-type": "application/json" });
  assertMatch(key ?? "", /^[!-~]{16,255}$/);
});

Deno.test({
  name: "LsMessageWrapper repeats a 503 with key and body unchanged",
  ignore,
}, async () => {
  await using service = new ScriptedService();

  await runPhp("client_test.php", {
    url: service.url,
    key: KEYS.good,
    "flaky-key": KEYS.flaky,
    sender: SENDER,
    only: "of the service itself",
  });

  const [first, second, ...others] = service.seen;
  assert(first !== undefined && second !== undefined);
  assertEquals(others, []);
  assertEquals([first.status, second.status], [503, 202]);
  assertEquals(headersOf(first), headersOf(second));
  assertEquals(first.body, second.body);
  assertEquals(second.body, {
    title: "idelibre",
    messages: [{
      to: "06 12 34 56 20",
      text: "Une convocation vous attend.",
      sender: SENDER,
    }],
  });
});

Deno.test({
  name: "LsMessageWrapper works the way idelibre drives it",
  ignore,
}, async () => {
  await using service = new ScriptedService();

  const { code, output } = await runPhp("idelibre_like.php", {
    url: service.url,
    key: KEYS.good,
  });

  assertEquals(code, 0, output);
  const steps = new Map<string, unknown>(
    output.trim().split("\n").map((line) => JSON.parse(line)),
  );
  assertEquals(steps.get("not configured"), null);
  assertEquals(steps.get("wrong key"), null);
  assertEquals(steps.get("balance"), 120);
  assertEquals(steps.get("log after a good event"), []);
  assertMatch(`${steps.get("log after a wrong number")}`, /messages\/1\/to/);
  assertEquals(steps.get("lines of log in the end"), 4);

  const text = "Vous avez une nouvelle convocation sur idelibre.";
  const sends = service.seen.filter(({ method }) => method === "POST");
  assertEquals(sends.map(({ status }) => status), [202, 422]);
  assertEquals(sends[0]?.body, {
    title: "idelibre",
    messages: [
      { to: "0612345620", text },
      { to: "06 12 34 56 21", text },
      { to: "06.12.34.56.22", text },
      { to: "+33612345623", text },
    ],
  });
});

const COMMON = {
  authorization: `Bearer ${KEYS.good}`,
  accept: "application/json, application/problem+json",
  "accept-language": "fr",
  "content-type": null,
};

function headersOf({ headers }: { headers: Headers }) {
  return {
    authorization: headers.get("authorization"),
    accept: headers.get("accept"),
    "accept-language": headers.get("accept-language"),
    "content-type": headers.get("content-type"),
    "idempotency-key": headers.get("idempotency-key"),
  };
}
