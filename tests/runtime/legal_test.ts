import { assertEquals } from "@std/assert";
import { readLegal } from "../../lib/runtime/legal.ts";

const WHOLE = {
  LSMESSAGE_LEGAL_NAME: "Centre de gestion de l’Aveyron",
  LSMESSAGE_LEGAL_ADDRESS: "Immeuble Le Sérial, 12000 Rodez",
  LSMESSAGE_LEGAL_EMAIL: "contact@cdg.example",
  LSMESSAGE_LEGAL_PHONE: "05 65 73 61 60",
  LSMESSAGE_LEGAL_DIRECTOR: "Anne Martin, présidente",
};

Deno.test("readLegal() of nothing is nothing", () => {
  assertEquals(readLegal({ LSMESSAGE_LEGAL_NAME: "" }), {
    legal: null,
    wrong: [],
  });
});

Deno.test("readLegal() reads who runs the service", () => {
  const { legal, wrong } = readLegal({
    ...WHOLE,
    LSMESSAGE_LEGAL_DPO: "dpo@cdg.example",
  });
  assertEquals(wrong, []);
  assertEquals(legal?.name, WHOLE.LSMESSAGE_LEGAL_NAME);
  assertEquals(legal?.host, null);
  assertEquals(legal?.dpo, "dpo@cdg.example");
});

Deno.test("readLegal() names what is missing beside the others", () => {
  const { LSMESSAGE_LEGAL_PHONE: _, ...rest } = WHOLE;
  assertEquals(readLegal(rest).wrong, [
    "LSMESSAGE_LEGAL_PHONE: missing beside the others; its telephone number",
  ]);
});

Deno.test.each([
  ["LSMESSAGE_LEGAL_EMAIL", "personne"],
  ["LSMESSAGE_LEGAL_PHONE", "appelez-nous"],
  ["LSMESSAGE_LEGAL_DPO", "le délégué"],
  ["LSMESSAGE_LEGAL_NAME", "x".repeat(301)],
])("readLegal() refuses %s=%s", (name, value) => {
  const { wrong, legal } = readLegal({ ...WHOLE, [name]: value });
  assertEquals(legal, null);
  assertEquals(wrong.length, 1);
  assertEquals(wrong[0]!.startsWith(`${name}: `), true);
});
