/**
 * The architecture, as rules a test can check.
 *
 * A file belongs to a *layer*: its folder (`lib/kv`, `routes/api`), or, for a
 * file directly in `lib/`, its own name (`lib/problem`). The table says which
 * layers a layer may import. It has no cycle, so code that obeys it has none.
 * Files are read with Deno's own parser, so comments and strings do not count.
 *
 * @module
 */

export const LINES_MAX = 300;

interface Rule {
  /** Layers it may import. */
  readonly imports: readonly string[];
  /** Layers it may import types from, besides those and `lib/ports`. */
  readonly types?: readonly string[];
}

/** Any layer of `lib/`. */
const ANY = "*";

/** Who may import whom; a layer may always import itself. */
export const LAYERS: Readonly<Record<string, Rule>> = {
  "lib/problem": { imports: [] },
  "lib/ports": { imports: [], types: [ANY] },
  "lib/schema": { imports: [], types: ["lib/problem"] },
  "lib/crypto": { imports: ["lib/problem"] },
  "lib/kv": { imports: ["lib/schema", "lib/crypto", "lib/problem"] },
  "lib/gateways": { imports: ["lib/schema", "lib/problem"] },
  "lib/domain": {
    imports: ["lib/kv", "lib/schema", "lib/crypto", "lib/problem"],
  },
  "lib/delivery": {
    imports: [
      "lib/domain",
      "lib/gateways",
      "lib/kv",
      "lib/schema",
      "lib/crypto",
      "lib/problem",
    ],
  },
  "lib/http": {
    imports: ["lib/domain", "lib/schema", "lib/problem"],
    types: ["lib/kv"],
  },
  "lib/runtime": { imports: [ANY] },
  "islands": { imports: ["lib/schema"] },
  "routes/api": {
    imports: [
      "lib/http",
      "lib/domain",
      "lib/delivery",
      "lib/schema",
      "lib/problem",
    ],
    types: ["lib/kv"],
  },
  "routes/pages": {
    imports: [
      "islands",
      "lib/http",
      "lib/domain",
      "lib/delivery",
      "lib/schema",
      "lib/problem",
    ],
    types: ["lib/kv"],
  },
  "routes": {
    imports: [
      "routes/api",
      "routes/pages",
      "lib/http",
      "lib/domain",
      "lib/delivery",
      "lib/schema",
      "lib/problem",
    ],
    types: ["lib/kv"],
  },
};

/** Ways around `Ports` to the clock, randomness, network and environment. */
const IMPURE_MEMBERS = new Set([
  "Deno.env",
  "Date.now",
  "performance.now",
  "Math.random",
  "crypto.randomUUID",
  "crypto.getRandomValues",
]);
const IMPURE_CALLS = new Set(["fetch", "setTimeout", "setInterval", "Date"]);

/** Folders whose files each have a test, and where those tests are. */
const TESTED = { "lib/domain/": "tests/domain/", "routes/api/": "tests/api/" };

/** What is wrong with one source file, one sentence each. */
export function violations(path: string, source: string): string[] {
  const found: string[] = [];
  const lines = source.trimEnd().split("\n").length;
  if (lines > LINES_MAX) {
    found.push(`${path}: ${lines} lines, at most ${LINES_MAX} are allowed`);
  }
  if (path === "main.ts") return found;
  if (LAYERS[layerOf(path)] === undefined) {
    found.push(`${path}: the layer ${layerOf(path)} is not in the table`);
  }
  const report = (sentence: string) => found.push(`${path}: ${sentence}`);
  const isPure = /^(lib|routes)\//.test(path) &&
    !/^lib\/runtime\/[^/]+$/.test(path);
  inspect(path, source, {
    import(specifier, isType) {
      const refused = refusedLayer(path, specifier, isType);
      if (refused === null) return;
      const what = isType ? "import types from" : "import";
      report(`${layerOf(path)} may not ${what} ${refused} (${specifier})`);
    },
    impurity(name) {
      if (isPure) report(`${name} is used, which belongs behind Ports`);
    },
  });
  return found;
}

/** The tests that are missing among `paths`, the project's files. */
export function missingTests(paths: readonly string[]): string[] {
  const present = new Set(paths);
  return Object.entries(TESTED).flatMap(([folder, tests]) =>
    paths.filter((path) =>
      path.startsWith(folder) && !/\/mod\.tsx?$/.test(path)
    )
      .map((path) => path.replace(folder, tests).replace(/\.tsx?$/, "_test.ts"))
      .filter((test) => !present.has(test) && !present.has(`${test}x`))
  );
}

function layerOf(path: string): string {
  const [root = "", folder = ""] = path.replace(/\.tsx?$/, "").split("/");
  const isFileOfRoutes = root === "routes" && path.split("/").length === 2;
  return root === "islands" || isFileOfRoutes ? root : `${root}/${folder}`;
}

/** The layer an import must not reach, or null when it may. */
function refusedLayer(
  path: string,
  specifier: string,
  isType: boolean,
): string | null {
  if (!specifier.startsWith(".")) return null;
  const from = layerOf(path);
  const to = layerOf(new URL(specifier, `file:///${path}`).pathname.slice(1));
  const { imports = [], types = [] } = LAYERS[from] ?? {};
  const allowed = isType ? [...imports, ...types, "lib/ports"] : imports;
  const isAllowed = from === to || allowed.includes(to) ||
    (allowed.includes(ANY) && to.startsWith("lib/"));
  return isAllowed ? null : to;
}

interface Findings {
  import(specifier: string, isType: boolean): void;
  impurity(name: string): void;
}

/** Tells `findings` of each import and each impurity in `source`. */
function inspect(path: string, source: string, findings: Findings): void {
  const visitor: Deno.lint.LintVisitor = {
    ImportDeclaration(node) {
      const isType = node.importKind === "type" || node.specifiers.length > 0 &&
          node.specifiers.every((specifier) =>
            specifier.type === "ImportSpecifier" &&
            specifier.importKind === "type"
          );
      findings.import(node.source.value, isType);
    },
    ExportNamedDeclaration(node) {
      if (node.source === null) return;
      findings.import(node.source.value, node.exportKind === "type");
    },
    ExportAllDeclaration(node) {
      findings.import(node.source.value, node.exportKind === "type");
    },
    ImportExpression(node) {
      if (node.source.type !== "Literal") return;
      findings.import(String(node.source.value), false);
    },
    TSImportType(node) {
      const { argument } = node;
      if (argument.type !== "TSLiteralType") return;
      if (argument.literal.type !== "Literal") return;
      findings.import(String(argument.literal.value), true);
    },
    MemberExpression(node) {
      const name = dottedName(node);
      const isGlobal = name.startsWith("globalThis.");
      const bare = name.replace("globalThis.", "");
      if (IMPURE_MEMBERS.has(bare) || isGlobal && IMPURE_CALLS.has(bare)) {
        findings.impurity(name);
      }
    },
    CallExpression(node) {
      if (node.callee.type !== "Identifier") return;
      if (IMPURE_CALLS.has(node.callee.name)) {
        findings.impurity(`${node.callee.name}()`);
      }
    },
    NewExpression(node) {
      const isDate = node.callee.type === "Identifier" &&
        node.callee.name === "Date";
      if (isDate && node.arguments.length === 0) {
        findings.impurity("new Date()");
      }
    },
  };
  const rules = { imports: { create: () => visitor } };
  Deno.lint.runPlugin({ name: "architecture", rules }, path, source);
}

/** `a.b` or `a["b"]` as "a.b"; "" for what is not a name. */
function dottedName(node: Deno.lint.Node): string {
  if (node.type === "Identifier") return node.name;
  if (node.type === "Literal") return String(node.value);
  if (node.type !== "MemberExpression") return "";
  return `${dottedName(node.object)}.${dottedName(node.property)}`;
}
