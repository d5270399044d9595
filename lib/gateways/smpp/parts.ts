/**
 * A text as the parts that travel: at most 140 octets on the air each, tied
 * together by a concatenation header with an 8-bit reference (3GPP TS 23.040
 * §9.2.3.24.1). Parts are cut where `measureText` counts them.
 *
 * @module
 */
import type { Handover } from "../gateway.ts";
import { encodeGsm7 } from "../../schema/segment.ts";

const GSM7_SINGLE_MAX = 160;
const GSM7_PART_MAX = 153;
const UCS2_SINGLE_OCTETS_MAX = 140;
const UCS2_PART_OCTETS_MAX = 134;
const ESCAPE = 0x1b;

/** One part, ready for a submit_sm. */
export interface Part {
  /** 0: one septet of GSM 03.38 an octet, unpacked. 8: UCS-2, big-endian. */
  readonly dataCoding: 0 | 8;
  /** 0x40 where the user data begins with a header. */
  readonly esmClass: 0 | 0x40;
  readonly octets: Uint8Array;
}

/** The parts of a text; `reference` (0–255) tells texts to one number apart. */
export function partsOf(
  { text, encoding }: Pick<Handover, "text" | "encoding">,
  reference: number,
): Part[] {
  const dataCoding = encoding === "gsm7" ? 0 : 8;
  const pieces = encoding === "gsm7" ? cutGsm7(text) : cutUcs2(text);
  if (pieces.length === 1) {
    return [{ dataCoding, esmClass: 0, octets: pieces[0]! }];
  }
  return pieces.map((piece, index) => {
    const header = [5, 0, 3, reference & 0xff, pieces.length, index + 1];
    const octets = new Uint8Array(header.length + piece.length);
    octets.set(header);
    octets.set(piece, header.length);
    return { dataCoding, esmClass: 0x40, octets };
  });
}

/** An escape and the septet behind it stay in one part. */
function cutGsm7(text: string): Uint8Array[] {
  const septets = encodeGsm7(text);
  if (septets.length <= GSM7_SINGLE_MAX) return [septets];
  return cut(septets, GSM7_PART_MAX, (end) => septets[end - 1] === ESCAPE);
}

/** The two halves of a surrogate pair stay in one part. */
function cutUcs2(text: string): Uint8Array[] {
  const octets = new Uint8Array(text.length * 2);
  const view = new DataView(octets.buffer);
  for (let i = 0; i < text.length; i++) {
    view.setUint16(i * 2, text.charCodeAt(i));
  }
  if (octets.length <= UCS2_SINGLE_OCTETS_MAX) return [octets];
  const splitsPair = (end: number) =>
    (octets[end - 2]! & 0xfc) === 0xd8 && (octets[end]! & 0xfc) === 0xdc;
  return cut(octets, UCS2_PART_OCTETS_MAX, splitsPair, 2);
}

function cut(
  octets: Uint8Array,
  max: number,
  splits: (end: number) => boolean,
  width = 1,
): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let start = 0;
  while (start < octets.length) {
    let end = Math.min(start + max, octets.length);
    if (end < octets.length && splits(end)) end -= width;
    pieces.push(octets.subarray(start, end));
    start = end;
  }
  return pieces;
}
