import { assertEquals } from "@std/assert";
import { applicationView } from "../../lib/domain/application_view.ts";

const STORED = {
  id: "app_1",
  structureId: "str_1",
  name: "idelibre",
  mode: "live" as const,
  scopes: [],
  dailyCap: null,
  keyIds: ["key"],
  createdAtMs: 0,
};

Deno.test("applicationView() tells nothing of keys but their end and use", () => {
  assertEquals(
    applicationView({ ...STORED, keyExpiresAtMs: 1_000 }, 3_600_000),
    {
      id: "app_1",
      structureId: "str_1",
      name: "idelibre",
      mode: "live",
      scopes: [],
      dailyCap: null,
      perMinute: null,
      perDay: null,
      allowedAddresses: [],
      keyDays: null,
      keyExpiresAt: "1970-01-01T00:00:01.000Z",
      lastUsedAt: "1970-01-01T01:00:00.000Z",
      createdAt: "1970-01-01T00:00:00.000Z",
    },
  );
});
