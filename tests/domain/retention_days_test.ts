import { assertEquals, assertThrows } from "@std/assert";
import {
  retentionDays,
  withRetention,
} from "../../lib/domain/retention_days.ts";
import { Problem } from "../../lib/problem.ts";
import type { StoredStructure } from "../../lib/schema/structure.ts";

const PORTS = { retentionDays: { text: 30, number: 90 } };
const ROOT: StoredStructure = {
  id: "str_a",
  name: "Rodez",
  path: [],
  siren: null,
  defaultSender: null,
  senders: [],
  suspended: false,
  createdAtMs: 0,
};

Deno.test("retentionDays() is the shortest of the installation and the lineage", () => {
  const below = { ...ROOT, id: "str_b", retention: { text: 10, number: 60 } };
  const above = { ...ROOT, retention: { text: 15, number: 20 } };
  const at = { structure: below, ancestors: [above] };
  assertEquals(retentionDays(PORTS, at), { text: 10, number: 20 });
  assertEquals(retentionDays(PORTS, null), { text: 30, number: 90 });
});

Deno.test("retentionDays() is never shorter than an SMS may wait", () => {
  const ports = { retentionDays: { text: 1, number: 2 } };
  assertEquals(retentionDays(ports, null), { text: 3, number: 3 });
});

Deno.test("withRetention() sets, keeps and takes back", () => {
  const wanted = { text: 7, number: 30 };
  const set = withRetention(PORTS, ROOT, wanted);
  assertEquals(set.retention, wanted);
  assertEquals(withRetention(PORTS, set, undefined), set);
  assertEquals(withRetention(PORTS, set, null), ROOT);
});

Deno.test("withRetention() refuses more than the installation's", () => {
  const problem = assertThrows(
    () => withRetention(PORTS, ROOT, { text: 31, number: 90 }),
    Problem,
  );
  assertEquals(problem.options.errors?.[0]?.pointer, "/retention/text");
});
