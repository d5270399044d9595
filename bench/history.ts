/**
 * The suite `history`: the same questions to a service whose one busy
 * structure has few messages, and to one where it has many.
 *
 * @module
 */
import { sampleOf } from "./baselines.ts";
import type { FillPlan, FillResult } from "./fill.ts";
import type { LoadResult } from "./load.ts";
import type { Case, Contender, Sample } from "./figures.ts";
import { runScript } from "./processes.ts";
import { BenchService, serviceEnv, type Tenant } from "./service.ts";
import { freshFolder, type Setting } from "./setting.ts";
import { load } from "./submissions.ts";
import { numberOf } from "./wire.ts";

const FEW = 1_000;
const MANY = 1_000_000;
const MANY_QUICK = 100_000;
/** Of a submission: a municipal council. */
const RECIPIENTS = 10;
const WALK_LIMIT = 100;

const PATH = "/api/v1/messages";

/** A service with a history, asked by its structure's key. */
class Archive implements AsyncDisposable {
  readonly name: string;
  readonly messages: number;
  readonly service: BenchService;
  readonly tenant: Tenant;
  readonly filled: FillResult;

  private constructor(
    setUp: Pick<Archive, "messages" | "service" | "tenant" | "filled">,
  ) {
    this.messages = setUp.messages;
    this.service = setUp.service;
    this.tenant = setUp.tenant;
    this.filled = setUp.filled;
    this.name = `${this.messages.toLocaleString("en")} messages`;
  }

  /** Sets up a service, stops it, fills its store, and starts it again. */
  static async open(setting: Setting, messages: number): Promise<Archive> {
    const { flags } = setting;
    const folder = await freshFolder(setting);
    const before = await BenchService.start(setting, folder);
    const [tenant] = await before.tenants(1) as [Tenant];
    await before.stop();
    const plan: FillPlan = {
      structureId: tenant.structureId,
      messages,
      recipients: RECIPIENTS,
    };
    const filled = await runScript<FillResult>("fill.ts", {
      flags,
      env: serviceEnv(folder),
      input: plan,
    });
    const service = await BenchService.start(setting, folder);
    return new Archive({ messages, service, tenant, filled });
  }

  /** A page of the history, as its structure's application sees it. */
  async page(
    query: string,
  ): Promise<{ items: unknown[]; nextCursor: string | null }> {
    const url = `http://127.0.0.1:${this.service.port}${PATH}?${query}`;
    const response = await fetch(url, {
      headers: { authorization: `Bearer ${this.tenant.key}` },
    });
    if (!response.ok) throw new Error(`${query}: ${await response.text()}`);
    return await response.json();
  }

  /** Where the older half of the history begins. */
  async middle(): Promise<string> {
    let seen = 0;
    let cursor = "";
    while (seen < this.messages / 2) {
      const { items, nextCursor } = await this.page(
        `limit=${WALK_LIMIT}${cursor === "" ? "" : `&cursor=${cursor}`}`,
      );
      seen += items.length;
      if (nextCursor === null) throw new Error(`Only ${seen} were listed`);
      cursor = encodeURIComponent(nextCursor);
    }
    return cursor;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.service[Symbol.asyncDispose]();
  }
}

/** A question, and how many messages answer it. */
interface Question {
  readonly name: string;
  readonly query: (archive: Archive) => Promise<string>;
  readonly items: number;
}

const QUESTIONS: readonly Question[] = [
  {
    name: "first page of 50",
    query: () => Promise.resolve("limit=50"),
    items: 50,
  },
  {
    name: "page of 50 in the middle",
    query: async (archive) => `limit=50&cursor=${await archive.middle()}`,
    items: 50,
  },
  {
    name: "search for a number",
    query: ({ messages }) =>
      Promise.resolve(
        `limit=50&recipient=${encodeURIComponent(numberOf(messages / 2))}`,
      ),
    items: 1,
  },
];

/** Both archives, then a case for each question. */
export async function* historyCases(setting: Setting): AsyncIterable<Case> {
  await using few = await Archive.open(setting, FEW);
  await using many = await Archive.open(
    setting,
    setting.quick ? MANY_QUICK : MANY,
  );
  for (const { name, query, items } of QUESTIONS) {
    const contenders: Contender[] = [];
    for (const archive of [few, many]) {
      const path = await query(archive);
      const page = await archive.page(path);
      if (page.items.length !== items) {
        throw new Error(`${name}: ${page.items.length} instead of ${items}`);
      }
      contenders.push(contenderOf(setting, archive, `${PATH}?${path}`));
    }
    contenders[1] = {
      ...contenders[1]!,
      comparisons: [{ by: "p50Ms", to: few.name, atMost: 2, final: 1.5 }],
      ...(name === QUESTIONS[0]!.name ? { note: howFilled(many) } : {}),
    };
    yield { suite: "history", name, contenders };
  }
}

function contenderOf(
  setting: Setting,
  { name, service, tenant }: Archive,
  path: string,
): Contender {
  return {
    name,
    measure: async () =>
      pageSampleOf(
        await load(setting, {
          port: service.port,
          shape: { connections: 1, recipients: 0 },
          method: "GET",
          path,
          body: null,
          keys: [tenant.key],
          expected: 200,
        }),
      ),
  };
}

/** What is seen of pages; they carry no messages to accept. */
function pageSampleOf(result: LoadResult): Sample {
  const { messagesPerSecond: _, ...sample } = sampleOf(result);
  return sample;
}

function howFilled(
  { name, messages, filled: { acceptedSeconds, indexedSeconds } }: Archive,
): string {
  const submissions = (messages / RECIPIENTS).toLocaleString("en");
  return `${name} in ${submissions} submissions of ${RECIPIENTS}, a commit each, spread over 90 days, scheduled; accepted in ${
    acceptedSeconds.toFixed(0)
  } s through the domain functions, numbers indexed in ${
    indexedSeconds.toFixed(0)
  } s`;
}
