/**
 * The real service, in a process of its own: started on a store in a temporary
 * folder, asked over HTTP, stopped or killed, and started again.
 *
 * @module
 */
const ROOT = new URL("../../", import.meta.url);

/** As `deno task start` runs it, with what is installed already. */
const RUN = ["run", "-A", "--config=deno.json", "--lock=deno.lock", "--frozen"];
const READY_MS_MAX = 30_000;
const STARTS_MAX = 3;
const GREETING = /^lsmessage: (http:\S+)$/m;

export const OPERATOR_TOKEN = "operator-token-of-the-tests-0123456789";

type Env = Readonly<Record<string, string>>;

/** What a program of the service said, and how it ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** What a test says of a request. */
export interface Asked {
  /** A bearer token; the operator's unless told otherwise, null for none. */
  readonly key?: string | null;
  readonly json?: unknown;
  /** The body as it is, in the place of `json`. */
  readonly body?: BodyInit;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer, read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  // deno-lint-ignore no-explicit-any -- tests compare it with what they expect
  readonly body: any;
}

/** A running process, and all it has said so far. */
class Running {
  readonly child: Deno.ChildProcess;
  output = "";
  readonly #reading: Promise<unknown>;

  constructor(script: string, env: Env, args: readonly string[] = []) {
    this.child = new Deno.Command(Deno.execPath(), {
      args: [...RUN, script, ...args],
      cwd: ROOT,
      clearEnv: true,
      env: { ...bareEnv(), ...env },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    this.#reading = Promise.all([
      this.#read(this.child.stdout),
      this.#read(this.child.stderr),
    ]);
  }

  async ended(): Promise<Ended> {
    const { code } = await this.child.status;
    await this.#reading;
    return { code, output: this.output };
  }

  async #read(stream: ReadableStream<Uint8Array<ArrayBuffer>>): Promise<void> {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      this.output += text;
    }
  }
}

/** The service on a store of its own; ends and cleans up with `await using`. */
export class Service implements AsyncDisposable {
  /** Holds the store and its master keys, and nothing else. */
  readonly folder: string;
  readonly #env: Env;
  #port: number;
  #running: Running | null = null;
  #past = "";
  readonly #killAtUnload = () => void this.kill();

  private constructor(folder: string, port: number, env: Env) {
    this.folder = folder;
    this.#port = port;
    this.#env = env;
    addEventListener("unload", this.#killAtUnload);
  }

  /** Starts it on a new store; `env` adds to the environment. */
  static async start(env: Env = {}): Promise<Service> {
    const folder = await Deno.makeTempDir({ prefix: "lsmessage_" });
    const service = new Service(folder, freePort(), env);
    for (let start = 1;; start++) {
      try {
        await service.resume();
        return service;
      } catch (error) {
        // Another program may have taken the port in between: take another.
        const isTaken = /PORT: already in use/.test(service.output);
        if (isTaken && start < STARTS_MAX) {
          service.#port = freePort();
          continue;
        }
        await service[Symbol.asyncDispose]();
        throw error;
      }
    }
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** The environment its programs run in. */
  get env(): Env {
    return {
      PORT: String(this.#port),
      LSMESSAGE_KV: this.store,
      LSMESSAGE_OPERATOR_TOKEN: OPERATOR_TOKEN,
      // Scripted gateways, and webhooks, listen on this machine.
      LSMESSAGE_OUTBOUND_ALLOW: "127.0.0.1",
      ...this.#env,
    };
  }

  /** The file its store is in. */
  get store(): string {
    return `${this.folder}/lsmessage.sqlite3`;
  }

  /** What it has written to stdout and stderr, over all its runs. */
  get output(): string {
    return this.#past + (this.#running?.output ?? "");
  }

  /** Its process id, while it runs. */
  get pid(): number | null {
    return this.#running?.child.pid ?? null;
  }

  /** Starts it again, on the same store and port; resolves when it serves. */
  async resume(): Promise<void> {
    const running = this.spawn();
    const endMs = performance.now() + READY_MS_MAX;
    const ended = running.ended();
    while (!GREETING.test(running.output)) {
      const late = performance.now() > endMs;
      const end = await Promise.race([ended, pause(10)]);
      if (!late && !end) continue;
      const { output } = await this.kill() ?? running;
      throw new Error(`the service did not start:\n${output}`);
    }
  }

  /** Begins to start it, without waiting until it serves. */
  spawn(): { ended(): Promise<Ended>; readonly output: string } {
    if (this.#running !== null) throw new Error("the service runs already");
    return this.#running = new Running("main.ts", this.env);
  }

  /** Ends it as a power cut would; null if it did not run. */
  async kill(): Promise<Ended | null> {
    return await this.#end("SIGKILL");
  }

  /** Asks it to end, and waits until it has. */
  async stop(): Promise<Ended | null> {
    return await this.#end("SIGTERM");
  }

  /** Runs `deno task verify` on its store; it must not be running. */
  async verify(): Promise<Ended> {
    return await run("scripts/verify.ts", this.env);
  }

  /** Asks `METHOD /path`, below the base path unless it begins with `//`. */
  async ask(what: string, asked: Asked = {}): Promise<Answer> {
    const [method = "GET", path = ""] = what.split(" ");
    const { key = OPERATOR_TOKEN, json } = asked;
    const body = json === undefined ? asked.body : JSON.stringify(json);
    const place = path.startsWith("//") ? path.slice(1) : `/api/v1${path}`;
    const response = await fetch(this.url + place, {
      method,
      ...(body === undefined ? {} : { body }),
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(json === undefined ? {} : { "content-type": "application/json" }),
        ...asked.headers,
      },
    });
    const { status, headers } = response;
    const text = await response.text();
    const isJson = headers.get("content-type")?.includes("json");
    return { status, headers, text, body: isJson ? JSON.parse(text) : null };
  }

  /** The same; throws unless the answer says that all went well. */
  async do(what: string, asked: Asked = {}): Promise<Answer["body"]> {
    const { status, text, body } = await this.ask(what, asked);
    if (status < 300) return body;
    throw new Error(`${what}: ${status} ${text}`);
  }

  /** Declares a structure with credits and an application; gives its key. */
  async town(
    { name = "Rodez", credits = 0, parentId, ...application }: {
      name?: string;
      credits?: number;
      parentId?: string;
      mode?: "live" | "test";
      scopes?: string[];
    } = {},
  ): Promise<Town> {
    const json = { name, ...(parentId === undefined ? {} : { parentId }) };
    const { id } = await this.do("POST /structures", { json });
    if (credits > 0) await this.grant(id, credits);
    const made = await this.do(`POST /structures/${id}/applications`, {
      json: { name: "idelibre", mode: "live", ...application },
    });
    return { id, applicationId: made.id, key: made.apiKey };
  }

  /** New credits from the operator. */
  async grant(toId: string, credits: number): Promise<void> {
    await this.do("POST /transfers", {
      json: { fromId: null, toId, credits },
      headers: { "idempotency-key": crypto.randomUUID() },
    });
  }

  /** Every item of a list, page by page. */
  async all(path: string, key = OPERATOR_TOKEN): Promise<Answer["body"][]> {
    const items: Answer["body"][] = [];
    const separator = path.includes("?") ? "&" : "?";
    let cursor = "";
    do {
      const next = cursor === "" ? "" : `&cursor=${cursor}`;
      const what = `GET ${path}${separator}limit=100${next}`;
      const page = await this.do(what, { key });
      items.push(...page.items);
      cursor = page.nextCursor ?? "";
    } while (cursor !== "");
    return items;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill();
    removeEventListener("unload", this.#killAtUnload);
    await Deno.remove(this.folder, { recursive: true });
  }

  async #end(signal: Deno.Signal): Promise<Ended | null> {
    const running = this.#running;
    if (running === null) return null;
    try {
      running.child.kill(signal);
    } catch (error) {
      // It has ended by itself.
      const gone = error instanceof TypeError ||
        error instanceof Deno.errors.NotFound;
      if (!gone) throw error;
    }
    const ended = await running.ended();
    if (this.#running === running) {
      this.#past += running.output;
      this.#running = null;
    }
    return ended;
  }
}

/** A structure, and an application of it. */
export interface Town {
  readonly id: string;
  readonly applicationId: string;
  readonly key: string;
}

/** Runs one of the service's programs to its end. */
export async function run(
  script: string,
  env: Env,
  args: readonly string[] = [],
): Promise<Ended> {
  return await new Running(script, env, args).ended();
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Waits until `holds`, and throws with `what` when that takes too long. */
export async function until(
  holds: () => boolean | Promise<boolean>,
  what: string,
  msMax = 30_000,
): Promise<void> {
  const endMs = performance.now() + msMax;
  while (!await holds()) {
    if (performance.now() > endMs) throw new Error(`waited in vain: ${what}`);
    await pause(50);
  }
}

export function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}

/** This process's environment, without what configures the service. */
function bareEnv(): Env {
  const names = Object.entries(Deno.env.toObject()).filter(([name]) =>
    !name.startsWith("LSMESSAGE_") && name !== "PORT" && name !== "HOST" &&
    !name.startsWith("DENO_DEPLOYMENT")
  );
  return Object.fromEntries(names);
}
