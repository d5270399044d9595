/**
 * Help: how far the structure is from its first message, and the exact
 * settings for the applications that send.
 *
 * @module
 */
import { Hono } from "hono";
import { readBalance } from "../../lib/domain/account.ts";
import { listApplications } from "../../lib/domain/application.ts";
import { listMessages } from "../../lib/domain/history.ts";
import type { FirstSteps } from "./dashboard.tsx";
import { page } from "./respond.tsx";
import { Help } from "./views/Help.tsx";
import { may, type PageEnv, type Visit } from "./visit.ts";
import { HELP } from "./words/help.ts";

export const help = new Hono<PageEnv>();

help.get("/", async (c) => {
  const { visit } = c.var;
  const { title } = HELP[visit.language];
  const steps = await stepsOf(visit);
  return page(
    c,
    { title, section: "aide" },
    <Help visit={visit} steps={steps} />,
  );
});

/** What is done; null for who cannot do it. */
async function stepsOf(visit: Visit): Promise<FirstSteps | null> {
  const { ports, actor, here } = visit;
  const structureId = here!.id;
  if (!may(visit, "application:manage")) return null;
  const [balance, applications, messages] = await Promise.all([
    readBalance(ports, actor, structureId),
    listApplications(ports, actor, { structureId, limit: 1 }),
    listMessages(ports, actor, { structureId, limit: 1 }),
  ]);
  return {
    hasCredits: balance.granted > 0,
    hasApplication: applications.items.length > 0,
    hasMessage: messages.items.length > 0,
  };
}
