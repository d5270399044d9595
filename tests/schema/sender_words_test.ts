import { assertEquals } from "@std/assert";
import { senderProblem } from "../../lib/schema/sender_words.ts";

Deno.test("senderProblem() refuses generic and protected words, however written", () => {
  const refused = ["Info", "RDV", "Alerte 12", "La Poste", "IMPOTS", "Caf2"];
  const taken = ["MairieRodez", "InfoRodez", "Millau", "CCAS Rodez", "Cafe"];
  assertEquals(refused.filter((one) => senderProblem(one) === null), []);
  assertEquals(taken.filter((one) => senderProblem(one) !== null), []);
});
