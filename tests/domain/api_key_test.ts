import { assertEquals, assertMatch, assertNotEquals } from "@std/assert";
import {
  API_KEY,
  apiKeyId,
  isApiKey,
  newApiKey,
} from "../../lib/domain/api_key.ts";
import { TestWorld } from "../support.ts";

Deno.test("newApiKey() makes keys that scanners find", async () => {
  await using world = await TestWorld.open();
  const live = newApiKey(world.ports, "live");
  const test = newApiKey(world.ports, "test");

  assertMatch(live.token, API_KEY);
  assertEquals(test.token.slice(0, 9), "lsm_test_");
  assertNotEquals(live.token.slice(9), test.token.slice(9));
  assertEquals(apiKeyId(live.token), live.id);
  assertEquals(isApiKey(live.token), true);
});

Deno.test("isApiKey() tells a slip of the hand", async (t) => {
  await using world = await TestWorld.open();
  const { token } = newApiKey(world.ports, "live");
  const other = token.endsWith("0") ? "1" : "0";
  const table: Record<string, string> = {
    "nothing": "",
    "another mode": token.replace("live", "test"),
    "a mode that is none": token.replace("live", "prod"),
    "a character more": `${token}0`,
    "a character less": token.slice(0, -1),
    "another checksum": token.slice(0, -1) + other,
    "two characters swapped": token.replace(/(.)(?!\1)(.)(.{10})$/, "$2$1$3"),
    "capitals": token.toUpperCase(),
    "a letter that is none of them": token.slice(0, 20) + "u" +
      token.slice(21),
  };
  for (const [claim, wrong] of Object.entries(table)) {
    await t.step(claim, () => assertEquals(isApiKey(wrong), false));
  }
});
