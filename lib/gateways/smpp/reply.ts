/**
 * What a phone wrote, in a deliver_sm that is no receipt. A text of several
 * parts comes as several of them.
 *
 * @module
 */
import { decodeGsm7 } from "../../schema/segment.ts";
import type { Reply } from "../gateway.ts";
import { replyOf } from "../reply.ts";
import { type Deliver, latin1 } from "./pdu.ts";

const GSM7 = 0;
const UCS2 = 8;

/** The reply, or null where it is not from a phone or says nothing. */
export function replyIn(deliver: Deliver): Reply | null {
  const content = { from: deliver.source, text: textIn(deliver) };
  return replyOf(content, { from: ["from"], text: ["text"] });
}

/** Centres that write neither GSM-7 nor UCS-2 write Latin 1 or ASCII. */
function textIn({ dataCoding, message }: Deliver): string {
  if (dataCoding === UCS2) return new TextDecoder("utf-16be").decode(message);
  return dataCoding === GSM7 ? decodeGsm7(message) : latin1(message);
}
