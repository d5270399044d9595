import type {
  InvalidRecipient,
  Preview,
  Previewed,
} from "../schema/message.ts";
import {
  measureText,
  normaliseText,
  proposeSpelling,
  unicodeCharacters,
} from "../schema/segment.ts";
import { parseRecipient } from "./phone.ts";

/**
 * What a text would cost, measured as an acceptance measures it. Without
 * recipients it is what one of them costs.
 */
export function previewMessages({ text, recipients }: Preview): Previewed {
  const normal = normaliseText(text);
  const { encoding, segments } = measureText(normal);
  const suggestion = proposeSpelling(normal);
  const invalid: InvalidRecipient[] = [];
  recipients?.forEach((to, index) => {
    const parsed = parseRecipient(to);
    if ("code" in parsed) invalid.push({ index, to, code: parsed.code });
  });
  const count = recipients === undefined
    ? 1
    : recipients.length - invalid.length;
  return {
    encoding,
    segments,
    unicodeCharacters: unicodeCharacters(normal),
    ...(suggestion === null ? {} : { suggestion }),
    credits: segments * count,
    invalid,
  };
}
