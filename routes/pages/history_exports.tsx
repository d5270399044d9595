/**
 * Exports of the history that are prepared in the background, and fetching
 * them.
 *
 * @module
 */
import { type Context, Hono } from "hono";
import {
  LINK_SECRET,
  openDownload,
} from "../../lib/domain/history_download.ts";
import {
  linkExport,
  listExports,
  startExport,
} from "../../lib/domain/history_export.ts";
import { deleteExport } from "../../lib/domain/history_export_run.ts";
import { ID } from "../../lib/domain/page.ts";
import { HEADERS } from "../../lib/http/headers.ts";
import { historyFile } from "../../lib/http/history_file.ts";
import { Problem } from "../../lib/problem.ts";
import { instant } from "../../lib/schema/common.ts";
import { stepUp } from "./confirm.tsx";
import { historyTableOf } from "./export.ts";
import { refusal } from "./forms.ts";
import { formCall } from "./guard.ts";
import { page } from "./respond.tsx";
import { HistoryExports } from "./views/HistoryExports.tsx";
import { address, type Fields, type PageEnv } from "./visit.ts";
import { startOfDay } from "./words.ts";
import { HISTORY_EXPORTS } from "./words/history_exports.ts";

const LISTED = 30;
const DAY_MS = 86_400_000;
/** Where links lead; whoever has one needs nothing else. */
export const DOWNLOADS_PATH = "/telechargements";

export const historyExports = new Hono<PageEnv>();

historyExports.get("/", (c) => show(c, c.req.query()));

historyExports.post("/", stepUp, async (c) => {
  const { visit, form } = c.var;
  const call = formCall(c, "POST /structures/:id/exports");
  const fromMs = startOfDay(form["du"] ?? "");
  const lastMs = startOfDay(form["au"] ?? "");
  try {
    await startExport(visit.ports, call, {
      structureId: visit.here!.id,
      format: form["format"] === "ndjson" ? "ndjson" : "csv",
      ...(fromMs === null ? {} : { from: instant(fromMs) }),
      ...(lastMs === null ? {} : { to: instant(lastMs + DAY_MS) }),
      ...(form["erreur"] === undefined ? {} : { failed: true }),
    });
  } catch (error) {
    return await refused(c, error, form);
  }
  return c.redirect(pathOf(c), 303);
});

historyExports.post("/:exportId/lien", stepUp, async (c) => {
  const { ports } = c.var.visit;
  const call = formCall(c, "POST /structures/:id/exports/:exportId/link");
  try {
    const link = { ...namedIn(c), path: DOWNLOADS_PATH };
    const { url } = await linkExport(ports, call, link);
    return c.redirect(new URL(url).pathname, 303);
  } catch (error) {
    return await refused(c, error, {});
  }
});

historyExports.post("/:exportId/detruire", async (c) => {
  const call = formCall(c, "DELETE /structures/:id/exports/:exportId");
  await deleteExport(c.var.visit.ports, call, namedIn(c));
  return c.redirect(pathOf(c), 303);
});

/** What links lead to; a session is not asked for. */
export const downloads = new Hono<PageEnv>();

downloads.get("/:secret", async (c) => {
  const { ports, origin, language } = c.var;
  const secret = c.req.param("secret");
  if (!LINK_SECRET.test(secret)) throw new Problem("not_found");
  // Whoever only looks at where a link leads does not use it up.
  if (c.req.raw.method === "HEAD") return c.body(null);
  const found = await openDownload(ports, secret, origin);
  const { format, messages, createdAtMs } = found;
  const file = format === "csv"
    ? historyTableOf(messages, { language, nowMs: createdAtMs })
    : historyFile(format, messages);
  for (const [name, value] of Object.entries(HEADERS)) {
    file.headers.set(name, value);
  }
  return file;
});

async function refused(
  c: Context<PageEnv>,
  error: unknown,
  fields: Fields,
): Promise<Response> {
  if (!(error instanceof Problem) || error.code === "not_found") throw error;
  return await show(c, fields, refusal(error, c.var.visit.language));
}

async function show(c: Context<PageEnv>, fields: Fields, error?: string) {
  const { visit } = c.var;
  const { ports, actor, here, language } = visit;
  const asked = { structureId: here!.id, limit: LISTED };
  const { items } = await listExports(ports, actor, asked);
  return page(
    c,
    {
      title: HISTORY_EXPORTS[language].title,
      section: "historique",
      ...(error === undefined ? {} : { status: 409 }),
    },
    <HistoryExports
      visit={visit}
      found={items}
      fields={fields}
      error={error}
    />,
  );
}

function namedIn(c: Context<PageEnv>) {
  const exportId = c.req.param("exportId") ?? "";
  if (!ID.test(exportId)) throw new Problem("not_found");
  return { structureId: c.var.visit.here!.id, exportId };
}

function pathOf(c: Context<PageEnv>): string {
  return `${address(c.var.visit.here!.id, "historique")}/exports`;
}
