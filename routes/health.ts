/**
 * What watches over the service asks for.
 *
 * @module
 */
import { Hono } from "hono";
import { allGateways } from "../lib/delivery/gateways.ts";
import { stateOf } from "../lib/delivery/health.ts";
import { isStuck, readLag, type ShardLag } from "../lib/delivery/lag.ts";
import { isReady } from "../lib/domain/readiness.ts";
import { isOperatorRequest } from "../lib/http/authenticate.ts";
import type { Serving } from "../lib/http/endpoint.ts";
import { HEADERS } from "../lib/http/headers.ts";
import type { Family } from "../lib/http/metrics.ts";
import type { Ports } from "../lib/ports.ts";
import { Problem } from "../lib/problem.ts";

/** The store must answer within this. */
const READY_MS = 2_000;
/** What is due must be in somebody's hands within this. */
const LATE_MS = 30_000;
const PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

/** What watches over the service asks for. */
export function health(serving: Serving): Hono {
  const { ports, operatorToken, metrics } = serving;
  const app = new Hono();
  const raised = countAlerts(ports);

  app.get("/healthz", (c) => c.json({ status: "ok" }, 200, HEADERS));

  app.get("/readyz", async (c) => {
    if (!await isReady(ports, READY_MS)) {
      throw notReady("la base ne répond pas à temps", "the store is too slow");
    }
    if (isStuck(await readLag(ports), LATE_MS)) {
      throw notReady(
        "des messages attendent sans que rien ne s’en occupe",
        "messages wait and nothing takes care of them",
      );
    }
    return c.json({ status: "ok" }, 200, HEADERS);
  });

  app.get("/metrics", async (c) => {
    if (!isOperatorRequest(c.req.raw, operatorToken)) {
      throw new Problem("unauthenticated");
    }
    const families = [
      ...loadFamilies(serving),
      ...lagFamilies(await readLag(ports)),
      ...await gatewayFamilies(ports),
      counter("lsmessage_alerts_total", "Alerts raised here.", raised()),
    ];
    const text = metrics.render(families, ports.store.load.durations);
    return c.body(text, 200, { ...HEADERS, "content-type": PROMETHEUS });
  });

  return app;
}

function notReady(fr: string, en: string): Problem {
  return new Problem("unavailable", {
    retryAfterSeconds: 5,
    detail: { fr: `Pas prêt : ${fr}.`, en: `Not ready: ${en}.` },
  });
}

/** Counts alerts that commits of this instance raise. */
function countAlerts(ports: Ports): () => number {
  let count = 0;
  ports.store.onCommit((writes, tx) => {
    for (const { key } of writes) {
      if (key.kind.name === "alert" && !tx.reads.has(key.id)) count++;
    }
  });
  return () => count;
}

function loadFamilies({ ports, admission }: Serving): Family[] {
  const { load, waiting } = ports.store;
  return [
    counter("lsmessage_commit_jobs_total", "Bodies committed.", load.jobs),
    counter("lsmessage_commit_writes_total", "Records set.", load.mutations),
    counter("lsmessage_commit_bytes_total", "Bytes committed.", load.bytes),
    counter("lsmessage_commit_again_total", "Commits retried.", load.again),
    gauge("lsmessage_lane_waiting", "Bodies that wait.", waiting),
    counter("lsmessage_shed_total", "Requests shed.", admission.refused),
    gauge("lsmessage_requests_inside", "Requests in work.", admission.inside),
    gauge("lsmessage_requests_limit", "Requests let in.", admission.limit),
  ];
}

function lagFamilies(lags: readonly ShardLag[]): Family[] {
  const family = (
    name: string,
    help: string,
    value: (lag: ShardLag) => number,
  ): Family => ({
    name: `lsmessage_shard_${name}`,
    type: "gauge",
    help,
    samples: lags.map((lag) => ({
      labels: { shard: String(lag.shard) },
      value: value(lag),
    })),
  });
  return [
    family("lag_seconds", "Age of what is due.", ({ lagMs }) => lagMs / 1_000),
    family("flying", "Entries in work.", ({ flying }) => flying),
    family("held", "1 if a worker holds it.", ({ isHeld }) => Number(isHeld)),
  ];
}

/** Gateways by their id: a name may be a person's. */
async function gatewayFamilies(ports: Ports): Promise<Family[]> {
  const gateways = await allGateways(ports);
  const states = gateways.map(({ id, kind }) => ({
    labels: { gateway: id, kind },
    ...stateOf(ports, id),
  }));
  return [{
    name: "lsmessage_gateway_up",
    type: "gauge",
    help: "0 while messages are kept from it.",
    samples: states.map(({ labels, state }) => ({
      labels,
      value: Number(state !== "open"),
    })),
  }, {
    name: "lsmessage_gateway_failing",
    type: "gauge",
    help: "1 if what was last heard of it is a failure.",
    samples: states.map(({ labels, lastError }) => ({
      labels,
      value: Number(lastError !== null),
    })),
  }];
}

function counter(name: string, help: string, value: number): Family {
  return { name, type: "counter", help, samples: [{ value }] };
}

function gauge(name: string, help: string, value: number): Family {
  return { name, type: "gauge", help, samples: [{ value }] };
}
