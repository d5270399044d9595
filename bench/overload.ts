/**
 * The suite `overload`: five times as many requests a second as the service
 * can answer, over real HTTP. What it lets in must be answered in time, what
 * it refuses at once, and soon after all must be as it was.
 *
 * @module
 */
import type { Case, Sample } from "./figures.ts";
import type { OfferedPlan, OfferedResult } from "./offered.ts";
import { runScript } from "./processes.ts";
import { BenchService, type Tenant } from "./service.ts";
import type { Setting } from "./setting.ts";
import { load, submission, tomorrow } from "./submissions.ts";

const ACCOUNTS = 20;
const CONNECTIONS = 64;
const TIMES = 5;
/** Far below what it can answer. */
const CALM_PER_SECOND = 50;
const RECOVERY_SECONDS = 12;

const UNLOADED = "unloaded";

/** What an accepted, and what a refused request may take; then recovery. */
const WANTED = [
  { by: "p99Ms", atMost: 500 },
  { by: "shedP99Ms", atMost: 50 },
  { by: "recoverySeconds", atMost: 10 },
  { by: "p99Ms", to: UNLOADED },
] as const;

/** Unloaded, and five times overloaded. */
export function overloadCases(setting: Setting): Case[] {
  return [{
    suite: "overload",
    name: `${ACCOUNTS} accounts, ${TIMES} × what it can answer`,
    contenders: [
      { name: UNLOADED, measure: () => measureCalm(setting) },
      {
        name: `${TIMES} × overloaded`,
        measure: () => measureOverload(setting),
        comparisons: WANTED,
      },
    ],
  }];
}

async function measureCalm(setting: Setting): Promise<Sample> {
  await using service = await BenchService.start(setting);
  const at = { service, tenants: await service.tenants(ACCOUNTS) };
  await offer(setting, at, { perSecond: CALM_PER_SECOND, seconds: 2 });
  const calm = await offer(setting, at, {
    perSecond: CALM_PER_SECOND,
    seconds: setting.seconds,
    firstNumber: 1_000_000,
  });
  return sampleOf(calm);
}

/** How much it can answer, then five times that, then calm again. */
async function measureOverload(setting: Setting): Promise<Sample> {
  await using service = await BenchService.start(setting);
  const tenants = await service.tenants(ACCOUNTS);
  const at = { service, tenants };
  const capacity = await load(setting, {
    port: service.port,
    shape: { connections: CONNECTIONS, recipients: 1 },
    keys: tenants.map(({ key }) => key),
    sendAt: tomorrow(),
  });
  const overloaded = await offer(setting, at, {
    perSecond: Math.round(TIMES * capacity.requestsPerSecond),
    seconds: 2 * setting.seconds,
    firstNumber: 5_000_000,
  });
  const after = await offer(setting, at, {
    perSecond: CALM_PER_SECOND,
    seconds: RECOVERY_SECONDS,
    firstNumber: 15_000_000,
  });
  return {
    ...sampleOf(overloaded),
    capacityPerSecond: capacity.requestsPerSecond,
    recoverySeconds: after.troubledSeconds,
    lost: overloaded.lost + after.lost,
  };
}

function offer(
  { flags }: Setting,
  { service, tenants }: { service: BenchService; tenants: readonly Tenant[] },
  plan: Pick<OfferedPlan, "perSecond" | "seconds"> & Partial<OfferedPlan>,
): Promise<OfferedResult> {
  const input: OfferedPlan = {
    method: "POST",
    path: "/api/v1/messages",
    body: submission(1, tomorrow()),
    expected: 202,
    firstNumber: 0,
    port: service.port,
    keys: tenants.map(({ key }) => key),
    ...plan,
  };
  return runScript<OfferedResult>("offered.ts", { flags, input });
}

function sampleOf(result: OfferedResult): Sample {
  const { refusedP99Ms } = result;
  return {
    offeredPerSecond: result.offeredPerSecond,
    requestsPerSecond: result.acceptedPerSecond,
    p50Ms: result.acceptedP50Ms,
    p99Ms: result.acceptedP99Ms,
    ...(refusedP99Ms === null ? {} : { shedP99Ms: refusedP99Ms }),
    shedShare: result.refusedShare,
    generatorShare: result.generatorShare,
  };
}
