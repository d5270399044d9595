import { z } from "@hono/zod-openapi";

const Clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, {
  error: "une heure comme 20:00",
}).openapi({ example: "20:00" });

const TimeZone = z.string().max(60).refine(isTimeZone, {
  error: "un fuseau horaire comme Europe/Paris ou Indian/Reunion",
}).openapi({ example: "Europe/Paris" });

/** How a structure's messages leave, as it is stored. */
export const StoredSendingRules = z.object({
  /** Local times between which only urgent messages leave; null for none. */
  quietHours: z.object({ from: z.string(), to: z.string() }).nullable(),
  timeZone: z.string(),
  unknownOutcome: z.enum(["resend", "uncertain"]),
});
export type StoredSendingRules = z.infer<typeof StoredSendingRules>;

export const NewSendingRules = z.strictObject({
  quietHours: z.strictObject({ from: Clock, to: Clock })
    .refine(({ from, to }) => from !== to, {
      error: "une fin différente du début",
      path: ["to"],
    }).nullable().openapi({
      description: "Between these local times only urgent messages leave.",
    }),
  timeZone: TimeZone.default("Europe/Paris"),
  unknownOutcome: z.enum(["resend", "uncertain"]).default("resend").openapi({
    description:
      "When a gateway did not answer and cannot be asked: hand the message over once more, flagged, or leave it uncertain.",
  }),
}).openapi("NewSendingRules");
export type NewSendingRules = z.infer<typeof NewSendingRules>;

export const SendingRules = StoredSendingRules.extend({
  inheritedFrom: z.string().nullable().openapi({
    description: "The structure above whose rules these are; null for its own.",
  }),
}).openapi("SendingRules");
export type SendingRules = z.infer<typeof SendingRules>;

function isTimeZone(value: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: value });
    return true;
  } catch {
    return false;
  }
}
