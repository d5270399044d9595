/**
 * HTTP/1.1 on one connection, a request at a time (RFC 9112): written once,
 * and its answer read as far as it may be long.
 *
 * @module
 */

/** A line break would begin another header; the rest is no octet. */
// deno-lint-ignore no-control-regex
const UNWRITABLE = /[\r\n\0]|[^\x00-\xff]/;
const HEAD_BYTES_MAX = 65_536;
/** No more of an answer's body is read. */
export const BODY_BYTES_MAX = 131_072;
const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 304]);

const encoder = new TextEncoder();
const latin1 = new TextDecoder("latin1");

/** What is asked. */
export interface Ask {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

/** An answer, its body cut where it is too long. */
export interface Answer {
  readonly status: number;
  readonly headers: [name: string, value: string][];
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The request as it is written, its body in UTF-8. */
export function requestBytes({ url, method, headers, body }: Ask): Uint8Array {
  let head = `${method} ${url.pathname}${url.search} HTTP/1.1\r\n` +
    `host: ${url.host}\r\n`;
  for (const [name, value] of Object.entries(headers)) {
    if (UNWRITABLE.test(name) || UNWRITABLE.test(value)) {
      throw new TypeError(`the header ${name} cannot be written`);
    }
    head += `${name}: ${value}\r\n`;
  }
  const content = encoder.encode(body ?? "");
  if (body !== null) head += `content-length: ${content.length}\r\n`;
  head += "\r\n";
  // Header values are octets, one a character.
  const bytes = new Uint8Array(head.length + content.length);
  for (let i = 0; i < head.length; i++) bytes[i] = head.charCodeAt(i);
  bytes.set(content, head.length);
  return bytes;
}

/**
 * A connection. It is always being read, so that an end that comes while it
 * rests is known before it is used again.
 */
export class Line {
  readonly #conn: Deno.Conn;
  readonly #buffer = new Uint8Array(16_384);
  #held = new Uint8Array(0);
  #reading: Promise<number | null>;
  #isOver = false;
  /** Whether another request may follow. */
  isReusable = true;

  constructor(conn: Deno.Conn) {
    this.#conn = conn;
    this.#reading = this.#read();
  }

  /** Whether the other side ended it. */
  get isOver(): boolean {
    return this.#isOver;
  }

  close(): void {
    this.isReusable = false;
    if (this.#isOver) return;
    this.#isOver = true;
    this.#conn.close();
  }

  /** @throws {Error} when the connection ends before the answer does */
  async exchange(request: Uint8Array): Promise<Answer> {
    for (let sent = 0; sent < request.length;) {
      sent += await this.#conn.write(request.subarray(sent));
    }
    for (;;) {
      const answer = await this.#answer();
      if (answer.status >= 200) return answer;
    }
  }

  async #answer(): Promise<Answer> {
    const { version, status, headers } = headOf(await this.#head());
    const named = (name: string) =>
      headers.find(([one]) => one === name)?.[1].toLowerCase();
    if (version !== "1.1" || named("connection") === "close") {
      this.isReusable = false;
    }
    const length = named("content-length");
    const body = status < 200 || WITHOUT_BODY.has(status)
      ? new Uint8Array(0)
      : named("transfer-encoding")?.includes("chunked")
      ? await this.#chunks()
      : length === undefined
      ? await this.#rest()
      : await this.#exactly(Number(length));
    const isLast = status >= 200;
    if (isLast && this.#held.length > 0) this.isReusable = false;
    return { status, headers, body };
  }

  async #head(): Promise<string> {
    for (let from = 0;;) {
      const end = endOfHead(this.#held, from);
      if (end >= 0) return latin1.decode(this.#take(end + 4).subarray(0, end));
      if (this.#held.length > HEAD_BYTES_MAX) throw broken("a head too long");
      from = Math.max(0, this.#held.length - 3);
      if (!await this.#more()) throw broken("no answer");
    }
  }

  /** So many bytes of body, or the first of them. */
  async #exactly(length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (!Number.isInteger(length) || length < 0) throw broken("a wrong length");
    const wanted = Math.min(length, BODY_BYTES_MAX);
    while (this.#held.length < wanted) {
      if (!await this.#more()) throw broken("an answer cut off");
    }
    if (wanted < length) this.isReusable = false;
    return this.#take(wanted);
  }

  /** Everything up to the end of the connection. */
  async #rest(): Promise<Uint8Array<ArrayBuffer>> {
    this.isReusable = false;
    while (this.#held.length < BODY_BYTES_MAX && await this.#more());
    return this.#take(this.#held.length);
  }

  async #chunks(): Promise<Uint8Array<ArrayBuffer>> {
    const parts: Uint8Array<ArrayBuffer>[] = [];
    let bytes = 0;
    while (bytes < BODY_BYTES_MAX) {
      const size = parseInt((await this.#textLine()).split(";")[0]!, 16);
      if (!(size >= 0)) throw broken("a wrong chunk");
      if (size === 0) {
        while (await this.#textLine() !== "");
        return joined(parts);
      }
      parts.push(await this.#exactly(size));
      bytes += size;
      if (!this.isReusable && bytes > BODY_BYTES_MAX) break;
      if (await this.#textLine() !== "") throw broken("a wrong chunk");
    }
    this.isReusable = false;
    return joined(parts);
  }

  async #textLine(): Promise<string> {
    for (;;) {
      const end = this.#held.indexOf(LF);
      if (end >= 0) {
        return latin1.decode(this.#take(end + 1)).replace(/\r?\n$/, "");
      }
      if (this.#held.length > HEAD_BYTES_MAX) throw broken("a line too long");
      if (!await this.#more()) throw broken("an answer cut off");
    }
  }

  #take(length: number): Uint8Array<ArrayBuffer> {
    const taken = this.#held.subarray(0, length);
    this.#held = this.#held.subarray(length);
    return taken;
  }

  /** Adds what comes next; false at the end. */
  async #more(): Promise<boolean> {
    const read = await this.#reading;
    if (read === null) return false;
    const held = new Uint8Array(this.#held.length + read);
    held.set(this.#held);
    held.set(this.#buffer.subarray(0, read), this.#held.length);
    this.#held = held;
    this.#reading = this.#read();
    return true;
  }

  async #read(): Promise<number | null> {
    const read = await this.#conn.read(this.#buffer).catch(() => null);
    if (read === null) this.close();
    return read;
  }
}

const CR = 13;
const LF = 10;

function endOfHead(bytes: Uint8Array, from: number): number {
  for (
    let at = bytes.indexOf(CR, from);
    at >= 0;
    at = bytes.indexOf(CR, at + 1)
  ) {
    const isEnd = bytes[at + 1] === LF && bytes[at + 2] === CR &&
      bytes[at + 3] === LF;
    if (isEnd) return at;
  }
  return -1;
}

function headOf(head: string) {
  const [first = "", ...lines] = head.split("\r\n");
  const match = /^HTTP\/(\d\.\d) (\d{3})(?: |$)/.exec(first);
  if (match === null) throw broken("no HTTP");
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(":");
    return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()];
  });
  return { version: match[1]!, status: Number(match[2]), headers };
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function broken(what: string): Error {
  return new Error(`the connection gave ${what}`);
}
