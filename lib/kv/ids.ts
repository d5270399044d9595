/** Crockford's alphabet in lower case: sorts as its values do. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const TIME_CHARS = 10;
const TAIL_CHARS = 8;
const TAIL_MAX = 2 ** (5 * TAIL_CHARS);

/** How many characters an id has after its prefix. */
export const ID_LENGTH = TIME_CHARS + TAIL_CHARS;

/**
 * Makes ids that sort by time: ten characters of milliseconds, then eight that
 * begin at random in each millisecond and count up within it. Ids of one maker
 * are strictly increasing, even when the clock is set back.
 */
export function timeOrderedIds(
  now: () => number,
  randomBytes: (length: number) => Uint8Array,
): () => string {
  let lastMs = -1;
  let tail = 0;
  let head = "";
  return () => {
    const ms = Math.max(now(), lastMs);
    if (ms !== lastMs || tail + 1 >= TAIL_MAX) {
      lastMs = ms === lastMs ? ms + 1 : ms;
      head = base32(lastMs, TIME_CHARS);
      tail = randomTail(randomBytes(5));
    } else {
      tail++;
    }
    return head + base32(tail, TAIL_CHARS);
  };
}

/** The smallest id tail of an instant, to begin or end a listing there. */
export function idAt(ms: number): string {
  return base32(Math.max(0, ms), TIME_CHARS);
}

/** The instant an id (without its prefix) was made, in milliseconds. */
export function timeOf(id: string): number {
  let ms = 0;
  for (let i = 0; i < TIME_CHARS; i++) {
    ms = ms * 32 + ALPHABET.indexOf(id[i] ?? "0");
  }
  return ms;
}

/** A number as lower-case base 32, padded, sorting as the number does. */
export function base32(value: number, length: number): string {
  let text = "";
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) {
    text = ALPHABET[rest % 32] + text;
  }
  return text;
}

/** The number {@linkcode base32} wrote, or null where it is none. */
export function fromBase32(text: string): number | null {
  let value = 0;
  for (const char of text) {
    const digit = ALPHABET.indexOf(char);
    if (digit < 0) return null;
    value = value * 32 + digit;
  }
  return value;
}

/** Half the space at random, so that counting up has room. */
function randomTail(bytes: Uint8Array): number {
  let value = 0;
  for (const byte of bytes) value = value * 256 + byte;
  return Math.floor(value / 2);
}
