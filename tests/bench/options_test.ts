import { assertEquals, assertThrows } from "@std/assert";
import { parseOptions, SUITES } from "../../bench/options.ts";

Deno.test("parseOptions() takes every suite, three times, by default", () => {
  assertEquals(parseOptions([]), {
    only: SUITES,
    quick: false,
    json: null,
    rounds: 3,
  });
});

Deno.test("parseOptions() reads values after a blank or an equals sign", () => {
  const options = parseOptions([
    "--only",
    "memory,accept",
    "--json=a=b.jsonl",
    "--rounds",
    "5",
    "--quick",
  ]);

  assertEquals(options, {
    only: ["accept", "memory"],
    quick: true,
    json: "a=b.jsonl",
    rounds: 5,
  });
});

Deno.test("parseOptions() gives null for --help", () => {
  assertEquals(parseOptions(["--quick", "--help"]), null);
});

Deno.test("parseOptions() refuses what it cannot mean", () => {
  const table: [args: string[], complaint: string][] = [
    [["--fast"], "--fast: there is no such option"],
    [["accept"], "accept: there is no such option"],
    [["--only", "accept,speed"], "--only speed: one of accept"],
    [["--only"], "--only: its value is missing"],
    [["--json="], "--json: its value is missing"],
    [["--rounds", "2"], "a whole number from 3 to"],
    [["--rounds=3.5"], "a whole number from 3 to"],
  ];
  for (const [args, complaint] of table) {
    assertThrows(() => parseOptions(args), Error, complaint);
  }
});
