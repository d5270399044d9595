/**
 * A send whose texts or recipients are made on the way in: from a template,
 * with values for its places, from contact lists.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { Id, Sender } from "./common.ts";
import {
  common,
  type NewMessages,
  OwnTexts,
  Recipient,
  Reference,
  SameText,
  SmsText,
} from "./message.ts";
import { VariableValues } from "./template.ts";

const values = {
  ...common,
  text: SmsText.optional(),
  templateId: Id("tpl").optional(),
  variables: VariableValues.optional().openapi({
    description: "For all recipients; what one has of its own goes first.",
  }),
  sender: Sender.optional(),
  reference: Reference.optional(),
  recipients: z.array(Recipient).optional(),
  messages: z.array(z.object({
    to: Recipient,
    variables: VariableValues.optional(),
    sender: Sender.optional(),
    reference: Reference.optional(),
  })).optional(),
  listIds: z.array(Id("lst")).max(20).optional(),
};

/** Text or template, and at least somebody to send it to. */
export const Composed = z.object(values).superRefine((body, context) => {
  const { text, templateId, recipients, messages, listIds } = body;
  if ((text === undefined) === (templateId === undefined)) {
    context.addIssue({
      code: "custom",
      path: [text === undefined ? "text" : "templateId"],
      message: "envoyez « text » ou « templateId », l'un des deux",
    });
  }
  const count = (recipients?.length ?? 0) + (messages?.length ?? 0) +
    (listIds?.length ?? 0);
  if (count > 0) return;
  context.addIssue({
    code: "custom",
    path: ["recipients"],
    message: "indiquez « recipients », « messages » ou « listIds »",
  });
}).openapi("ComposedMessages");
export type Composed = z.infer<typeof Composed>;

/** What `POST /messages` takes. */
export const SendBody = z.union([SameText, OwnTexts, Composed])
  .openapi("SendMessages");
export type SendBody = NewMessages | Composed;

/** Whether a body asks for a template, lists or places to be filled. */
export function isComposed(body: object): body is Composed {
  return "templateId" in body || "listIds" in body || "variables" in body;
}
