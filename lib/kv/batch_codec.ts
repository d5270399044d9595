import { type DataKey, seal } from "../crypto/seal.ts";
import type { Batch } from "../schema/batch.ts";
import { encodeJson } from "./kind.ts";
import { VALUE_BYTES_MAX } from "./tx.ts";

/** A batch's secrets in clear, while the commit that makes it is being built. */
export interface OpenBatch extends Batch {
  readonly open: {
    readonly key: DataKey;
    readonly numbers: string[];
    readonly texts: string[];
    /** UTF-8 bytes of both and of references, about. */
    readonly bytes: number;
  };
}

/** Whether the batch was made by the commit being built. */
export function isOpen(batch: Batch): batch is OpenBatch {
  return "open" in batch;
}

/**
 * Writes a batch, sealing its numbers and texts if they are still open: once
 * for all the messages of a commit. A batch that its messages' misfortunes
 * have made too large forgets the oldest of them.
 */
export function encodeBatch(batch: Batch): Uint8Array<ArrayBuffer> {
  const sealed = isOpen(batch) ? sealBatch(batch) : batch;
  const bytes = encodeJson(sealed);
  if (bytes.byteLength <= VALUE_BYTES_MAX) return bytes;
  return encodeJson({
    ...sealed,
    messages: sealed.messages.map(({ tries: _, ...message }) => message),
  });
}

/** Bytes one message, with its number, takes once it has been delivered. */
const MESSAGE_BYTES = 330;
const SUBMISSION_BYTES = 500;

/** An upper bound of a batch's encoded bytes, tries left out. */
export function weighBatch(batch: Batch): number {
  const secrets = isOpen(batch)
    ? 200 + batch.open.bytes * 1.4
    : batch.numbers.length + batch.texts.length;
  return 300 + secrets + batch.submissions.length * SUBMISSION_BYTES +
    batch.messages.length * MESSAGE_BYTES;
}

function sealBatch({ open, ...batch }: OpenBatch): Batch {
  const { key, numbers, texts } = open;
  if (key.numbers === null || key.texts === null) {
    throw new Error(`batch ${batch.id}: its data key is destroyed`);
  }
  return {
    ...batch,
    numbers: seal(key.numbers, JSON.stringify(numbers), `${batch.id}/numbers`),
    texts: seal(key.texts, JSON.stringify(texts), `${batch.id}/texts`),
  };
}
