import { assertEquals, assertStringIncludes } from "@std/assert";
import { LAYERS, missingTests, violations } from "./architecture.ts";

const ROOT = new URL("../", import.meta.url);
const SOURCE = ["main.ts", "lib", "routes", "islands"];

/** TypeScript files at or below `path`, named from the root. */
function filesAt(path: string): string[] {
  if (/\.tsx?$/.test(path)) return [path];
  const entries = [...Deno.readDirSync(new URL(path, ROOT))];
  return entries.flatMap((entry) =>
    entry.isDirectory || /\.tsx?$/.test(entry.name)
      ? filesAt(`${path}/${entry.name}`)
      : []
  ).sort();
}

Deno.test("the source keeps to its layers, its size and its ports", () => {
  const paths = SOURCE.flatMap(filesAt);
  const found = paths.flatMap((path) =>
    violations(path, Deno.readTextFileSync(new URL(path, ROOT)))
  );
  assertEquals(found, []);
});

Deno.test("each domain module and each API resource has its test", () => {
  const paths = ["lib/domain", "routes/api", "tests"].flatMap(filesAt);
  assertEquals(missingTests(paths), []);
});

Deno.test("the table of layers has no cycle", () => {
  const reaches = (from: string, to: string, below: string[] = []): boolean =>
    (LAYERS[from]?.imports ?? []).some((next) =>
      next === to ||
      !below.includes(next) && reaches(next, to, [...below, next])
    );
  const inCycle = Object.keys(LAYERS).filter((layer) => reaches(layer, layer));
  assertEquals(inCycle, []);
});

Deno.test("violations() refuses what is planted", async (t) => {
  const table: [path: string, source: string, complaint: string][] = [
    ["lib/schema/a.ts", 'import { k } from "../kv/keys.ts";', "import lib/kv"],
    [
      "lib/schema/a.ts",
      'import type { J } from "../delivery/jobs.ts";',
      "import types from lib/delivery",
    ],
    ["lib/schema/a.ts", 'import { P } from "../problem.ts";', "lib/problem"],
    ["lib/kv/a.ts", 'export * from "../domain/a.ts";', "import lib/domain"],
    ["lib/kv/a.ts", 'export { a } from "../domain/a.ts";', "lib/domain"],
    ["lib/kv/a.ts", 'await import("../domain/a.ts");', "lib/domain"],
    [
      "lib/kv/a.ts",
      'type A = import("../domain/a.ts").A;',
      "import types from lib/domain",
    ],
    ["lib/kv/a.ts", 'import "../../main.ts";', "import main"],
    ["lib/gateways/a.ts", 'import { s } from "../kv/store.ts";', "lib/kv"],
    ["lib/domain/a.ts", 'import { a } from "../delivery/a.ts";', "delivery"],
    ["lib/domain/a.ts", 'import { a } from "../ports.ts";', "lib/ports"],
    ["lib/domain/a.ts", 'import { a } from "../../tests/a.ts";', "tests/a"],
    ["lib/ports.ts", 'import { a } from "./kv/store.ts";', "import lib/kv"],
    ["lib/utils/a.ts", "", "lib/utils is not in the table"],
    ["lib/helpers.ts", "", "lib/helpers is not in the table"],
    [
      "routes/api/a.ts",
      'import { type A, k } from "../../lib/kv/keys.ts";',
      "import lib/kv",
    ],
    ["routes/api/a.ts", 'import { a } from "../../lib/crypto/a.ts";', "crypto"],
    ["routes/api/a.ts", 'import { A } from "../../islands/A.tsx";', "islands"],
    ["routes/api/a.ts", 'import { p } from "../pages/a.tsx";', "routes/pages"],
    ["islands/A.tsx", 'import { a } from "../lib/domain/a.ts";', "lib/domain"],
    ["islands/A.tsx", 'import { a } from "../routes/mod.ts";', "import routes"],
    ["lib/domain/a.ts", 'Deno.env.get("A");', "Deno.env"],
    ["lib/domain/a.ts", "Date.now();", "Date.now"],
    ["lib/domain/a.ts", 'Date["now"]();', "Date.now"],
    ["lib/domain/a.ts", "const now = Date.now;", "Date.now"],
    ["lib/domain/a.ts", "new Date();", "new Date()"],
    ["lib/domain/a.ts", "new Date;", "new Date()"],
    ["lib/domain/a.ts", "Date();", "Date()"],
    ["lib/domain/a.ts", "performance.now();", "performance.now"],
    ["lib/domain/a.ts", "Math.random();", "Math.random"],
    ["lib/crypto/a.ts", "crypto.randomUUID();", "crypto.randomUUID"],
    ["lib/crypto/a.ts", "crypto.getRandomValues(a);", "getRandomValues"],
    [
      "lib/crypto/a.ts",
      "globalThis.crypto.randomUUID();",
      "crypto.randomUUID",
    ],
    ["lib/delivery/a.ts", "setTimeout(() => {}, 1);", "setTimeout()"],
    ["lib/delivery/a.ts", "setInterval(() => {}, 1);", "setInterval()"],
    ["lib/gateways/a.ts", 'await fetch("http://a");', "fetch()"],
    ["lib/gateways/a.ts", 'globalThis.fetch("http://a");', "fetch"],
    ["routes/pages/a.tsx", "<p>{Date.now()}</p>;", "Date.now"],
    ["lib/runtime/deep/a.ts", "Date.now();", "Date.now"],
    ["lib/domain/a.ts", "a();\n".repeat(301), "301 lines"],
    ["main.ts", "a();\n".repeat(301), "301 lines"],
  ];
  for (const [path, source, complaint] of table) {
    await t.step(`${path}: ${source.slice(0, 60).trim()}`, () => {
      const found = violations(path, source);
      assertEquals(found.length, 1);
      assertStringIncludes(found[0]!, complaint);
    });
  }
});

Deno.test("violations() accepts what is allowed", async (t) => {
  const table: [path: string, source: string][] = [
    ["lib/schema/a.ts", 'import type { T } from "../problem.ts";'],
    ["lib/schema/a.ts", 'import { type T } from "../problem.ts";'],
    ["lib/schema/a.ts", 'import { b } from "./b.ts"; import "zod";'],
    ["lib/gateways/a.ts", 'import type { Ports } from "../ports.ts";'],
    ["lib/ports.ts", 'import type { Store } from "./kv/store.ts";'],
    ["lib/runtime/a.ts", 'import { a } from "../kv/a.ts"; Date.now();'],
    ["lib/domain/a.ts", 'import { k } from "../kv/keys.ts";'],
    ["routes/api/a.ts", 'import type { S } from "../../lib/kv/store.ts";'],
    ["routes/pages/a.tsx", 'import { A } from "../../islands/A.tsx";'],
    ["routes/mod.ts", 'import { a } from "./api/a.ts";'],
    ["islands/A.tsx", 'import "./parts/B.tsx"; setTimeout(a, 1); fetch("/");'],
    ["main.ts", 'import "./routes/mod.ts"; Deno.env.get("A"); Date.now();'],
    ["lib/domain/a.ts", "// Date.now() and new Date()\n/* fetch() */"],
    ["lib/domain/a.ts", '"Date.now()"; `fetch(${a})`; new Date(0);'],
    ["lib/domain/a.ts", "ports.fetch(a); ports.random(); ports.now();"],
    ["lib/domain/a.ts", "a();\n".repeat(300)],
  ];
  for (const [path, source] of table) {
    await t.step(
      `${path}: ${source.slice(0, 60).trim()}`,
      () => assertEquals(violations(path, source), []),
    );
  }
});

Deno.test("missingTests() names the tests that are not there", () => {
  const paths = [
    "lib/domain/credit.ts",
    "lib/domain/mod.ts",
    "lib/kv/keys.ts",
    "routes/api/messages.ts",
    "routes/api/info.ts",
    "tests/api/info_test.ts",
  ];
  assertEquals(missingTests(paths), [
    "tests/domain/credit_test.ts",
    "tests/api/messages_test.ts",
  ]);
});
