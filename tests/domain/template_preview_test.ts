import { assertEquals } from "@std/assert";
import { createTemplate } from "../../lib/domain/template.ts";
import {
  previewOf,
  previewTemplate,
} from "../../lib/domain/template_preview.ts";
import { OPERATOR, TestWorld } from "../support.ts";
import { plant, refusalOf } from "./tree.ts";

Deno.test("previewOf() finds the longest and the shortest, their cost and what is missing", () => {
  const text = "Bonjour {{prenom}}" + "a".repeat(140);
  const preview = previewOf(text, [
    { prenom: "Anne-Charlotte" },
    { prenom: "Léa" },
    { nom: "Roux" },
  ]);

  assertEquals(preview.longest?.segments, 2);
  assertEquals(preview.shortest?.text.slice(0, 12), "Bonjour Léaa");
  assertEquals([preview.recipients, preview.credits], [3, 3]);
  assertEquals(preview.missing, [{ index: 2, variables: ["prenom"] }]);
});

Deno.test("previewTemplate() reads a template of the structure, and nobody else's", async () => {
  await using world = await TestWorld.open();
  const { town, otherTown } = await plant(world);
  const { id: templateId } = await createTemplate(world.ports, world.call(), {
    structureId: town,
    name: "x",
    text: "Bonjour {{prenom}}",
  });
  const preview = (id: string, input: object) =>
    previewTemplate(world.ports, OPERATOR, { id, input });

  const found = await preview(town, {
    templateId,
    recipients: [{ variables: { prenom: "Léa" } }],
  });

  assertEquals(found.longest?.text, "Bonjour Léa");
  assertEquals(
    [
      await refusalOf(preview(otherTown, { templateId })),
      await refusalOf(preview(town, { text: "{{" })),
      await refusalOf(preview(town, {})),
    ],
    [
      "invalid_request /templateId",
      "invalid_request /text",
      "invalid_request /text",
    ],
  );
});
