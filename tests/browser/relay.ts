/**
 * A line between browsers and the service that can be cut at the worst moment.
 *
 * @module
 */

/** When the service dies of a form that sends. */
export type Cut =
  /** The form has left the browser; the service never hears of it. */
  | "before"
  /** The service has accepted it; its answer never leaves. */
  | "after";

const FORM = new TextEncoder().encode("POST /s/");

/** Passes bytes on, and calls `kill` once, when told to. */
export class Relay implements AsyncDisposable {
  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #open = new Set<Deno.Conn>();
  #port = 0;
  #cut: { when: Cut; kill: () => Promise<unknown> } | null = null;

  constructor() {
    void this.#accept();
  }

  get port(): number {
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  /** Where the service is. */
  leadTo(port: number): void {
    this.#port = port;
  }

  /** Kills the service at the next form; resolves once it is dead. */
  cutNext(when: Cut, kill: () => Promise<unknown>): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#cut = {
      when,
      kill: async () => {
        await kill();
        resolve();
      },
    };
    return promise;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const connection of this.#open) this.#drop(connection);
    await Promise.resolve();
  }

  async #accept(): Promise<void> {
    try {
      for await (const client of this.#listener) {
        this.#pass(client).catch(() => {}).finally(() => this.#drop(client));
      }
    } catch {
      // Closed while it waited.
    }
  }

  async #pass(client: Deno.Conn): Promise<void> {
    this.#open.add(client);
    const { port } = { port: this.#port };
    const service = await Deno.connect({ hostname: "127.0.0.1", port });
    this.#open.add(service);
    let isForm = false;
    const asked = (async () => {
      for await (const chunk of client.readable) {
        isForm = startsWith(chunk, FORM);
        if (isForm && await this.#cuts("before")) return;
        await writeAll(service, chunk);
      }
    })();
    const answered = (async () => {
      for await (const chunk of service.readable) {
        if (isForm && await this.#cuts("after")) return;
        await writeAll(client, chunk);
      }
    })();
    await Promise.race([asked, answered]).finally(() => this.#drop(service));
    await Promise.allSettled([asked, answered]);
  }

  async #cuts(when: Cut): Promise<boolean> {
    if (this.#cut?.when !== when) return false;
    const { kill } = this.#cut;
    this.#cut = null;
    await kill();
    return true;
  }

  #drop(connection: Deno.Conn): void {
    this.#open.delete(connection);
    try {
      connection.close();
    } catch {
      // It was closed from the other side.
    }
  }
}

function startsWith(bytes: Uint8Array, start: Uint8Array): boolean {
  return start.every((byte, index) => bytes[index] === byte);
}

async function writeAll(to: Deno.Conn, bytes: Uint8Array): Promise<void> {
  let written = 0;
  while (written < bytes.length) {
    written += await to.write(bytes.subarray(written));
  }
}
