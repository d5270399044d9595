/**
 * How long a table of 5,000 structures, their members and their SMS takes over
 * the API, on a store on disk: `deno run -A bench/tree_import.ts [LINES]`.
 *
 * @module
 */
import { readConfig } from "../lib/runtime/config.ts";
import { startService } from "../lib/runtime/service.ts";
import { createApp } from "../routes/mod.ts";

const TOKEN = "operator-token-of-the-benchmark-0123456789";
const LOOK_MS = 100;
const lines = Number(Deno.args[0] ?? 5_000);

const folder = await Deno.makeTempDir();
const config = readConfig({
  LSMESSAGE_KV: `${folder}/store.sqlite3`,
  LSMESSAGE_KEYS: `bench:${btoa("k".repeat(32))}`,
  LSMESSAGE_LOG: "error",
  LSMESSAGE_OPERATOR_TOKEN: TOKEN,
  PORT: "0",
});
const { url, stop } = await startService(config, createApp);
const centre = await ask("POST", "/structures", { name: "Centre" });
await ask("POST", "/transfers", {
  fromId: null,
  toId: centre.id,
  credits: lines * 100,
});
const startMs = performance.now();
let found = await ask("POST", `/structures/${centre.id}/imports`, {
  csv: table(lines),
});
while (found.status === "running") {
  await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  found = await ask("GET", `/structures/${centre.id}/imports/${found.id}`);
}
const seconds = (performance.now() - startMs) / 1_000;
// deno-lint-ignore no-console -- what a benchmark is for
console.log(JSON.stringify({
  measure: "tree import",
  lines,
  unpaid: found.unpaidLines.length,
  seconds: Number(seconds.toFixed(2)),
}));
await stop();
await Deno.remove(folder, { recursive: true });

/** Fifty groups, the other structures below them, each with a manager. */
function table(lines: number): string {
  const rows = Array.from({ length: lines }, (_, i) => {
    const name = i < 50 ? `Groupe ${i};` : `Mairie ${i};Groupe ${i % 50}`;
    return `${name};m${i}@exemple.fr;Maire ${i};manager;100`;
  });
  return ["nom;parent;courriel;membre;role;sms", ...rows].join("\n");
}

// deno-lint-ignore no-explicit-any -- whatever the API answers
async function ask(method: string, path: string, json?: unknown): Promise<any> {
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${TOKEN}`,
      "content-type": "application/json",
      "idempotency-key": crypto.randomUUID(),
    },
    ...(json === undefined ? {} : { body: JSON.stringify(json) }),
  });
  const body = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${body.detail}`);
  return body;
}
