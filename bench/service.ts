/**
 * The real service in a process of its own, as an operator runs it, set up
 * through its API.
 *
 * @module
 */
import { type Program, startProgram } from "./processes.ts";
import { freshFolder, type Setting } from "./setting.ts";

const OPERATOR_TOKEN = "operator-token-of-the-benchmark-0123456789";
const CREDITS = 1_000_000_000;
/** Requests of a set-up that run side by side. */
const SIDE_BY_SIDE = 16;

/** A structure that may send, and its key. */
export interface Tenant {
  readonly structureId: string;
  readonly key: string;
}

/** What a structure has. */
export interface Balance {
  readonly available: number;
  readonly reserved: number;
  readonly spent: number;
}

/** A running service; disposing of it ends it at once and removes its store. */
export class BenchService implements AsyncDisposable {
  readonly folder: string;
  readonly #child: Program<string>;
  #serial = 0;

  private constructor(folder: string, child: Program<string>) {
    this.folder = folder;
    this.#child = child;
  }

  /** Starts it on the store in `folder`, or on a new one. */
  static async start(
    setting: Setting,
    folder?: string,
  ): Promise<BenchService> {
    const own = folder ?? await freshFolder(setting);
    const child = await startProgram("main.ts", {
      flags: setting.flags,
      env: serviceEnv(own),
      ready: (line) => /^lsmessage: (http:\S+)$/.exec(line)?.[1] ?? null,
    });
    return new BenchService(own, child);
  }

  get pid(): number {
    return this.#child.pid;
  }

  get port(): number {
    return Number(new URL(this.#child.hello).port);
  }

  /**
   * Asks the API as the operator.
   *
   * @throws {Error} for an answer that is no success
   */
  // deno-lint-ignore no-explicit-any -- the caller knows what it asked for
  async ask(what: string, json?: unknown): Promise<any> {
    const [method = "GET", path = ""] = what.split(" ");
    const response = await fetch(
      `http://127.0.0.1:${this.port}/api/v1${path}`,
      {
        method,
        headers: {
          "authorization": `Bearer ${OPERATOR_TOKEN}`,
          "idempotency-key": `bench-${++this.#serial}`,
          ...(json === undefined ? {} : { "content-type": "application/json" }),
        },
        ...(json === undefined ? {} : { body: JSON.stringify(json) }),
      },
    );
    const text = await response.text();
    if (!response.ok) throw new Error(`${what}: ${response.status} ${text}`);
    return text === "" ? null : JSON.parse(text);
  }

  /** Declares structures below one centre, with credits and a key each. */
  async tenants(count: number): Promise<Tenant[]> {
    const { id: parentId } = await this.ask("POST /structures", {
      name: "Centre de mutualisation",
    });
    const tenants: Tenant[] = [];
    for (let from = 0; from < count; from += SIDE_BY_SIDE) {
      const size = Math.min(SIDE_BY_SIDE, count - from);
      tenants.push(
        ...await Promise.all(
          Array.from(
            { length: size },
            (_, i) => this.#tenant(`Commune ${from + i + 1}`, parentId),
          ),
        ),
      );
    }
    return tenants;
  }

  /** What structures have, all together. */
  async balance(tenants: readonly Tenant[]): Promise<Balance> {
    const sum = { available: 0, reserved: 0, spent: 0 };
    for (const { structureId } of tenants) {
      const one = await this.ask(`GET /structures/${structureId}/balance`);
      sum.available += one.available;
      sum.reserved += one.reserved;
      sum.spent += one.spent;
    }
    return sum;
  }

  /** Stops it gracefully and keeps its store. */
  async stop(): Promise<void> {
    await this.#child.end("SIGTERM");
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child.end("SIGKILL");
    await Deno.remove(this.folder, { recursive: true });
  }

  async #tenant(name: string, parentId: string): Promise<Tenant> {
    const { id: structureId } = await this.ask("POST /structures", {
      name,
      parentId,
    });
    await this.ask("POST /transfers", {
      fromId: null,
      toId: structureId,
      credits: CREDITS,
    });
    const { apiKey: key } = await this.ask(
      `POST /structures/${structureId}/applications`,
      { name: "idelibre", mode: "live" },
    );
    return { structureId, key };
  }
}

/** The environment of a service on the store in a folder. */
export function serviceEnv(folder: string): Record<string, string> {
  return {
    HOST: "127.0.0.1",
    PORT: "0",
    LSMESSAGE_KV: `${folder}/lsmessage.sqlite3`,
    LSMESSAGE_OPERATOR_TOKEN: OPERATOR_TOKEN,
  };
}
