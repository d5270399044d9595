/**
 * Seeing the pages as somebody else does: begun on a member's page, ended by
 * one tap; meanwhile whatever would change something is refused here.
 *
 * @module
 */
import { Hono } from "hono";
import { createMiddleware } from "hono/factory";
import { ID } from "../../lib/domain/page.ts";
import { readSession, sessionHash } from "../../lib/domain/session.ts";
import {
  assertOwnEyes,
  endViewing,
  LEAVE_PATH,
  startViewing,
} from "../../lib/domain/viewing.ts";
import { Problem } from "../../lib/problem.ts";
import { formCall, openVisit } from "./guard.ts";
import { doneAt } from "./notices.tsx";
import { Form } from "./parts/Form.tsx";
import { Heading } from "./parts/Heading.tsx";
import { page } from "./respond.tsx";
import { address, type PageEnv } from "./visit.ts";
import { VIEWING } from "./words/viewing.ts";

const LOOKS: ReadonlySet<string> = new Set(["GET", "HEAD", "OPTIONS"]);
/** What may be sent while one looks: to stop it. */
const ENDS: ReadonlySet<string> = new Set([LEAVE_PATH, "/deconnexion"]);

/** Refuses changes, and a person's own pages, to whoever looks as them. */
export const lookOnly = createMiddleware<PageEnv>(async (c, next) => {
  const { path, method } = c.req;
  const isOwn = path === "/compte" || path.startsWith("/compte/");
  const changes = !LOOKS.has(method) && !ENDS.has(path);
  if (!isOwn && !changes) return await next();
  const { ports } = c.var;
  const session = await readSession(ports, c.req.header("cookie") ?? null);
  if (session?.viewing === undefined) return await next();
  openVisit(c, session);
  if (changes) assertOwnEyes(ports, session.actor);
  const { name } = session.actor;
  throw new Problem("forbidden", {
    detail: { fr: VIEWING.fr.account(name), en: VIEWING.en.account(name) },
  });
});

/** Begins it, from the page of a member. */
export const viewingStart = new Hono<PageEnv>();

viewingStart.post("/:memberId/voir", async (c) => {
  const { ports, actor, here } = c.var.visit;
  const memberId = c.req.param("memberId");
  if (!ID.test(memberId)) throw new Problem("not_found");
  const session = sessionHash(c.req.header("cookie") ?? null);
  if (session === null) throw new Problem("unauthenticated");
  const call = formCall(c, "POST /structures/:id/members/:memberId/viewing");
  await startViewing(ports, { ...call, actor }, {
    structureId: here!.id,
    memberId,
    session,
  });
  return c.redirect(address(here!.id, "tableau"), 303);
});

/** Ends it. */
export const viewing = new Hono<PageEnv>();

viewing.get("/quitter", (c) => {
  const { visit } = c.var;
  const words = VIEWING[visit.language];
  return page(
    c,
    { title: words.leaveTitle },
    <div class="narrow">
      <Heading title={words.leaveTitle} />
      {visit.viewing === undefined
        ? (
          <p>
            {words.own}
          </p>
        )
        : (
          <Form visit={visit} action={LEAVE_PATH}>
            <button type="submit" class="button main">{words.leave}</button>
          </Form>
        )}
    </div>,
  );
});

viewing.post("/quitter", async (c) => {
  const { ports, viewing } = c.var.visit;
  const { origin } = c.var;
  const session = sessionHash(c.req.header("cookie") ?? null);
  if (session !== null) {
    await endViewing(ports, session, { how: "left", origin });
  }
  const path = viewing === undefined
    ? "/"
    : `${address(viewing.structureId, "membres")}/${viewing.memberId}`;
  return c.redirect(doneAt(path, "vueQuittee"), 303);
});
