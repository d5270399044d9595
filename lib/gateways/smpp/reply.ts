/**
 * What a phone wrote, in a deliver_sm that is no receipt. A text of several
 * parts comes as several of them.
 *
 * @module
 */
import { decodeGsm7 } from "../../schema/segment.ts";
import type { Reply } from "../gateway.ts";
import { partOf, replyOf } from "../reply.ts";
import { type Deliver, latin1 } from "./pdu.ts";

/** Concatenation in the header (TS 23.040 §9.2.3.24), or as parameters. */
const REFERENCE_8_BITS = 0;
const REFERENCE_16_BITS = 8;
const Sar = { reference: 0x020c, total: 0x020e, index: 0x020f };

const GSM7 = 0;
const UCS2 = 8;

/** The reply, or null where it is not from a phone or says nothing. */
export function replyIn(deliver: Deliver): Reply | null {
  const content = { from: deliver.source, text: textIn(deliver) };
  return replyOf(content, {
    from: ["from"],
    text: ["text"],
    part: () => partIn(deliver),
  });
}

function partIn({ header, tlvs }: Deliver): Reply["part"] {
  for (let at = 0; at + 2 <= header.length;) {
    const [kind, length = 0] = header.subarray(at);
    const value = header.subarray(at + 2, at + 2 + length);
    if (kind === REFERENCE_8_BITS && length === 3) {
      return partOf(value[0], value[2], value[1]);
    }
    if (kind === REFERENCE_16_BITS && length === 4) {
      return partOf(value[0]! * 256 + value[1]!, value[3], value[2]);
    }
    at += 2 + length;
  }
  const [reference, total, index] = [Sar.reference, Sar.total, Sar.index]
    .map((tag) => tlvs.get(tag));
  return reference === undefined
    ? undefined
    : partOf(reference.toHex(), index?.[0], total?.[0]);
}

/** Centres that write neither GSM-7 nor UCS-2 write Latin 1 or ASCII. */
function textIn({ dataCoding, message }: Deliver): string {
  if (dataCoding === UCS2) return new TextDecoder("utf-16be").decode(message);
  return dataCoding === GSM7 ? decodeGsm7(message) : latin1(message);
}
