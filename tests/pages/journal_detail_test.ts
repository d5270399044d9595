import { assertEquals } from "@std/assert";
import {
  detailWords,
  structuresIn,
} from "../../routes/pages/words/journal_detail.ts";

const NAMES = new Map([["str_01m0yaetrx6vya9m6n", "Ville de Rodez"]]);
const DETAIL = {
  fromId: null,
  toId: "str_01m0yaetrx6vya9m6n",
  credits: 2_500,
};

Deno.test("detailWords() names structures, counts and codes in words", () => {
  assertEquals(detailWords(DETAIL, NAMES, "fr"), [
    "à\u00a0: Ville de Rodez",
    "SMS\u00a0: 2\u202f500",
  ]);
  assertEquals(detailWords({ role: "manager", push: true }, NAMES, "en"), [
    "role: manager",
    "by notification: yes",
  ]);
});

Deno.test("detailWords() leaves out ids nobody knows, and what is empty", () => {
  const detail = { toId: "str_01m0yaetrx6vya9m6x", name: "", unheardOf: "x" };
  assertEquals(detailWords(detail, NAMES, "fr"), []);
});

Deno.test("structuresIn() finds the structures a line names", () => {
  assertEquals(structuresIn(DETAIL), ["str_01m0yaetrx6vya9m6n"]);
});
