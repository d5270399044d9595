// deno-lint-ignore-file no-console -- it is looked at here
import { assertEquals } from "@std/assert";
import { MissingMasterKey } from "../../lib/crypto/vault.ts";
import { Problem } from "../../lib/problem.ts";
import { LOG_LEVELS, type LogLevel } from "../../lib/runtime/config.ts";
import { describeError, logger } from "../../lib/runtime/log.ts";

/** The lines that are written while `work` runs. */
function linesOf(work: () => void): string[] {
  const lines: string[] = [];
  const original = console.log;
  console.log = (line: string) => void lines.push(line);
  try {
    work();
  } finally {
    console.log = original;
  }
  return lines;
}

Deno.test("logger() writes a line of JSON with its instant, level and event", () => {
  const [line, ...more] = linesOf(() =>
    logger("info")("info", "batch.sent", { count: 3, name: "a\nb" })
  );
  assertEquals(more, []);
  assertEquals(line!.includes("\n"), false);
  const { at, ...rest } = JSON.parse(line!);
  assertEquals(new Date(at).toISOString(), at);
  assertEquals(rest, {
    level: "info",
    event: "batch.sent",
    count: 3,
    name: "a\nb",
  });
});

Deno.test("logger() leaves out what is below its level", () => {
  const table: [LogLevel, LogLevel[]][] = [
    ["debug", ["debug", "info", "warn", "error"]],
    ["info", ["info", "warn", "error"]],
    ["warn", ["warn", "error"]],
    ["error", ["error"]],
  ];
  for (const [level, written] of table) {
    const log = logger(level);
    const lines = linesOf(() => {
      for (const at of LOG_LEVELS) log(at, "event");
    });
    assertEquals(lines.map((line) => JSON.parse(line).level), written);
  }
});

Deno.test("describeError() tells a problem by its code and cause alone", () => {
  const problem = new Problem("unavailable", {
    members: { recipient: "+33612345678" },
  });
  problem.cause = new Error("disk full");
  assertEquals(describeError(problem), {
    code: "unavailable",
    cause: "Error: disk full",
  });
  assertEquals(describeError(new Problem("conflict")), {
    code: "conflict",
    cause: "",
  });
});

Deno.test("describeError() names an error, and what is none", () => {
  const error = new MissingMasterKey("no key");
  assertEquals(describeError(error), {
    error: "MissingMasterKey",
    message: "no key",
    stack: error.stack,
  });
  assertEquals(describeError("half a sentence"), { error: "half a sentence" });
  assertEquals(describeError(undefined), { error: "undefined" });
});
