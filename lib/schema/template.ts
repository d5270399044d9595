import { z } from "@hono/zod-openapi";
import { Id, Instant, Name } from "./common.ts";
import { Encoding, TEXT_MAX } from "./message.ts";

/** Values for the places of a text. */
export const VariableValues = z.record(
  z.string().min(1).max(40),
  z.string().max(300),
).openapi({ example: { prenom: "Anne" } });

const TemplateText = z.string().trim().min(1).max(TEXT_MAX).openapi({
  example: "Bonjour {{prenom}}, votre carte est prête.",
});

/** A text to be used again. */
export const StoredTemplate = z.object({
  id: z.string(),
  structureId: z.string(),
  name: z.string(),
  text: z.string(),
  atMs: z.int(),
  updatedMs: z.int(),
});
export type StoredTemplate = z.infer<typeof StoredTemplate>;

export const NewTemplate = z.strictObject({ name: Name, text: TemplateText })
  .openapi("NewTemplate");
export type NewTemplate = z.infer<typeof NewTemplate>;

export const TemplatePatch = z.strictObject({
  name: Name.optional(),
  text: TemplateText.optional(),
}).openapi("TemplatePatch");
export type TemplatePatch = z.infer<typeof TemplatePatch>;

export const Template = z.object({
  id: z.string(),
  structureId: z.string().openapi({
    description: "Whose it is: the structure's own, or one above it.",
  }),
  name: z.string(),
  text: z.string(),
  variables: z.array(z.string()),
  createdAt: Instant,
  updatedAt: Instant,
}).openapi("Template");
export type Template = z.infer<typeof Template>;

export const TemplatePreview = z.strictObject({
  text: z.string().max(TEXT_MAX).optional(),
  templateId: Id("tpl").optional(),
  variables: VariableValues.optional(),
  recipients: z.array(z.object({ variables: VariableValues.optional() }))
    .max(50_000).optional(),
  listIds: z.array(Id("lst")).max(20).optional(),
}).openapi("TemplatePreview");
export type TemplatePreview = z.infer<typeof TemplatePreview>;

const Example = z.object({
  text: z.string(),
  segments: z.int(),
  encoding: Encoding,
});
export type Example = z.infer<typeof Example>;

export const TemplatePreviewed = z.object({
  variables: z.array(z.string()),
  recipients: z.int(),
  credits: z.int().openapi({ description: "For all of the recipients." }),
  longest: Example.nullable(),
  shortest: Example.nullable(),
  missing: z.array(
    z.object({ index: z.int(), variables: z.array(z.string()) }),
  ),
}).openapi("TemplatePreviewed");
export type TemplatePreviewed = z.infer<typeof TemplatePreviewed>;
