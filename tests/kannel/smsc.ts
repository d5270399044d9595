/**
 * A message centre for Kannel to bind to: as much SMPP 3.4 as it takes to
 * receive every SMS byte by byte and to send receipts for it.
 *
 * @module
 */

/** One submit_sm as it arrived. */
export interface Part {
  readonly id: string;
  /** As Kannel gives it: international numbers come without their plus. */
  readonly to: string;
  readonly sender: string;
  /** 0 is GSM 03.38, one septet per octet; 8 is UCS-2. */
  readonly dataCoding: number;
  /** The user data after its header. */
  readonly data: Uint8Array;
  /** Where the part stands in a concatenated SMS, or null. */
  readonly concat: { ref: number; total: number; number: number } | null;
  readonly receiptWanted: boolean;
  readonly atMs: number;
}

/** A whole SMS: what the handset would show. */
export interface Arrival {
  readonly to: string;
  readonly sender: string;
  readonly text: string;
  readonly dataCoding: number;
  readonly parts: number;
}

const BIND = [0x01, 0x02, 0x09];
const SUBMIT_SM = 0x04;
const DELIVER_SM = 0x05;
const UNBIND = 0x06;
const ENQUIRE_LINK = 0x15;
const RESPONSE = 0x80000000;
const GENERIC_NACK = 0x80000000;
const UNKNOWN_COMMAND = 0x03;
const FRAME_BYTES_MAX = 65_536;

interface Session {
  readonly conn: Deno.Conn;
  bound: boolean;
  /** One frame at a time on the wire. */
  writing: Promise<unknown>;
}

interface PendingReceipt {
  readonly body: Uint8Array;
  sequence: number;
}

/** Listens until disposed of; receipts wait for the next bind if need be. */
export class Smsc implements AsyncDisposable {
  /** Everything received, in order of arrival. */
  readonly parts: Part[] = [];
  /** The command status a submit_sm is answered; null keeps silent. */
  answer: (part: Part) => number | null = () => 0;
  /** What the receipt of an accepted part says; null sends none. */
  receipt: (part: Part) => string | null = () => "DELIVRD";

  readonly #listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  readonly #sessions = new Set<Session>();
  readonly #pending = new Set<PendingReceipt>();
  readonly #loops: Promise<void>[] = [];
  #sequence = 0;
  #ids = 1000;

  constructor() {
    this.#loops.push(this.#accept());
  }

  get port(): number {
    return (this.#listener.addr as Deno.NetAddr).port;
  }

  /** Receipts that no one has acknowledged yet. */
  get receiptsPending(): number {
    return this.#pending.size;
  }

  /** The complete SMS received so far, each put together from its parts. */
  get arrivals(): Arrival[] {
    const open = new Map<string, Part[]>();
    const whole: Arrival[] = [];
    for (const part of this.parts) {
      if (part.concat === null) {
        whole.push(arrival([part]));
        continue;
      }
      const key = `${part.to} ${part.concat.ref}`;
      const parts = [...open.get(key) ?? [], part];
      open.set(key, parts);
      if (parts.length < part.concat.total) continue;
      whole.push(arrival(parts));
      open.delete(key);
    }
    return whole;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#listener.close();
    for (const session of this.#sessions) close(session.conn);
    await Promise.all(this.#loops);
  }

  async #accept(): Promise<void> {
    try {
      for await (const conn of this.#listener) {
        const session = { conn, bound: false, writing: Promise.resolve() };
        this.#sessions.add(session);
        this.#loops.push(
          this.#serve(session).catch(() => {}).finally(() => {
            this.#sessions.delete(session);
            close(conn);
          }),
        );
      }
    } catch (error) {
      if (!(error instanceof Deno.errors.BadResource)) throw error;
    }
  }

  async #serve(session: Session): Promise<void> {
    for await (const frame of frames(session.conn)) {
      const view = new DataView(frame.buffer, frame.byteOffset);
      const command = view.getUint32(4);
      const status = view.getUint32(8);
      const sequence = view.getUint32(12);
      const reply = (status: number, body: Uint8Array = new Uint8Array()) =>
        write(session, (command | RESPONSE) >>> 0, status, sequence, body);

      if (BIND.includes(command)) {
        await reply(0, text0("smsc"));
        session.bound = true;
        for (const receipt of this.#pending) this.#send(session, receipt);
      } else if (command === SUBMIT_SM) {
        const part = parseSubmit(frame.subarray(16), String(++this.#ids));
        await this.#take(session, part, reply);
      } else if (command === (DELIVER_SM | RESPONSE) >>> 0) {
        this.#acknowledge(session, sequence, status);
      } else if (command === ENQUIRE_LINK) {
        await reply(0);
      } else if (command === UNBIND) {
        await reply(0);
        return;
      } else if (command < RESPONSE) {
        await write(session, GENERIC_NACK, UNKNOWN_COMMAND, sequence);
      }
    }
  }

  async #take(
    session: Session,
    part: Part,
    reply: (status: number, body?: Uint8Array) => Promise<unknown>,
  ): Promise<void> {
    this.parts.push(part);
    const status = this.answer(part);
    if (status === null) return;
    await reply(status, status === 0 ? text0(part.id) : new Uint8Array());
    const state = this.receipt(part);
    if (status !== 0 || !part.receiptWanted || state === null) return;
    const receipt = { body: receiptBody(part, state), sequence: 0 };
    this.#pending.add(receipt);
    await this.#send(session, receipt);
  }

  #send(session: Session, receipt: PendingReceipt): Promise<unknown> {
    receipt.sequence = ++this.#sequence;
    return write(session, DELIVER_SM, 0, receipt.sequence, receipt.body)
      .catch(() => {});
  }

  #acknowledge(session: Session, sequence: number, status: number): void {
    for (const receipt of this.#pending) {
      if (receipt.sequence !== sequence) continue;
      if (status === 0) this.#pending.delete(receipt);
      else setTimeout(() => this.#send(session, receipt), 200);
    }
  }
}

async function* frames(conn: Deno.Conn): AsyncGenerator<Uint8Array> {
  let held = new Uint8Array();
  for await (const chunk of conn.readable) {
    const joined = new Uint8Array(held.length + chunk.length);
    joined.set(held);
    joined.set(chunk, held.length);
    let start = 0;
    while (joined.length - start >= 16) {
      const length = new DataView(joined.buffer, start).getUint32(0);
      if (length < 16 || length > FRAME_BYTES_MAX) return;
      if (joined.length - start < length) break;
      yield joined.slice(start, start + length);
      start += length;
    }
    held = joined.slice(start);
  }
}

function write(
  session: Session,
  command: number,
  status: number,
  sequence: number,
  body: Uint8Array = new Uint8Array(),
): Promise<unknown> {
  const frame = new Uint8Array(16 + body.length);
  const view = new DataView(frame.buffer);
  [frame.length, command, status, sequence].forEach((word, index) =>
    view.setUint32(index * 4, word)
  );
  frame.set(body, 16);
  session.writing = session.writing.then(async () => {
    for (let sent = 0; sent < frame.length;) {
      sent += await session.conn.write(frame.subarray(sent));
    }
  });
  session.writing.catch(() => {});
  return session.writing;
}

function close(conn: Deno.Conn): void {
  try {
    conn.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error;
  }
}

function parseSubmit(body: Uint8Array, id: string): Part {
  let at = 0;
  const octet = () => body[at++] ?? 0;
  const string = () => {
    const end = body.indexOf(0, at);
    const value = new TextDecoder("latin1").decode(body.subarray(at, end));
    at = end + 1;
    return value;
  };
  string(); // service_type
  at += 2;
  const sender = string();
  at += 2;
  const to = string();
  const esmClass = octet();
  at += 2;
  string(); // schedule_delivery_time
  string(); // validity_period
  const registered = octet();
  octet(); // replace_if_present
  const dataCoding = octet();
  octet(); // sm_default_msg_id
  const length = octet();
  const message = body.slice(at, at + length);
  const headerBytes = esmClass & 0x40 ? (message[0] ?? 0) + 1 : 0;
  return {
    id,
    to,
    sender,
    dataCoding,
    data: message.slice(headerBytes),
    concat: concatenation(message.subarray(0, headerBytes)),
    receiptWanted: (registered & 0x03) !== 0,
    atMs: performance.now(),
  };
}

function concatenation(header: Uint8Array): Part["concat"] {
  if (header.length < 6 || header[1] !== 0 || header[2] !== 3) return null;
  return { ref: header[3]!, total: header[4]!, number: header[5]! };
}

function arrival(parts: Part[]): Arrival {
  const first = parts[0]!;
  const ordered = parts.toSorted((a, b) =>
    (a.concat?.number ?? 1) - (b.concat?.number ?? 1)
  );
  const bytes = new Uint8Array(ordered.flatMap((part) => [...part.data]));
  return {
    to: first.to,
    sender: first.sender,
    text: first.dataCoding === 8
      ? new TextDecoder("utf-16be").decode(bytes)
      : decodeGsm(bytes),
    dataCoding: first.dataCoding,
    parts: parts.length,
  };
}

/** GSM 03.38, in the order of its codes; 0x1B escapes to EXTENSION. */
const BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ !\"#¤%&'()*+,-./" +
  "0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿" +
  "abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENSION: Readonly<Record<number, string>> = {
  0x0a: "\f",
  0x14: "^",
  0x28: "{",
  0x29: "}",
  0x2f: "\\",
  0x3c: "[",
  0x3d: "~",
  0x3e: "]",
  0x40: "|",
  0x65: "€",
};

function decodeGsm(septets: Uint8Array): string {
  let text = "";
  for (let at = 0; at < septets.length; at++) {
    const septet = septets[at]!;
    text += septet === 0x1b
      ? EXTENSION[septets[++at] ?? 0] ?? "\ufffd"
      : BASIC[septet] ?? "\ufffd";
  }
  return text;
}

function text0(value: string): Uint8Array {
  return new TextEncoder().encode(`${value}\0`);
}

/** The usual receipt, with the beginning of the SMS in it as centres do. */
function receiptBody(part: Part, state: string): Uint8Array {
  const beginning = arrival([part]).text.slice(0, 20);
  const message = new TextEncoder().encode(
    `id:${part.id} sub:001 dlvrd:001 submit date:2601010000 ` +
      `done date:2601010001 stat:${state} err:000 text:${beginning}`,
  );
  return new Uint8Array([
    0, // service_type
    ...[1, 1, ...text0(part.to)],
    ...[5, 0, ...text0(part.sender)],
    ...[0x04, 0, 0], // esm_class: a receipt; protocol, priority
    ...[0, 0], // schedule, validity
    ...[0, 0, 0, 0], // registered, replace, coding, default message
    message.length,
    ...message,
  ]);
}
