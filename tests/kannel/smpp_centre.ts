/**
 * A message centre made of the server of the npm package `smpp`: a program of
 * others to be tested against.
 *
 * @module
 */
import smppServer from "smpp";
import { smpp } from "../../lib/gateways/smpp.ts";
import type { SmppSettings } from "../../lib/gateways/smpp/settings.ts";

/** What the package makes of a submit_sm; it comes without types. */
export interface Submission {
  readonly sequence_number: number;
  readonly source_addr: string;
  readonly source_addr_ton: number;
  readonly destination_addr: string;
  readonly data_coding: number;
  readonly registered_delivery: number;
  readonly validity_period: Date;
  readonly short_message: {
    readonly message: string;
    readonly udh?: readonly Uint8Array[];
  };
}

/** What a handset would show. */
export interface Arrival {
  readonly to: string;
  readonly sender: string;
  readonly text: string;
  readonly parts: number;
}

/** A centre made of the package's server. */
export class Centre implements AsyncDisposable {
  readonly submissions: Submission[] = [];
  /** command_status of each deliver_sm_resp. */
  readonly answers: number[] = [];
  binds = 0;
  unbinds = 0;
  /** In the answers hexadecimal, in the receipts decimal. */
  ids = 4_096;
  /** Receipts nobody has taken yet; they are posted again at a bind. */
  // deno-lint-ignore no-explicit-any -- the package comes without types
  readonly #due = new Map<number, any>();
  /** Whether a submit_sm is answered. */
  answering = true;
  port = 0;
  // deno-lint-ignore no-explicit-any -- the package comes without types
  #server: any;
  // deno-lint-ignore no-explicit-any -- see above
  readonly #sessions = new Set<any>();

  static async open(): Promise<Centre> {
    const centre = new Centre();
    await centre.start();
    return centre;
  }

  get settings(): SmppSettings {
    return {
      host: "127.0.0.1",
      port: this.port,
      systemId: "town",
      password: "s3cret",
      messageIds: "hexadecimalThenDecimal",
    };
  }

  /** The complete SMS received so far, each put together from its parts. */
  get arrivals(): Arrival[] {
    const open = new Map<string, Submission[]>();
    const whole: Arrival[] = [];
    for (const one of this.submissions) {
      const header = one.short_message.udh?.[0];
      const [reference, total = 1] = header?.subarray(-3) ?? [];
      const key = `${one.destination_addr} ${reference}`;
      const parts = [...open.get(key) ?? [], one];
      open.set(key, parts);
      if (parts.length < total) continue;
      open.delete(key);
      whole.push({
        to: one.destination_addr,
        sender: one.source_addr,
        text: parts.map(({ short_message }) => short_message.message).join(""),
        parts: parts.length,
      });
    }
    return whole;
  }

  async start(): Promise<void> {
    // deno-lint-ignore no-explicit-any -- see above
    this.#server = smppServer.createServer((session: any) => {
      this.#sessions.add(session);
      session.on("error", () => {});
      session.on("close", () => this.#sessions.delete(session));
      // deno-lint-ignore no-explicit-any -- see above
      session.on("bind_transceiver", (pdu: any) => {
        this.binds++;
        const isRight = pdu.system_id === "town" && pdu.password === "s3cret";
        session.send(pdu.response({ command_status: isRight ? 0 : 0x0e }));
        if (!isRight) return;
        for (const id of this.#due.keys()) this.#tell(session, id);
      });
      // deno-lint-ignore no-explicit-any -- see above
      session.on("submit_sm", (pdu: any) => this.#take(session, pdu));
      // deno-lint-ignore no-explicit-any -- see above
      session.on("unbind", (pdu: any) => {
        this.unbinds++;
        session.send(pdu.response());
        session.close();
      });
    });
    await new Promise<void>((resolve) =>
      this.#server.listen(this.port, "127.0.0.1", resolve)
    );
    this.port = this.#server.address().port;
  }

  /** Stops at once, leaving unanswered what is. */
  async stop(): Promise<void> {
    for (const session of this.#sessions) session.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await smpp.close!();
    await this.stop();
  }

  // deno-lint-ignore no-explicit-any -- see above
  #take(session: any, pdu: any): void {
    this.submissions.push(pdu);
    if (!this.answering) return;
    const id = ++this.ids;
    session.send(pdu.response({ message_id: id.toString(16) }));
    const short_message = `id:${id} sub:001 dlvrd:001 ` +
      "submit date:2601010000 done date:2601010001 stat:DELIVRD err:000 " +
      `text:${pdu.short_message.message.slice(0, 10)}`;
    this.#due.set(id, {
      source_addr: pdu.destination_addr,
      destination_addr: pdu.source_addr,
      esm_class: 4,
      data_coding: 0,
      short_message,
    });
    this.#tell(session, id);
  }

  // deno-lint-ignore no-explicit-any -- see above
  #tell(session: any, id: number): void {
    // deno-lint-ignore no-explicit-any -- see above
    session.deliver_sm(this.#due.get(id), (answer: any) => {
      this.answers.push(answer.command_status);
      if (answer.command_status === 0) this.#due.delete(id);
    });
  }
}
