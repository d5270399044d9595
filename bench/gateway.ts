import type { Received } from "./gateway_server.ts";
import { type Child, startScript } from "./processes.ts";
import type { BenchService } from "./service.ts";
import type { Setting } from "./setting.ts";

/** What deliveries carry besides their body. */
export const HEADERS = { "content-type": "application/json" };

type Served = Child<{ port: number }> & AsyncDisposable;

/** A gateway that takes everything, in a process of its own. */
export class BenchGateway implements AsyncDisposable {
  readonly #child: Served;

  private constructor(child: Served) {
    this.#child = child;
  }

  static async start({ flags }: Setting): Promise<BenchGateway> {
    return new BenchGateway(await startScript("gateway_server.ts", { flags }));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#child.hello.port}/send`;
  }

  /** Makes it the one gateway of a service. */
  async attachTo(
    service: BenchService,
    concurrency: number,
    ratePerSecond?: number,
  ): Promise<void> {
    const { items } = await service.ask("GET /gateways");
    for (const { id } of items) await service.ask(`DELETE /gateways/${id}`);
    await service.ask("POST /gateways", {
      kind: "http",
      name: "local",
      concurrency,
      ...(ratePerSecond === undefined ? {} : { ratePerSecond }),
      settings: {
        url: this.url,
        method: "POST",
        headers: HEADERS,
        body: '{"to":"{{to}}","text":"{{text}}","ref":"{{messageId}}"}',
        success: { status: [200], idPointer: "/id" },
      },
    });
  }

  /** What it took since it was last asked this. */
  async received(): Promise<Received> {
    const response = await fetch(this.url.replace("/send", "/received"));
    return await response.json();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#child[Symbol.asyncDispose]();
  }
}
