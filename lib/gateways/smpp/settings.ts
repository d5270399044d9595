import { z } from "@hono/zod-openapi";
import { ID_FORMS } from "./receipt.ts";

/** What a C-octet string of SMPP carries: printable ASCII. */
function ascii(max: number) {
  return z.string().max(max, { error: `au plus ${max} caractères` })
    .regex(/^[\x20-\x7e]*$/, { error: "sans accent ni caractère de contrôle" });
}

const Name = ascii(64).min(1, { error: "à remplir" });
const STATUS_ERROR = { error: "un command_status, de 1 à 65535" };

export const SmppSettings = z.strictObject({
  host: z.string().max(255).regex(/^[0-9A-Za-z._:-]+$/, {
    error: "un nom de serveur ou une adresse IP, sans port ni « // »",
  }).openapi({ example: "smpp.example.test" }),
  port: z.int({ error: "un port, de 1 à 65535" })
    .min(1, { error: "un port, de 1 à 65535" })
    .max(65_535, { error: "un port, de 1 à 65535" })
    .openapi({ example: 2775 }),
  // The specification allows 15 and 8 octets; centres take longer ones.
  systemId: Name,
  password: Name,
  systemType: ascii(12).optional(),
  tls: z.boolean().optional().openapi({
    description: "Whether the connection is TLS from its first octet.",
  }),
  caCertificate: z.string().max(20_000).regex(
    /^-----BEGIN CERTIFICATE-----[\s\S]+-----END CERTIFICATE-----\s*$/,
    { error: "un certificat au format PEM" },
  ).optional().openapi({
    description: "An authority trusted for this centre, in PEM.",
  }),
  window: z.int().min(1, { error: "de 1 à 100" })
    .max(100, { error: "de 1 à 100" }).optional().openapi({
      description: "submit_sm that may wait for an answer; 10 by default.",
    }),
  submitsPerSecond: z.number().min(0.1, { error: "de 0,1 à 1000" })
    .max(1_000, { error: "de 0,1 à 1000" }).optional().openapi({
      description: "submit_sm, so parts rather than messages, a second.",
    }),
  sourceTon: z.int().min(0, { error: "de 0 à 6" })
    .max(6, { error: "de 0 à 6" }).optional().openapi({
      description:
        "By the sender's form, unless given: 5 for a name, 1 for an international number, 3 for a short one.",
    }),
  sourceNpi: z.int().min(0, { error: "de 0 à 18" })
    .max(18, { error: "de 0 à 18" }).optional(),
  serviceType: ascii(5).optional(),
  dlr: z.boolean().optional().openapi({
    description: "Whether receipts are asked for; true by default.",
  }),
  sendValidity: z.boolean().optional().openapi({
    description:
      "Whether the validity is passed on; true by default. Some centres know no relative period (0x62).",
  }),
  messageIds: z.enum(ID_FORMS, { error: "une des formes proposées" })
    .optional().openapi({
      description: "How ids are written in answers, and then in receipts.",
    }),
  temporaryStatuses: z.array(
    z.int(STATUS_ERROR).min(1, STATUS_ERROR).max(65_535, STATUS_ERROR),
  ).max(20).optional().openapi({
    description: "Refusals this centre gives for passing causes.",
    example: [0x65],
  }),
}).openapi("SmppSettings");
export type SmppSettings = z.infer<typeof SmppSettings>;
