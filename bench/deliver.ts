/**
 * The suite `deliver`: how fast messages that wait leave through a gateway,
 * and how soon one leaves when nothing else is to do.
 *
 * @module
 */
import type { LoopPlan, LoopResult } from "./fetch_loop.ts";
import type { Case, Sample } from "./figures.ts";
import { BenchGateway, HEADERS } from "./gateway.ts";
import { runScript } from "./processes.ts";
import { BenchService, type Tenant } from "./service.ts";
import type { Setting } from "./setting.ts";
import { percentile } from "./stats.ts";
import { load, type Shape, submission, TEXT } from "./submissions.ts";
import { NUMBER_MARK, numberOf } from "./wire.ts";

const CONCURRENCY = 32;
const LOOP = `bare fetch loop, ${CONCURRENCY} at once`;
const DIRECT = "straight to the gateway";
const LISTS: Shape = { connections: 4, recipients: 100 };
const SINGLES: Shape = { connections: 64, recipients: 1 };
const ACCOUNTS = 100;
/** Between two messages of an idle system; with a part at random. */
const PAUSE_MS = 40;
const POLL_MS = 10;

/** How many messages, after how many others. */
function sizesOf({ quick }: Setting) {
  return quick
    ? { messages: 4_000, warmUp: 2_000, single: 50 }
    : { messages: 20_000, warmUp: 5_000, single: 300 };
}

/** Waiting messages, then single ones on an idle system. */
export function deliverCases(setting: Setting): Case[] {
  const { messages, single } = sizesOf(setting);
  return [{
    suite: "deliver",
    name: `${messages.toLocaleString("en")} messages over HTTP`,
    contenders: [
      { name: LOOP, measure: () => measureLoop(setting) },
      {
        name: "lsmessage, lists of 100, one account",
        measure: () => measureBacklog(setting, LISTS, 1),
        comparisons: [
          { by: "messagesPerSecond", to: LOOP, atLeast: 0.6, final: 0.7 },
        ],
      },
      {
        name: `lsmessage, single messages, ${ACCOUNTS} accounts`,
        measure: () => measureBacklog(setting, SINGLES, ACCOUNTS),
        comparisons: [{ by: "messagesPerSecond", to: LOOP }],
      },
    ],
  }, {
    suite: "deliver",
    name: `${single} messages one by one: asked → taken by the gateway`,
    contenders: [
      { name: DIRECT, measure: () => measureDirect(setting) },
      {
        name: "lsmessage, idle",
        measure: () => measureIdle(setting),
        comparisons: [
          { by: "p50Ms", to: DIRECT },
          { by: "p95Ms", atMost: 50 },
        ],
      },
    ],
  }];
}

async function measureLoop(setting: Setting): Promise<Sample> {
  const { messages, warmUp } = sizesOf(setting);
  await using gateway = await BenchGateway.start(setting);
  const plan: LoopPlan = {
    url: gateway.url,
    headers: HEADERS,
    text: TEXT,
    concurrency: CONCURRENCY,
    warmUp,
    messages,
  };
  const { flags } = setting;
  return {
    ...await runScript<LoopResult>("fetch_loop.ts", { flags, input: plan }),
  };
}

/**
 * From the instant messages are due until the last is handed over and
 * accounted for.
 */
async function measureBacklog(
  setting: Setting,
  shape: Shape,
  accounts: number,
): Promise<Sample> {
  const { messages, warmUp } = sizesOf(setting);
  await using gateway = await BenchGateway.start(setting);
  await using service = await BenchService.start(setting);
  await gateway.attachTo(service, CONCURRENCY);
  const tenants = await service.tenants(accounts);
  const send = (count: number, firstNumber: number, dueMs?: number) =>
    load(setting, {
      port: service.port,
      keys: tenants.map(({ key }) => key),
      shape,
      warmUpSeconds: 0,
      requests: count / shape.recipients,
      firstNumber,
      ...(dueMs === undefined ? {} : { sendAt: new Date(dueMs).toISOString() }),
    });

  const startMs = Date.now();
  await send(warmUp, 0);
  const warmUpMs = Date.now() - startMs;
  await untilSpent(service, tenants, warmUp);
  await gateway.received();

  // They are due once all of them are accepted, with time to spare.
  const leadMs = 2_000 + 2 * warmUpMs * messages / warmUp;
  const dueMs = Math.ceil(Date.now() + leadMs);
  await send(messages, warmUp, dueMs);
  if (Date.now() > dueMs) throw new Error("Accepting them took too long");
  await sleep(dueMs - Date.now());
  await untilSpent(service, tenants, warmUp + messages);
  const seconds = (Date.now() - dueMs) / 1_000;

  const { atMs, requests } = await gateway.received();
  const distinct = Object.keys(atMs).length;
  if (distinct !== messages || requests !== messages) {
    throw new Error(`${messages} were due, ${distinct} in ${requests} came`);
  }
  return { messagesPerSecond: messages / seconds };
}

async function measureDirect(setting: Setting): Promise<Sample> {
  await using gateway = await BenchGateway.start(setting);
  return await oneByOne(setting, gateway, async (count) => {
    const ref = `direct-${count}`;
    const body = JSON.stringify({ to: numberOf(count), text: TEXT, ref });
    const response = await fetch(gateway.url, {
      method: "POST",
      headers: HEADERS,
      body,
    });
    await response.body?.cancel();
    return ref;
  });
}

async function measureIdle(setting: Setting): Promise<Sample> {
  await using gateway = await BenchGateway.start(setting);
  await using service = await BenchService.start(setting);
  await gateway.attachTo(service, CONCURRENCY);
  const [{ key }] = await service.tenants(1) as [Tenant];
  const url = `http://127.0.0.1:${service.port}/api/v1/messages`;
  const headers = { ...HEADERS, authorization: `Bearer ${key}` };
  return await oneByOne(setting, gateway, async (count) => {
    const body = submission(1).replace(
      `+336${NUMBER_MARK}`,
      numberOf(count),
    );
    const response = await fetch(url, { method: "POST", headers, body });
    const { messages } = await response.json();
    return messages[0].id;
  });
}

/**
 * Sends messages with pauses, and tells how long each took from the moment it
 * was asked for until the gateway had it. `send` gives its reference.
 */
async function oneByOne(
  setting: Setting,
  gateway: BenchGateway,
  send: (count: number) => Promise<string>,
): Promise<Sample> {
  const { single } = sizesOf(setting);
  const warmUp = Math.ceil(single / 5);
  const askedMs = new Map<string, number>();
  for (let count = 0; count < warmUp + single; count++) {
    const startMs = performance.timeOrigin + performance.now();
    const reference = await send(count);
    if (count >= warmUp) askedMs.set(reference, startMs);
    await sleep(PAUSE_MS * (0.5 + Math.random()));
  }
  await sleep(500);
  const { atMs } = await gateway.received();
  const latenciesMs = [...askedMs].map(([reference, startMs]) => {
    const takenMs = atMs[reference];
    if (takenMs === undefined) throw new Error(`${reference} never came`);
    return takenMs - startMs;
  }).sort((a, b) => a - b);
  return {
    p50Ms: percentile(latenciesMs, 50),
    p95Ms: percentile(latenciesMs, 95),
  };
}

/** Waits until so many messages are handed over and accounted for. */
async function untilSpent(
  service: BenchService,
  tenants: readonly Tenant[],
  messages: number,
): Promise<void> {
  // The last account is asked until it is done, then the others: most are.
  const waiting = [...tenants];
  while (waiting.length > 0) {
    const { reserved } = await service.balance([waiting.at(-1)!]);
    if (reserved === 0) waiting.pop();
    else await sleep(POLL_MS);
  }
  const { spent } = await service.balance(tenants);
  if (spent !== messages) {
    throw new Error(`${messages} were due, ${spent} are spent`);
  }
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));
}
