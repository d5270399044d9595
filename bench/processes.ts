/**
 * The parent's side of child processes: each part of a measurement runs in one
 * of its own, none outlives the benchmark.
 *
 * @module
 */
const ROOT = new URL("../", import.meta.url);
const READY_MS_MAX = 60_000;

/** Children that would not end by themselves soon after this process. */
const running = new Set<Deno.ChildProcess>();
addEventListener("unload", () => running.forEach((child) => kill(child)));

/** How a child is to be run. */
export interface RunOptions {
  /** Of `deno run`: configuration and lock. */
  readonly flags: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** A child that is ready. */
export interface Child<T> {
  readonly pid: number;
  /** What it said once it was ready. */
  readonly hello: T;
}

/** A program that knows nothing of benchmarks. */
export interface Program<T> extends Child<T> {
  /** Ends it by a signal, and waits for that. */
  end(signal: "SIGTERM" | "SIGKILL"): Promise<void>;
}

/** Starts a script of this folder that says hello and serves until released. */
export async function startScript<T>(
  script: string,
  options: RunOptions,
): Promise<Child<T> & AsyncDisposable> {
  const child = spawn(`bench/${script}`, options);
  const hello = await helloOf(child, (line) => JSON.parse(line) as T);
  return {
    pid: child.pid,
    hello,
    [Symbol.asyncDispose]: async () => {
      await child.stdin.close().catch(() => {});
      await child.status;
    },
  };
}

/**
 * Starts a program; `ready` makes of a line of its output what the caller
 * waits for, or null.
 */
export async function startProgram<T>(
  program: string,
  { ready, ...options }: RunOptions & { ready: (line: string) => T | null },
): Promise<Program<T>> {
  const child = spawn(program, options);
  killWithThis(child);
  const hello = await helloOf(child, ready);
  return {
    pid: child.pid,
    hello,
    end: async (signal) => {
      kill(child, signal);
      await child.status;
    },
  };
}

/** Runs a script of this folder with an input, and gives its answer. */
export async function runScript<T>(
  script: string,
  { input, ...options }: RunOptions & { input: unknown },
): Promise<T> {
  const child = spawn(`bench/${script}`, options);
  killWithThis(child);
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(JSON.stringify(input)));
  await writer.close();
  const text = await new Response(child.stdout).text();
  const { success } = await child.status;
  if (!success) throw new Error(`bench/${script} failed`);
  return JSON.parse(text);
}

function spawn(
  program: string,
  { flags, env = {} }: RunOptions,
): Deno.ChildProcess & { stdin: WritableStream<Uint8Array> } {
  return new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      ...flags,
      "--unstable-kv",
      "--unstable-cron",
      "--unstable-bundle",
      "-A",
      program,
    ],
    cwd: ROOT,
    clearEnv: true,
    env: { ...ownEnv(), ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
}

function killWithThis(child: Deno.ChildProcess): void {
  running.add(child);
  child.status.finally(() => running.delete(child));
}

/** The environment, without what would configure a service. */
function ownEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(Deno.env.toObject()).filter(([name]) =>
      !name.startsWith("LSMESSAGE_")
    ),
  );
}

/**
 * What `ready` makes of the first line it takes. The lines after it are read
 * and forgotten: a child that nobody listens to would come to a halt.
 */
async function helloOf<T>(
  child: Deno.ChildProcess,
  ready: (line: string) => T | null,
): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>();
  const late = setTimeout(() => {
    reject(new Error("A child process was not ready in time"));
    kill(child);
  }, READY_MS_MAX);
  void (async () => {
    for await (const line of linesOf(child.stdout)) {
      const found = ready(line);
      if (found === null) continue;
      clearTimeout(late);
      resolve(found);
    }
    clearTimeout(late);
    reject(new Error("A child process ended too soon"));
  })();
  return await promise;
}

async function* linesOf(
  bytes: ReadableStream<Uint8Array<ArrayBuffer>>,
): AsyncGenerator<string> {
  let rest = "";
  for await (const text of bytes.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop()!;
    yield* lines;
  }
  if (rest !== "") yield rest;
}

function kill(child: Deno.ChildProcess, signal: Deno.Signal = "SIGKILL"): void {
  try {
    child.kill(signal);
  } catch {
    // It has ended already.
  }
}
