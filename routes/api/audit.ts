import {
  checkAudit,
  exportAudit,
  listAudit,
} from "../../lib/domain/audit_log.ts";
import type { JournalQuery } from "../../lib/domain/audit_log.ts";
import type { Actor } from "../../lib/domain/actor.ts";
import { auditFile } from "../../lib/http/audit_file.ts";
import { endpoint } from "../../lib/http/endpoint.ts";
import type { Ports } from "../../lib/ports.ts";
import { AuditCheck, AuditEntry, AuditQuery } from "../../lib/schema/audit.ts";
import { Page } from "../../lib/schema/common.ts";

const tag = "audit";
const description =
  "Append-only. With `Accept: text/csv` or `application/x-ndjson`, all of it, the oldest first. Each `hash` is the SHA-256 of the hash before (64 zeros for the first), a line feed and the JSON array `[number, atMs, actor.kind, actor.id, from.via, from.address, action, target, result, [[name, value], …]]`, where `atMs` is the instant in milliseconds and the pairs are `detail` sorted by name.";

export const audit = [
  endpoint(
    {
      id: "listAudit",
      tag,
      summary: {
        fr: "Lit le journal d'une structure, du plus récent au plus ancien",
        en: "Reads a structure's journal, the newest first",
      },
      description,
      method: "get",
      path: "/structures/{id}/audit",
      query: AuditQuery,
      returns: { 200: Page(AuditEntry) },
      alsoAs: ["text/csv", "application/x-ndjson"],
      problems: ["invalid_cursor"],
    },
    async ({ ports, actor, params, query, request }) =>
      await answer(ports, actor, request, { ...query, id: params.id }),
  ),

  endpoint(
    {
      id: "checkAudit",
      tag,
      summary: {
        fr: "Vérifie la chaîne du journal d'une structure",
        en: "Verifies the chain of a structure's journal",
      },
      method: "get",
      path: "/structures/{id}/audit/check",
      returns: { 200: AuditCheck },
      problems: [],
    },
    async ({ ports, actor, params }) =>
      await checkAudit(ports, actor, params.id),
  ),

  endpoint(
    {
      id: "listInstallationAudit",
      tag,
      summary: {
        fr: "Lit le journal de l'installation (opérateur)",
        en: "Reads the installation's journal (operator)",
      },
      description,
      method: "get",
      path: "/audit",
      query: AuditQuery,
      returns: { 200: Page(AuditEntry) },
      alsoAs: ["text/csv", "application/x-ndjson"],
      problems: ["invalid_cursor"],
    },
    async ({ ports, actor, query, request }) =>
      await answer(ports, actor, request, { ...query, id: null }),
  ),
];

async function answer(
  ports: Ports,
  actor: Actor,
  request: Request,
  query: JournalQuery,
) {
  const accept = request.headers.get("accept") ?? "";
  if (/\btext\/csv\b/i.test(accept)) {
    return auditFile("csv", await exportAudit(ports, actor, query));
  }
  if (/\bapplication\/x-ndjson\b/i.test(accept)) {
    return auditFile("ndjson", await exportAudit(ports, actor, query));
  }
  return await listAudit(ports, actor, query);
}
