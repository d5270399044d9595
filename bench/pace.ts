/**
 * The suite `pace`: how soon a message leaves while others send campaigns, how
 * near its hour a scheduled one does, and how exactly a gateway's rate is kept.
 *
 * @module
 */
import type { Case, Sample } from "./figures.ts";
import { BenchGateway, HEADERS } from "./gateway.ts";
import { BenchService, type Tenant } from "./service.ts";
import type { Setting } from "./setting.ts";
import { percentile } from "./stats.ts";
import { TEXT } from "./submissions.ts";
import { numberOf } from "./wire.ts";

const CONCURRENCY = 32;
/** Between two messages of the tenant who has no campaign. */
const PAUSE_MS = 100;
const RATE = 50;
/** How far ahead messages are scheduled at first, and how far apart. */
const AHEAD_MS = 3_000;
const APART_MS = 40;

function sizesOf({ quick }: Setting) {
  return quick
    ? { campaign: 20_000, seconds: 8, scheduled: 50, rateSeconds: 10 }
    : { campaign: 50_000, seconds: 20, scheduled: 250, rateSeconds: 60 };
}

/** Another tenant's messages, scheduled ones, and a rate. */
export function paceCases(setting: Setting): Case[] {
  const { campaign, scheduled, rateSeconds } = sizesOf(setting);
  const size = campaign.toLocaleString("en");
  const beside = (campaigns: number) => () => measureBeside(setting, campaigns);
  return [{
    suite: "pace",
    name: `a message beside campaigns of ${size}: accepted → taken`,
    contenders: [
      { name: "none", measure: beside(0) },
      ...[1, 2, 4].map((campaigns) => ({
        name: `${campaigns}, each of a tenant of its own`,
        measure: beside(campaigns),
        comparisons: [{ by: "p99Ms" as const, atMost: 2_000 }],
      })),
    ],
  }, {
    suite: "pace",
    name: `${scheduled} scheduled messages: their hour → taken`,
    contenders: [{
      name: "lsmessage",
      measure: () => measureSchedule(setting),
      comparisons: [
        { by: "p99Ms", atMost: 1_000 },
        { by: "earlyMs", atMost: 1_000 },
      ],
    }],
  }, {
    suite: "pace",
    name: `a gateway of ${RATE} a second, over ${rateSeconds} s`,
    contenders: [{
      name: "lsmessage",
      measure: () => measureRate(setting),
      comparisons: [
        { by: "rateShare", atLeast: 0.95 },
        { by: "rateShare", atMost: 1.05 },
      ],
    }],
  }];
}

async function measureBeside(
  setting: Setting,
  campaigns: number,
): Promise<Sample> {
  const { campaign, seconds } = sizesOf(setting);
  await using gateway = await BenchGateway.start(setting);
  await using service = await BenchService.start(setting);
  await gateway.attachTo(service, CONCURRENCY);
  const [single, ...others] = await service.tenants(1 + campaigns) as [
    Tenant,
    ...Tenant[],
  ];
  await Promise.all(others.map(({ key }, tenant) =>
    send(service, key, {
      recipients: Array.from(
        { length: campaign },
        (_, i) => numberOf(tenant * campaign + i),
      ),
    })
  ));
  const acceptedMs = new Map<string, number>();
  const endMs = Date.now() + seconds * 1_000;
  while (Date.now() < endMs) {
    const id = await send(service, single.key, {
      recipients: [numberOf(acceptedMs.size + 9_000_000)],
    });
    acceptedMs.set(id, performance.timeOrigin + performance.now());
    await sleep(PAUSE_MS);
  }
  await sleep(3_000);
  const { atMs } = await gateway.received();
  const taken = Object.keys(atMs).length - acceptedMs.size;
  if (taken >= campaigns * campaign && campaigns > 0) {
    throw new Error("The campaigns were over before they were measured");
  }
  return delaysOf(acceptedMs, atMs);
}

async function measureSchedule(setting: Setting): Promise<Sample> {
  const { scheduled } = sizesOf(setting);
  await using gateway = await BenchGateway.start(setting);
  await using service = await BenchService.start(setting);
  await gateway.attachTo(service, CONCURRENCY);
  const [{ key }] = await service.tenants(1) as [Tenant];
  const dueMs = new Map<string, number>();
  for (let i = 0; i < scheduled; i++) {
    const atMs = Date.now() + AHEAD_MS + (i % 7) * 100;
    const id = await send(service, key, {
      recipients: [numberOf(i)],
      sendAt: new Date(atMs).toISOString(),
    });
    dueMs.set(id, atMs);
    await sleep(APART_MS);
  }
  await sleep(AHEAD_MS + 3_000);
  const { atMs } = await gateway.received();
  return delaysOf(dueMs, atMs);
}

async function measureRate(setting: Setting): Promise<Sample> {
  const { rateSeconds } = sizesOf(setting);
  await using gateway = await BenchGateway.start(setting);
  await using service = await BenchService.start(setting);
  await gateway.attachTo(service, CONCURRENCY, RATE);
  const [{ key }] = await service.tenants(1) as [Tenant];
  await send(service, key, {
    recipients: Array.from(
      { length: RATE * (rateSeconds + 30) },
      (_, i) => numberOf(i),
    ),
  });
  await sleep(3_000);
  await gateway.received();
  await sleep(rateSeconds * 1_000 + 2_000);
  const atMs = Object.values((await gateway.received()).atMs);
  const firstMs = Math.min(...atMs);
  const within = atMs.filter((ms) => ms < firstMs + rateSeconds * 1_000);
  const messagesPerSecond = within.length / rateSeconds;
  return { messagesPerSecond, rateShare: messagesPerSecond / RATE };
}

function delaysOf(
  fromMs: ReadonlyMap<string, number>,
  atMs: Readonly<Record<string, number>>,
): Sample {
  const delays = [...fromMs].map(([id, startMs]) => {
    const takenMs = atMs[id];
    // What had not come when the measurement ended waited so long at least.
    return takenMs === undefined ? Infinity : takenMs - startMs;
  }).sort((a, b) => a - b);
  return {
    p50Ms: percentile(delays, 50),
    p99Ms: percentile(delays, 99),
    earlyMs: Math.max(0, -delays[0]!),
  };
}

/** Sends, and gives the id of the first message, or of the submission. */
async function send(
  { port }: BenchService,
  key: string,
  input: { recipients: string[]; sendAt?: string },
): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}/api/v1/messages`, {
    method: "POST",
    headers: { ...HEADERS, authorization: `Bearer ${key}` },
    body: JSON.stringify({ text: TEXT, ...input }),
  });
  const answer = await response.json();
  if (response.status !== 202) throw new Error(JSON.stringify(answer));
  return answer.messages?.[0].id ?? answer.submissionId;
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
