/**
 * One connection that speaks SMPP: requests with their answers in both
 * directions, until it ends.
 *
 * @module
 */
import type { Wire } from "../gateway.ts";
import {
  Command,
  encodePdu,
  isResponse,
  type Pdu,
  PduReader,
  responseTo,
} from "./pdu.ts";

const SEQUENCE_MAX = 0x7fffffff;
const READ_OCTETS = 65_536;
/** Deliveries in work at once; more are left in the socket. */
const TAKING_MAX = 64;
/** Unanswered enquiries after which the other side is taken for dead. */
const MISSES_MAX = 2;
const INVALID_COMMAND = 0x03;
const UNKNOWN_ERROR = 0xff;

/**
 * What came of a request. `begun` tells whether any of it may have left: where
 * it is false, the other side has not seen it.
 */
export type Reply =
  | {
    readonly kind: "answer";
    readonly status: number;
    readonly body: Uint8Array;
  }
  | { readonly kind: "lost"; readonly begun: boolean }
  | { readonly kind: "silent"; readonly begun: boolean };

interface Pending {
  readonly command: number;
  begun: boolean;
  settled: boolean;
  readonly settle: (reply: Reply) => void;
}

interface Outgoing {
  readonly octets: Uint8Array;
  /** The request these octets are, where they are one. */
  readonly pending: Pending | null;
}

/** A session's end of one connection. */
export class Link {
  readonly #wire: Wire;
  readonly #take: (deliver: Pdu) => Promise<number>;
  readonly #pending = new Map<number, Pending>();
  readonly #taking = new Set<Promise<void>>();
  readonly #outgoing: Outgoing[] = [];
  readonly #ended = Promise.withResolvers<void>();
  #quiet: (() => void)[] = [];
  #sequence = 0;
  #misses = 0;
  #writing = false;
  #isEnded = false;

  /** `take` handles a deliver_sm and gives the status to answer it with. */
  constructor(wire: Wire, take: (deliver: Pdu) => Promise<number>) {
    this.#wire = wire;
    this.#take = take;
    void this.#readAll();
  }

  /** Resolves once the connection is gone, whoever closed it. */
  get ended(): Promise<void> {
    return this.#ended.promise;
  }

  /** Sends a request and waits for its answer. */
  request(
    command: number,
    body: Uint8Array,
    signal: AbortSignal,
  ): Promise<Reply> {
    if (this.#isEnded) return Promise.resolve({ kind: "lost", begun: false });
    if (signal.aborted) {
      return Promise.resolve({ kind: "silent", begun: false });
    }
    const sequence = this.#nextSequence();
    return new Promise((resolve) => {
      const stop = () =>
        pending.settle({ kind: "silent", begun: pending.begun });
      const pending: Pending = {
        command,
        begun: false,
        settled: false,
        settle: (reply) => {
          pending.settled = true;
          signal.removeEventListener("abort", stop);
          this.#pending.delete(sequence);
          this.#tellQuiet();
          resolve(reply);
        },
      };
      signal.addEventListener("abort", stop);
      this.#pending.set(sequence, pending);
      this.#send({ command, status: 0, sequence, body }, pending);
    });
  }

  /** Asks whether the other side lives; ends where it has long been silent. */
  probe(): void {
    if (this.#misses >= MISSES_MAX) return this.end();
    this.#misses++;
    const sequence = this.#nextSequence();
    this.#send({
      command: Command.enquireLink,
      status: 0,
      sequence,
      body: new Uint8Array(),
    });
  }

  /** Resolves once nothing is unanswered, in either direction. */
  quiet(): Promise<void> {
    return new Promise((resolve) => {
      this.#quiet.push(resolve);
      this.#tellQuiet();
    });
  }

  /** Closes the connection; what is unanswered is lost. */
  end(): void {
    if (this.#isEnded) return;
    this.#isEnded = true;
    closeWire(this.#wire);
    this.#outgoing.length = 0;
    for (const pending of [...this.#pending.values()]) {
      pending.settle({ kind: "lost", begun: pending.begun });
    }
    this.#ended.resolve();
  }

  async #readAll(): Promise<void> {
    const reader = new PduReader();
    const buffer = new Uint8Array(READ_OCTETS);
    try {
      while (!this.#isEnded) {
        const read = await this.#wire.read(buffer);
        if (read === null) break;
        for (const pdu of reader.push(buffer.slice(0, read))) {
          this.#hear(pdu);
        }
        while (this.#taking.size >= TAKING_MAX) {
          await Promise.race(this.#taking);
        }
      }
    } catch {
      // A broken connection or protocol: either way it is over.
    }
    this.end();
  }

  #hear(pdu: Pdu): void {
    this.#misses = 0;
    if (isResponse(pdu.command)) return this.#hearAnswer(pdu);
    switch (pdu.command) {
      case Command.deliverSm:
        return this.#hearDelivery(pdu);
      case Command.enquireLink:
        return this.#answer(pdu, 0);
      case Command.unbind:
        this.#answer(pdu, 0);
        // Once that answer has left.
        return this.#send(null);
      default:
        return this.#send({
          ...pdu,
          command: Command.genericNack,
          status: INVALID_COMMAND,
          body: new Uint8Array(),
        });
    }
  }

  #hearAnswer({ command, status, sequence, body }: Pdu): void {
    const pending = this.#pending.get(sequence);
    if (pending === undefined) return;
    if (command === responseTo(pending.command)) {
      pending.settle({ kind: "answer", status, body });
    } else if (command === Command.genericNack) {
      pending.settle({
        kind: "answer",
        status: status === 0 ? UNKNOWN_ERROR : status,
        body,
      });
    }
  }

  #hearDelivery(pdu: Pdu): void {
    const taking = this.#take(pdu)
      .then((status) => this.#answer(pdu, status))
      .finally(() => {
        this.#taking.delete(taking);
        this.#tellQuiet();
      });
    this.#taking.add(taking);
  }

  #answer({ command, sequence }: Pdu, status: number): void {
    // A deliver_sm_resp has an empty message id as its body.
    const body = new Uint8Array(command === Command.deliverSm ? 1 : 0);
    this.#send({ command: responseTo(command), status, sequence, body });
  }

  /** Null ends the connection when its turn comes. */
  #send(pdu: Pdu | null, pending: Pending | null = null): void {
    if (this.#isEnded) return;
    const octets = pdu === null ? new Uint8Array() : encodePdu(pdu);
    this.#outgoing.push({ octets, pending });
    if (!this.#writing) void this.#writeAll();
  }

  async #writeAll(): Promise<void> {
    this.#writing = true;
    try {
      for (let next; (next = this.#outgoing.shift()) !== undefined;) {
        const { octets, pending } = next;
        if (octets.length === 0) return this.end();
        if (pending !== null) {
          // Given up before its turn came: it never leaves.
          if (pending.settled) continue;
          pending.begun = true;
        }
        await writeAll(this.#wire, octets);
      }
    } catch {
      this.end();
    } finally {
      this.#writing = false;
    }
  }

  #nextSequence(): number {
    this.#sequence = this.#sequence % SEQUENCE_MAX + 1;
    return this.#sequence;
  }

  #tellQuiet(): void {
    if (this.#pending.size > 0 || this.#taking.size > 0) return;
    for (const tell of this.#quiet.splice(0)) tell();
  }
}

async function writeAll(wire: Wire, octets: Uint8Array): Promise<void> {
  for (let written = 0; written < octets.length;) {
    written += await wire.write(octets.subarray(written));
  }
}

/** The other side may have closed it already. */
function closeWire(wire: Wire): void {
  try {
    wire.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
