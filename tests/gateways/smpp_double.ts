/**
 * A message centre over real TCP that does as its script says. It shares no
 * code with the gateway: octets are read and written by hand.
 *
 * @module
 */
import { smpp } from "../../lib/gateways/smpp.ts";
import type { SmppSettings } from "../../lib/gateways/smpp/settings.ts";

export const SUBMIT_SM = 0x04;
export const DELIVER_SM = 0x05;
export const UNBIND = 0x06;
export const BIND_TRANSCEIVER = 0x09;
export const ENQUIRE_LINK = 0x15;
export const GENERIC_NACK = 0x80000000;
const RESPONSE = 0x80000000;

/** A PDU as it arrived. */
export interface Arrived {
  readonly command: number;
  readonly status: number;
  readonly sequence: number;
  readonly body: Uint8Array;
  /** The whole PDU, in hexadecimal. */
  readonly hex: string;
  readonly from: Peer;
  readonly atMs: number;
}

/** One connection, seen from the centre. */
export class Peer {
  #sequence = 0;
  constructor(readonly number: number, readonly conn: Deno.Conn) {}

  /** Answers a PDU; the body may be text, which a NUL then ends. */
  reply(pdu: Arrived, status = 0, body: string | number[] = []): Promise<void> {
    const command = (pdu.command | RESPONSE) >>> 0;
    return this.write(frame(command, status, pdu.sequence, body));
  }

  /** Sends a PDU of the centre's own; its sequence number. */
  async send(command: number, body: number[] = []): Promise<number> {
    const sequence = ++this.#sequence;
    await this.write(frame(command, 0, sequence, body));
    return sequence;
  }

  async write(octets: Uint8Array): Promise<void> {
    for (let sent = 0; sent < octets.length;) {
      sent += await this.conn.write(octets.subarray(sent));
    }
  }

  cut(): void {
    ignoreClosed(() => this.conn.close());
  }
}

type Script = (pdu: Arrived) => Promise<void> | void;

/** How a centre behaves that does nothing unusual. */
export interface Manners {
  /** The status of bind_transceiver_resp; null keeps silent. */
  bind?: () => number | null;
  /** What a submit_sm is answered: an id, or a status; null keeps silent. */
  submit?: (pdu: Arrived, index: number) => string | number | null;
}

interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** Listens until disposed of. */
export class SmppDouble implements AsyncDisposable {
  /** All that arrived, in its order. */
  readonly arrived: Arrived[] = [];
  readonly peers: Peer[] = [];
  /** What is done with a PDU; false leaves it to the manners. */
  script: (pdu: Arrived) => ReturnType<Script> | false = () => false;
  manners: Manners;
  readonly #listener: Deno.Listener<Deno.Conn>;
  readonly #loops: Promise<void>[] = [];

  constructor({ tls, ...manners }: Manners & { tls?: Certificate } = {}) {
    const address = { hostname: "127.0.0.1", port: 0 };
    this.manners = manners;
    this.#listener = tls === undefined
      ? Deno.listen(address)
      : Deno.listenTls({ ...address, ...tls });
    this.#loops.push(this.#accept());
  }

  get port(): number {
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  get settings(): SmppSettings {
    const { port } = this;
    return { host: "127.0.0.1", port, systemId: "town", password: "s3cret" };
  }

  /** The PDUs of one command, in order of arrival. */
  of(command: number): Arrived[] {
    return this.arrived.filter((pdu) => pdu.command === command);
  }

  /** The connection that is newest. */
  get peer(): Peer {
    return this.peers.at(-1)!;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await smpp.close!();
    this.#listener.close();
    for (const peer of this.peers) peer.cut();
    await Promise.all(this.#loops);
  }

  async #accept(): Promise<void> {
    try {
      for await (const conn of this.#listener) {
        if ("setNoDelay" in conn) (conn as Deno.TcpConn).setNoDelay();
        const peer = new Peer(this.peers.length, conn);
        this.peers.push(peer);
        this.#loops.push(this.#serve(peer).catch(() => {}));
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  async #serve(peer: Peer): Promise<void> {
    let held = new Uint8Array();
    const buffer = new Uint8Array(65_536);
    for (;;) {
      const read = await peer.conn.read(buffer);
      if (read === null) return peer.cut();
      held = Uint8Array.from([...held, ...buffer.subarray(0, read)]);
      while (held.length >= 16) {
        const view = new DataView(held.buffer);
        const length = view.getUint32(0);
        if (held.length < length) break;
        const pdu: Arrived = {
          command: view.getUint32(4),
          status: view.getUint32(8),
          sequence: view.getUint32(12),
          body: held.slice(16, length),
          hex: held.slice(0, length).toHex(),
          from: peer,
          atMs: performance.now(),
        };
        held = held.slice(length);
        this.arrived.push(pdu);
        const done = this.script(pdu);
        if (done === false) await this.#behave(pdu);
        else await done;
      }
    }
  }

  async #behave(pdu: Arrived): Promise<void> {
    const { from } = pdu;
    if (pdu.command === BIND_TRANSCEIVER) {
      const status = this.manners.bind?.() ?? 0;
      if (this.manners.bind?.() === null) return;
      await from.reply(pdu, status, status === 0 ? "centre" : []);
    } else if (pdu.command === SUBMIT_SM) {
      const index = this.of(SUBMIT_SM).length - 1;
      const said = this.manners.submit === undefined
        ? `id${index}`
        : this.manners.submit(pdu, index);
      if (said === null) return;
      if (typeof said === "string") await from.reply(pdu, 0, said);
      else await from.reply(pdu, said);
    } else if (pdu.command === ENQUIRE_LINK || pdu.command === UNBIND) {
      await from.reply(pdu);
    }
  }
}

function frame(
  command: number,
  status: number,
  sequence: number,
  body: string | number[],
): Uint8Array {
  const octets = typeof body === "string"
    ? [...new TextEncoder().encode(body), 0]
    : body;
  const pdu = new Uint8Array(16 + octets.length);
  const view = new DataView(pdu.buffer);
  [pdu.length, command, status, sequence].forEach((word, index) =>
    view.setUint32(index * 4, word)
  );
  pdu.set(octets, 16);
  return pdu;
}

/** The body of a deliver_sm with `text` in it. */
export function deliverBody(
  text: string,
  { esmClass = 0x04, coding = 0, tlvs = [] }: {
    esmClass?: number;
    coding?: number;
    tlvs?: [tag: number, value: number[]][];
  } = {},
): number[] {
  const message = [...new TextEncoder().encode(text)];
  return [
    ...[0, 1, 1, ...ascii("33612345678"), 0, 5, 0, ...ascii("Mairie"), 0],
    ...[esmClass, 0, 0, 0, 0, 0, 0, coding, 0, message.length, ...message],
    ...tlvs.flatMap(([tag, value]) => [
      ...[tag >> 8, tag & 0xff, value.length >> 8, value.length & 0xff],
      ...value,
    ]),
  ];
}

/** The usual receipt. */
export function receiptText(id: string, stat = "DELIVRD"): string {
  return `id:${id} sub:001 dlvrd:001 submit date:2601010000 ` +
    `done date:2601010001 stat:${stat} err:000 text:Une convocation`;
}

export function ascii(text: string): number[] {
  return [...text].map((char) => char.charCodeAt(0));
}

function ignoreClosed(close: () => void): void {
  try {
    close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}
