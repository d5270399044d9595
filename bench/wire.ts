/**
 * HTTP/1.1 as the load generator speaks it: requests rendered once and changed
 * in place, answers read no further than their status and length.
 *
 * @module
 */

/** Eight of these in a request become a number nobody was given before. */
export const NUMBER_MARK = "########";

/** French mobiles from +336 10 00 00 00 to +336 29 99 99 99, never twice. */
const NUMBER_FIRST = 10_000_000;
const NUMBERS = 20_000_000;

const ZERO = 48;
const NINE = 57;
const CR = 13;
const LF = 10;
const COLON = 58;
/** Before the caller's key. */
const BEARER = "authorization: Bearer ";
const LENGTH_HEADER = "content-length";

/** What is asked, over and over, each time with other numbers. */
export interface Question {
  readonly method: "GET" | "POST";
  /** With {@linkcode NUMBER_MARK} where the caller wants a number. */
  readonly path: string;
  /** Null for none. */
  readonly body: string | null;
  /** Keys of equal length, used in turn; empty for none. */
  readonly keys: readonly string[];
}

/** A request as bytes, of which only keys and numbers change. */
export class Template {
  readonly #bytes: Uint8Array;
  readonly #numbersAt: readonly number[];
  readonly #keyAt: number;
  readonly #keys: readonly Uint8Array[];

  constructor({ method, path, body, keys }: Question) {
    const lengths = new Set(keys.map((key) => key.length));
    if (lengths.size > 1) throw new Error("The keys differ in length");
    const encoder = new TextEncoder();
    const length = encoder.encode(body ?? "").length;
    const text = [
      `${method} ${path} HTTP/1.1`,
      "host: localhost",
      ...(keys.length > 0 ? [BEARER + keys[0]] : []),
      ...(body === null
        ? []
        : ["content-type: application/json", `content-length: ${length}`]),
      "",
      body ?? "",
    ].join("\r\n");
    this.#bytes = encoder.encode(text);
    // Where a mark stands is told in bytes, and texts have accents.
    const latin = Array.from(this.#bytes, (byte) => String.fromCharCode(byte))
      .join("");
    this.#numbersAt = placesOf(latin, NUMBER_MARK);
    this.#keyAt = latin.indexOf(BEARER) + BEARER.length;
    this.#keys = keys.map((key) => encoder.encode(key));
  }

  /** How many numbers, and so messages, each request carries. */
  get numbers(): number {
    return this.#numbersAt.length;
  }

  /**
   * The next request, with numbers from `first` on and the key of call
   * `call`. The bytes are those of the last one, changed.
   */
  next(first: number, call: number): Uint8Array {
    for (let i = 0; i < this.#numbersAt.length; i++) {
      this.#writeNumber(this.#numbersAt[i]!, first + i);
    }
    if (this.#keys.length > 0) {
      this.#bytes.set(this.#keys[call % this.#keys.length]!, this.#keyAt);
    }
    return this.#bytes;
  }

  #writeNumber(at: number, count: number): void {
    let rest = NUMBER_FIRST + count % NUMBERS;
    for (let i = at + NUMBER_MARK.length - 1; i >= at; i--) {
      this.#bytes[i] = ZERO + rest % 10;
      rest = Math.floor(rest / 10);
    }
  }
}

/** The number that stands for `count`, in E.164. */
export function numberOf(count: number): string {
  return `+336${NUMBER_FIRST + count % NUMBERS}`;
}

/** The beginning of an answer: what it says, and where it ends. */
export interface Head {
  readonly status: number;
  /** Bytes of the whole answer, its head included. */
  readonly bytes: number;
}

/**
 * The head of the answer at the beginning of `bytes`; null while it is not
 * all there.
 *
 * @throws {Error} for an answer that does not tell its length
 */
export function headOf(bytes: Uint8Array): Head | null {
  const end = endOfHead(bytes);
  if (end === -1) return null;
  const length = contentLength(bytes, end);
  const status = numberAt(bytes, 9);
  if (length === null && status !== 204) {
    throw new Error(`An answer of status ${status} without content-length`);
  }
  return { status, bytes: end + (length ?? 0) };
}

function endOfHead(bytes: Uint8Array): number {
  for (let at = bytes.indexOf(CR); at !== -1; at = bytes.indexOf(CR, at + 1)) {
    if (bytes[at + 2] === CR && bytes[at + 3] === LF) return at + 4;
  }
  return -1;
}

function contentLength(bytes: Uint8Array, end: number): number | null {
  for (let at = bytes.indexOf(LF); at < end; at = bytes.indexOf(LF, at + 1)) {
    if (at === -1) break;
    if (bytes[at + 1 + LENGTH_HEADER.length] !== COLON) continue;
    if (!isLengthHeader(bytes, at + 1)) continue;
    return numberAt(bytes, at + LENGTH_HEADER.length + 2);
  }
  return null;
}

function isLengthHeader(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < LENGTH_HEADER.length; i++) {
    // Letters in either case: bit 5 tells them apart, and "-" has it set.
    if ((bytes[at + i]! | 0x20) !== LENGTH_HEADER.charCodeAt(i)) return false;
  }
  return true;
}

/** The whole number at a place, blanks before it skipped. */
function numberAt(bytes: Uint8Array, start: number): number {
  let at = start;
  while (bytes[at] === 32) at++;
  let value = 0;
  while (bytes[at]! >= ZERO && bytes[at]! <= NINE) {
    value = value * 10 + bytes[at++]! - ZERO;
  }
  return value;
}

function placesOf(text: string, mark: string): number[] {
  const places: number[] = [];
  for (
    let at = text.indexOf(mark);
    at !== -1;
    at = text.indexOf(mark, at + mark.length)
  ) places.push(at);
  return places;
}
