/**
 * The settings of a generic HTTP gateway, refused with a reason wherever they
 * could not work.
 *
 * @module
 */
import { z } from "@hono/zod-openapi";
import { headerValue } from "./answer.ts";
import type { Handover } from "./gateway.ts";
import { isPointer } from "./json_pointer.ts";
import {
  compile,
  type Escape,
  hasPlaceholder,
  PLACEHOLDERS,
  unknownPlaceholders,
} from "./template.ts";

const TEMPLATE_MAX = 10_000;
const HEADERS_MAX = 30;

/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;
/** The transport writes these itself. */
const RESERVED_HEADERS = [
  ...["connection", "content-length", "host", "keep-alive", "te", "trailer"],
  ...["transfer-encoding", "upgrade"],
];

const SAMPLE: Handover = {
  messageId: "msg_0",
  to: "+33600000000",
  text: 'é "<&>\n€',
  encoding: "gsm7",
  segments: 1,
  sender: "Mairie",
  validitySeconds: 60,
  callbackUrl: "https://example.test/callbacks/0",
};

const Template = z.string().max(TEMPLATE_MAX).superRefine((value, context) => {
  for (const name of unknownPlaceholders(value)) {
    context.addIssue({
      code: "custom",
      message: `« {{${name}}} » n'existe pas ; sont possibles : ${
        PLACEHOLDERS.map((known) => `{{${known}}}`).join(", ")
      }`,
    });
  }
});

const UrlTemplate = Template.refine(isHttpUrl, {
  error:
    "une adresse http(s), sans identifiants, dont le serveur ne dépend pas d'un {{champ}}",
});

const Headers = z.record(
  z.string().regex(TOKEN, { error: "un nom d'en-tête HTTP" }).refine(
    (name) => !RESERVED_HEADERS.includes(name.toLowerCase()),
    { error: "cet en-tête est écrit par le service" },
  ),
  Template.refine((value) => headerValue(value) !== null, {
    error: "sans retour à la ligne ni caractère de contrôle",
  }),
).refine((headers) => Object.keys(headers).length <= HEADERS_MAX, {
  error: `au plus ${HEADERS_MAX} en-têtes`,
});

const Statuses = z.array(
  z.int().min(100, { error: "un statut HTTP, de 100 à 599" })
    .max(599, { error: "un statut HTTP, de 100 à 599" }),
).min(1, { error: "au moins un statut HTTP" }).max(100);

const Pointer = z.string().max(200).refine(isPointer, {
  error: "un pointeur JSON, par exemple /data/0/id",
});

const shape = z.strictObject({
  url: UrlTemplate.openapi({ example: "https://sms.example.test/v1/messages" }),
  method: z.enum(["GET", "POST", "PUT"]),
  headers: Headers.optional().openapi({
    description: "The content-type decides how a body's values are escaped.",
  }),
  body: Template.optional().openapi({
    example: '{"to": "{{to}}", "text": "{{text}}", "ref": "{{messageId}}"}',
  }),
  success: z.strictObject({
    status: Statuses,
    idPointer: Pointer.optional(),
  }),
  rejected: z.strictObject({ status: Statuses }).optional(),
  retry: z.strictObject({ status: Statuses }).optional(),
  receipt: z.strictObject({
    idPointer: Pointer,
    statusPointer: Pointer,
    map: z.record(
      z.string().min(1).max(100),
      z.enum(["delivered", "failed", "expired", "sent"]),
    ).refine((map) => Object.keys(map).length > 0, {
      error: "au moins un statut de la passerelle",
    }),
  }).optional(),
  /** Where what people write back stands, in the body or the query. */
  reply: z.strictObject({
    fromPointer: Pointer,
    textPointer: Pointer,
    idPointer: Pointer.optional(),
  }).optional(),
});

export type HttpSettings = z.infer<typeof shape>;

export const HttpSettings: z.ZodType<HttpSettings> = shape.superRefine(
  (settings, context) => {
    for (const { path, message } of conflicts(settings)) {
      context.addIssue({ code: "custom", path, message });
    }
  },
).openapi("HttpSettings");

interface Conflict {
  readonly path: PropertyKey[];
  readonly message: string;
}

/**
 * How a body's values are escaped, by its content type (JSON by default);
 * null for a type this gateway cannot write.
 */
export function bodyEscape(settings: HttpSettings): Escape | null {
  const [, value] = contentType(settings) ?? [];
  if (value === undefined) return "json";
  const type = value.split(";")[0]!.trim().toLowerCase();
  if (/^[^/]+\/([^/]+\+)?json$/.test(type)) return "json";
  if (/^[^/]+\/([^/]+\+)?xml$/.test(type)) return "xml";
  if (type === "application/x-www-form-urlencoded") return "form";
  return type === "text/plain" ? "raw" : null;
}

/** The content-type header as it is written in the settings. */
export function contentType(
  settings: HttpSettings,
): [name: string, value: string] | undefined {
  return Object.entries(settings.headers ?? {})
    .find(([name]) => name.toLowerCase() === "content-type");
}

function conflicts(settings: HttpSettings): Conflict[] {
  return [
    ...repeatedHeaders(settings),
    ...bodyConflicts(settings),
    ...statusConflicts(settings),
  ];
}

function repeatedHeaders(settings: HttpSettings): Conflict[] {
  const names = Object.keys(settings.headers ?? {});
  const lower = names.map((name) => name.toLowerCase());
  return names
    .filter((_name, index) => lower.indexOf(lower[index]!) !== index)
    .map((name) => ({
      path: ["headers", name],
      message: "cet en-tête est déjà là, les majuscules ne comptent pas",
    }));
}

function bodyConflicts(settings: HttpSettings): Conflict[] {
  const { body = "", method } = settings;
  const [name, type] = contentType(settings) ?? [];
  if (name !== undefined && hasPlaceholder(type ?? "")) {
    return [{ path: ["headers", name], message: "sans {{champ}} ici" }];
  }
  if (method === "GET") {
    return body === ""
      ? []
      : [{ path: ["body"], message: "une requête GET n'a pas de corps" }];
  }
  const escape = bodyEscape(settings);
  if (escape === null) {
    const message =
      "JSON, XML, application/x-www-form-urlencoded ou text/plain";
    return [{ path: ["headers", name!], message }];
  }
  // Unknown names are told by the template; compiling them would throw.
  const isChecked = escape === "json" && body !== "" &&
    unknownPlaceholders(body).length === 0;
  if (!isChecked) return [];
  try {
    JSON.parse(compile(body, "json")(SAMPLE));
    return [];
  } catch {
    const message =
      'ce n\'est pas du JSON une fois rempli ; écrivez par exemple "{{text}}" entre guillemets';
    return [{ path: ["body"], message }];
  }
}

function statusConflicts(settings: HttpSettings): Conflict[] {
  const seen = new Map<number, string>();
  const found: Conflict[] = [];
  for (const list of ["success", "rejected", "retry"] as const) {
    for (const [index, status] of settings[list]?.status.entries() ?? []) {
      const other = seen.get(status);
      if (other === undefined || other === list) seen.set(status, list);
      else {
        found.push({
          path: [list, "status", index],
          message: `${status} est déjà dans « ${other} »`,
        });
      }
    }
  }
  return found;
}

/** Two fillings must lead to one server: a recipient is no host name. */
function isHttpUrl(template: string): boolean {
  // Told by its own message; compiling it would throw.
  if (unknownPlaceholders(template).length > 0) return true;
  const fill = compile(template, "url");
  const url = URL.parse(fill(SAMPLE));
  const other = URL.parse(fill({ ...SAMPLE, to: "1", text: "b", sender: "c" }));
  return url !== null && /^https?:$/.test(url.protocol) &&
    url.username === "" && url.password === "" && url.hash === "" &&
    url.origin === other?.origin;
}
