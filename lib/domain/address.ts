/**
 * Which network addresses are public. What is not known to be is not: of
 * IPv6 only global unicast counts, without the parts that lead elsewhere.
 * Source: IANA IPv4 and IPv6 Special-Purpose Address Registries.
 *
 * @module
 */

/** A range of addresses: its first, and how many leading bits it fixes. */
export interface Range {
  readonly bytes: readonly number[];
  readonly bits: number;
}

const NOT_PUBLIC = [
  "0.0.0.0/8",
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  // Answers with credentials where a cloud has it: the metadata services.
  "169.254.0.0/16",
  "168.63.129.16/32",
  "172.16.0.0/12",
  "192.0.0.0/24",
  "192.0.2.0/24",
  "192.31.196.0/24",
  "192.52.193.0/24",
  "192.88.99.0/24",
  "192.168.0.0/16",
  "192.175.48.0/24",
  "198.18.0.0/15",
  "198.51.100.0/24",
  "203.0.113.0/24",
  "224.0.0.0/4",
  "240.0.0.0/4",
  "2001::/23",
  "2001:db8::/32",
  "2002::/16",
  "2620:4f:8000::/48",
  "3fff::/20",
].map((text) => parseRange(text)!);
const GLOBAL_UNICAST = parseRange("2000::/3")!;

/** The bytes of an address, 4 or 16; null for what is none. */
export function addressBytes(text: string): number[] | null {
  const bare = text.replace(/^\[(.*)\]$/, "$1").replace(/%.*$/, "");
  return bare.includes(":") ? bytesOfV6(bare) : bytesOfV4(bare);
}

/** `address/bits`, or one address alone; null for anything else. */
export function parseRange(text: string): Range | null {
  const [address = "", length] = text.split("/");
  const bytes = addressBytes(address);
  if (bytes === null) return null;
  const bits = length === undefined ? bytes.length * 8 : Number(length);
  return bits <= bytes.length * 8 ? { bytes, bits } : null;
}

/** Whether an address lies in a range. */
export function isIn(bytes: readonly number[], range: Range): boolean {
  if (bytes.length !== range.bytes.length) return false;
  return range.bytes.every((byte, i) => {
    const fixed = Math.min(8, Math.max(0, range.bits - i * 8));
    const mask = 0xff & (0xff << (8 - fixed));
    return (byte & mask) === (bytes[i]! & mask);
  });
}

/** Whether an address is one that anybody may be asked to connect to. */
export function isPublic(bytes: readonly number[]): boolean {
  if (bytes.length === 16 && !isIn(bytes, GLOBAL_UNICAST)) return false;
  return !NOT_PUBLIC.some((range) => isIn(bytes, range));
}

/** Strictly four decimal numbers: other spellings mean different things. */
function bytesOfV4(text: string): number[] | null {
  const parts = text.split(".");
  if (parts.length !== 4) return null;
  const bytes = parts.map((part) =>
    /^(0|[1-9]\d{0,2})$/.test(part) ? Number(part) : 256
  );
  return bytes.every((byte) => byte < 256) ? bytes : null;
}

function bytesOfV6(text: string): number[] | null {
  // The parser of URLs knows every spelling, and writes each in one way.
  const host = URL.parse(`http://[${text}]/`)?.hostname;
  if (host === undefined) return null;
  const [head = "", tail] = host.slice(1, -1).split("::");
  const left = groups(head);
  const right = tail === undefined ? [] : groups(tail);
  const zeros = Array(8 - left.length - right.length).fill(0);
  return [...left, ...zeros, ...right].flatMap((group) => [
    group >> 8,
    group & 0xff,
  ]);
}

function groups(text: string): number[] {
  return text === "" ? [] : text.split(":").map((one) => parseInt(one, 16));
}
