import { assertEquals } from "@std/assert";
import {
  fillPlaces,
  placesIn,
  placesProblem,
} from "../../lib/schema/placeholders.ts";

Deno.test("placesIn() names each place once, in their order", () => {
  assertEquals(placesIn("{{nom}} {{ prenom }} {{nom}} {x} {{}}"), [
    "nom",
    "prenom",
    "",
  ]);
  assertEquals(placesIn("{{pre\u0301nom}}"), ["pr\u00e9nom"]);
});

Deno.test("placesProblem() refuses what is no name, and braces left open", () => {
  const right = ["", "a", "{{prenom}}", "{{ Prénom_2 }}", "{a} }", "{{n-1}}"];
  const wrong = [
    "{{}}",
    "{{2e}}",
    "{{a b}}",
    "{{prenom",
    "prenom}}",
    `{{${"a".repeat(31)}}}`,
  ];
  assertEquals(right.filter((text) => placesProblem(text) !== null), []);
  assertEquals(wrong.filter((text) => placesProblem(text) === null), []);
});

Deno.test("fillPlaces() fills whatever the accents and case, and names what is missing", () => {
  const text = "Bonjour {{Prénom}} {{nom}}, {{rue}}.";
  assertEquals(fillPlaces(text, { prenom: "Anne", NOM: " Roux ", rue: " " }), {
    text: "Bonjour Anne Roux, {{rue}}.",
    missing: ["rue"],
  });
  assertEquals(fillPlaces("{{a}}", { a: "{{b}} $&" }).text, "{{b}} $&");
});
