import { assertEquals } from "@std/assert";
import { hintOf } from "../../islands/number_hints.ts";
import { parseRecipient } from "../../lib/domain/phone.ts";

Deno.test.each([
  ["0565731234", "landline", null],
  ["+33 5 65 73 12 34", "landline", null],
  ["06 12 34 56", "short", null],
  ["06 12 34 56 78 9", "long", null],
  ["+33 33 6 12 34 56 78", "long", "06 12 34 56 78"],
  ["00330033612345678", "long", "06 12 34 56 78"],
])("hintOf(%s) says %s, proposes %s", (written, doubt, proposal) => {
  assertEquals(hintOf(written), { written, doubt, proposal } as never);
  assertEquals("code" in parseRecipient(written), true);
  if (proposal) assertEquals("to" in parseRecipient(proposal), true);
});
