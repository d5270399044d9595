/**
 * What the operator sees of the service, and what only the operator does:
 * letting go of what a restore holds back, changing the master key.
 *
 * @module
 */
import { Hono } from "hono";
import { isStuck, readLag } from "../../lib/delivery/lag.ts";
import { isOperator } from "../../lib/domain/actor.ts";
import { liftFence, readFence } from "../../lib/domain/fence.ts";
import { isReady } from "../../lib/domain/readiness.ts";
import { listRetentionRuns } from "../../lib/domain/retention.ts";
import { readRewrap, startRewrap } from "../../lib/domain/rewrap.ts";
import { Problem } from "../../lib/problem.ts";
import { LiftFence } from "../../lib/schema/operations.ts";
import { formCall } from "./guard.ts";
import { page } from "./respond.tsx";
import { LiftConfirm } from "./views/LiftConfirm.tsx";
import { Operations } from "./views/Operations.tsx";
import type { PageEnv } from "./visit.ts";
import { OPERATIONS } from "./words/operations.ts";

const READY_MS = 2_000;
const LATE_MS = 30_000;
const RUNS = 10;

export const operations = new Hono<PageEnv>();

operations.use(async (c, next) => {
  if (!isOperator(c.var.visit.actor)) throw new Problem("not_found");
  return await next();
});

operations.get("/", async (c) => {
  const { visit } = c.var;
  const { ports, actor } = visit;
  const [lags, ready, fence, rewrap, runs] = await Promise.all([
    readLag(ports),
    isReady(ports, READY_MS),
    readFence(ports, actor),
    readRewrap(ports, actor),
    listRetentionRuns(ports, RUNS),
  ]);
  const state = !ready ? "slow" : isStuck(lags, LATE_MS) ? "stuck" : "ready";
  return page(
    c,
    { title: OPERATIONS[visit.language].title, section: "exploitation" },
    <Operations
      visit={visit}
      {...{ state, lags, fence, rewrap, runs }}
      memory={Deno.memoryUsage().rss}
    />,
  );
});

operations.post("/barriere", async (c) => {
  const { visit, form } = c.var;
  const asked = LiftFence.parse({
    how: form["how"],
    ...(form["structureId"] ? { structureId: form["structureId"] } : {}),
  });
  if (form["oui"] !== "oui") {
    const words = OPERATIONS[visit.language];
    return page(
      c,
      {
        title: asked.how === "send" ? words.sendTitle : words.cancelTitle,
        section: "exploitation",
      },
      <LiftConfirm
        visit={visit}
        asked={asked}
        fence={await readFence(visit.ports, visit.actor)}
      />,
    );
  }
  const call = formCall(c, "POST /operations/fence/lift");
  await liftFence(visit.ports, call, asked);
  return c.redirect("/exploitation", 303);
});

operations.post("/cles", async (c) => {
  const { visit } = c.var;
  await startRewrap(visit.ports, formCall(c, "POST /operations/rewrap"));
  return c.redirect("/exploitation", 303);
});
