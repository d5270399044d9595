/**
 * The suites `accept` and `spread`: how many submissions the service takes in,
 * on one busy account and over many.
 *
 * @module
 */
import { baselines, HONO, KANNEL, KV, sampleOf } from "./baselines.ts";
import type { Case, Comparison, Contender, Sample } from "./figures.ts";
import { BenchService } from "./service.ts";
import type { Setting } from "./setting.ts";
import { load, type Shape, tomorrow } from "./submissions.ts";

const ACCOUNTS = 100;
const P99_MS_MAX = 50;

const BUSY: Shape = { connections: 64, recipients: 1 };
const ALONE: Shape = { connections: 1, recipients: 1 };
const LISTS: Shape = { connections: 8, recipients: 100 };

/** What is wanted of acceptance, by the shape of its load. */
const WANTED = new Map<Shape, readonly Comparison[]>([
  [BUSY, [
    { by: "requestsPerSecond", to: HONO, atLeast: 0.25, final: 0.35 },
    { by: "messagesPerSecond", to: KV },
    { by: "requestsPerSecond", to: KANNEL, atLeast: 4 },
    { by: "p99Ms", atMost: P99_MS_MAX },
  ]],
  [ALONE, [
    { by: "requestsPerSecond", to: HONO },
    { by: "requestsPerSecond", to: KANNEL },
  ]],
  [LISTS, [
    { by: "requestsPerSecond", to: HONO },
    { by: "messagesPerSecond", to: KV },
    { by: "messagesPerSecond", atLeast: 15_000, final: 30_000 },
  ]],
]);

const SPREAD_WANTED: readonly Comparison[] = [
  { by: "requestsPerSecond", to: HONO, atLeast: 0.12, final: 0.2 },
  { by: "messagesPerSecond", to: KV },
  { by: "requestsPerSecond", to: KANNEL, atLeast: 2 },
  { by: "p99Ms", atMost: P99_MS_MAX },
];

/** One busy account. */
export function acceptCases(setting: Setting): Case[] {
  return [...WANTED].map(([shape, comparisons]) => ({
    suite: "accept",
    name: `one account, ${nameOf(shape)}`,
    contenders: [
      ...baselines(setting, shape, 1),
      ...variants(setting, { shape, accounts: 1, comparisons }),
    ],
  }));
}

/** The same calls, each for another account. */
export function spreadCases(setting: Setting): Case[] {
  const oneAccount = contender(setting, {
    name: "lsmessage, one account, for tomorrow",
    load: { shape: BUSY, accounts: 1, sendAt: tomorrow },
    comparisons: [],
  });
  return [{
    suite: "spread",
    name: `${ACCOUNTS} accounts, ${nameOf(BUSY)}`,
    contenders: [
      ...baselines(setting, BUSY, ACCOUNTS),
      oneAccount,
      ...variants(setting, {
        shape: BUSY,
        accounts: ACCOUNTS,
        comparisons: [
          ...SPREAD_WANTED,
          { by: "requestsPerSecond", to: oneAccount.name },
        ],
      }),
    ],
  }];
}

/** How calls are spread, and when what they submit is due. */
interface Load {
  readonly shape: Shape;
  readonly accounts: number;
  readonly sendAt: () => string | undefined;
}

/** Acceptance alone, and with delivery to the simulator at the same time. */
function variants(
  setting: Setting,
  { comparisons, ...rest }:
    & Omit<Load, "sendAt">
    & { comparisons: readonly Comparison[] },
): Contender[] {
  return [
    contender(setting, {
      name: "lsmessage, for tomorrow",
      load: { ...rest, sendAt: tomorrow },
      comparisons,
    }),
    contender(setting, {
      name: "lsmessage, delivered at once",
      load: { ...rest, sendAt: () => undefined },
      // The same ratios, for reading; what is wanted is wanted of acceptance.
      comparisons: comparisons.filter(({ to }) => to !== undefined)
        .map(({ by, to }) => ({ by, to: to! })),
    }),
  ];
}

function contender(
  setting: Setting,
  { name, load, comparisons }: {
    name: string;
    load: Load;
    comparisons: readonly Comparison[];
  },
): Contender {
  return { name, measure: () => measure(setting, load), comparisons };
}

/** A service of its own, on a new store, loaded once and checked. */
async function measure(
  setting: Setting,
  { shape, accounts, sendAt }: Load,
): Promise<Sample> {
  await using service = await BenchService.start(setting);
  const tenants = await service.tenants(accounts);
  const due = sendAt();
  const result = await load(setting, {
    port: service.port,
    shape,
    keys: tenants.map(({ key }) => key),
    sendAt: due,
  });
  const { reserved, spent } = await service.balance(tenants);
  if (reserved + spent !== result.messages) {
    throw new Error(
      `${result.messages} messages were accepted, ${
        reserved + spent
      } accounted for`,
    );
  }
  const handedOverShare = spent / result.messages;
  return {
    ...sampleOf(result),
    ...(due === undefined ? { handedOverShare } : {}),
  };
}

function nameOf({ connections, recipients }: Shape): string {
  const by = connections === 1 ? "1 connection" : `${connections} connections`;
  return `${by} × ${recipients} a call`;
}
