/**
 * The service, from its configuration to its stop.
 *
 * @module
 */
import { ensureSimulator } from "../delivery/gateway.ts";
import { Engine } from "../delivery/engine.ts";
import { attendGateways, closeGateways } from "../delivery/gateway_ports.ts";
import { endListening, leavePulses } from "../domain/live.ts";
import { RateLimiter } from "../domain/rate_limit.ts";
import { keepSharing } from "../domain/rate_share.ts";
import { indexNumbers } from "../domain/number_index.ts";
import { retain } from "../domain/retention.ts";
import { rewrapSome } from "../domain/rewrap.ts";
import { StatCounter } from "../domain/stat_counter.ts";
import { openSetUp } from "../domain/set_up.ts";
import { expireHeld } from "../domain/fence.ts";
import { vapidKeys } from "../domain/vapid.ts";
import { sweepRecoveries } from "../domain/recovery.ts";
import { sweepStaging } from "../domain/bulk.ts";
import type { Legal } from "../schema/legal.ts";
import type { Ports } from "../ports.ts";
import { type Config, isRemote } from "./config.ts";
import { markForScrub } from "./scrub.ts";
import { type BuiltAsset, loadAssets } from "./assets.ts";
import { scalarScript, type Script } from "./scalar.ts";
import { openWorld } from "./ports.ts";

/** A stop that takes longer than this is not waited for. */
const STOP_MS = 4_700;
/** What of it requests and hand-overs in work have to finish. */
const REQUESTS_MS = 3_700;
const GATEWAYS_MS = 500;
/** How often the number index is brought up to date. */
const INDEX_MS = 5_000;

/** A running service. */
export interface Service {
  readonly ports: Ports;
  readonly url: string;
  /** The one-time set-up link, while nobody can sign in. */
  readonly setUpLink: string | null;
  /** What is to be done every minute, wherever the service runs. */
  sweep(): Promise<void>;
  /** Takes no more requests, finishes those in work, lets go of the store. */
  stop(): Promise<void>;
  readonly finished: Promise<void>;
}

/** Makes the HTTP side of the service; the routes know how. */
export type CreateApp = (
  ports: Ports,
  options: {
    operatorToken: string | null;
    limiter: RateLimiter;
    checkResponses: boolean;
    pages: {
      assets: BuiltAsset[];
      worker: boolean;
      legal: Legal | null;
      script: () => Promise<Script | null>;
    };
  },
) => { fetch: Deno.ServeHandler };

/**
 * Starts the service.
 *
 * @throws {StartError} with a sentence for the operator
 */
export async function startService(
  config: Config,
  createApp: CreateApp,
): Promise<Service> {
  const { ports, embedded, close } = await openWorld(config);
  await ensureSimulator(ports);
  const engine = new Engine(ports, {
    owner: ports.newId("wrk"),
    exclusive: embedded,
  });
  const limiter = new RateLimiter();
  const stopSharing = embedded
    ? () => {}
    : keepSharing(ports, limiter, ports.newId("ins"));
  const app = createApp(ports, {
    limiter,
    operatorToken: config.operatorToken,
    checkResponses: config.log === "debug",
    pages: {
      assets: await loadAssets(),
      worker: config.worker,
      legal: config.legal,
      script: () => scalarScript(ports.report),
    },
  });
  await vapidKeys(ports);
  const setUpLink = await openSetUp(ports);
  await engine.start();
  const stopIndexing = keepIndexing(ports, engine, new StatCounter(ports));
  const stopPulses = embedded ? () => {} : leavePulses(ports);
  await attendGateways(ports);
  const server = Deno.serve(
    { hostname: config.host, port: config.port, onListen: () => {} },
    app.fetch,
  );
  const { port } = server.addr as Deno.NetAddr;
  const stopAll = async () => {
    await Promise.all([
      within(REQUESTS_MS, server.shutdown()),
      within(REQUESTS_MS, engine.stop()),
    ]);
    await within(GATEWAYS_MS, closeGateways());
    await close();
  };
  return {
    ports,
    url: config.publicUrl.replace(/:0$/, `:${port}`),
    setUpLink,
    sweep: async () => {
      await engine.look();
      await attendGateways(ports);
      await sweepStaging(ports);
      await sweepRecoveries(ports);
      await expireHeld(ports);
      await retainAndMark(ports, config);
    },
    stop: async () => {
      stopIndexing();
      stopPulses();
      endListening(ports);
      stopSharing();
      await within(STOP_MS, stopAll());
    },
    finished: server.finished,
  };
}

/** Destroys keys whose time is over, and has their traces removed too. */
async function retainAndMark(ports: Ports, { kv }: Config): Promise<void> {
  const run = await retain(ports);
  const isFile = kv !== null && kv !== ":memory:" && !isRemote(kv);
  if (run !== null && run.texts + run.numbers > 0 && isFile) {
    await markForScrub(kv);
  }
}

/**
 * Indexes numbers and counts SMS a few at a time: as long as nothing more
 * urgent is in work, and a little in any case. A read of the embedded store
 * waits for the commit under way, and everything else waits with it.
 */
function keepIndexing(
  ports: Ports,
  engine: Engine,
  counter: StatCounter,
): () => void {
  let stopped = false;
  const stopListening = counter.start();
  let cancel = ports.after(INDEX_MS, run);
  async function workOn(): Promise<boolean> {
    const isCounting = await counter.run();
    return await rewrapSome(ports) || isCounting;
  }
  const isCalm = () => engine.flying === 0 && !ports.store.isCommitting;
  async function run() {
    try {
      let more = await workOn();
      while (!stopped && isCalm()) {
        const indexed = await indexNumbers(ports);
        if (indexed === 0 && !more) break;
        more = await workOn();
      }
    } catch (error) {
      ports.report(error);
    }
    if (!stopped) cancel = ports.after(INDEX_MS, run);
  }
  return () => {
    stopped = true;
    stopListening();
    cancel();
  };
}

async function within(ms: number, work: Promise<unknown>): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, ms);
  await Promise.race([work, promise]);
  clearTimeout(timer);
}
