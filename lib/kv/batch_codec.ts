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
 * have made too large forgets how they came about: first the attempts, then
 * the networks' words.
 */
export function encodeBatch(batch: Batch): Uint8Array<ArrayBuffer> {
  const sealed = isOpen(batch) ? sealBatch(batch) : batch;
  const bytes = encodeJson(sealed);
  if (bytes.byteLength <= VALUE_BYTES_MAX) return bytes;
  const shorter = encodeJson({
    ...sealed,
    messages: sealed.messages.map(({ tries: _, ...message }) => message),
  });
  if (shorter.byteLength <= VALUE_BYTES_MAX) return shorter;
  return encodeJson({
    ...sealed,
    messages: sealed.messages.map(({ tries: _, detail: __, ...message }) =>
      message
    ),
  });
}

/** What a batch takes for itself. */
const BATCH_BYTES = 600;
/** What a submission takes, without its title, reference, tags. */
const SUBMISSION_BYTES = 400;
/**
 * What a message takes once it has been delivered, without its number,
 * reference, tries and the network's words.
 */
const MESSAGE_BYTES = 350;
const TRY_BYTES = 130;
const DETAIL_BYTES = 100;
const INVALID_BYTES = 60;
/** Sealed is a third longer. */
const SEALED_RATIO = 1.4;

/** An upper bound of what a parcel will take in a batch that has nothing. */
export function weighParcel(messages: number, bytes: number): number {
  return BATCH_BYTES + SUBMISSION_BYTES + messages * MESSAGE_BYTES +
    bytes * SEALED_RATIO;
}

/**
 * An upper bound of a batch's encoded bytes: as planned while it is being
 * made, tries and details left out; later, as things went.
 */
export function weighBatch(batch: Batch): number {
  const { submissions, messages } = batch;
  const planned = BATCH_BYTES + submissions.length * SUBMISSION_BYTES +
    messages.length * MESSAGE_BYTES;
  if (isOpen(batch)) return planned + batch.open.bytes * SEALED_RATIO;
  let extra = batch.numbers.length + batch.texts.length;
  for (
    const { title, reference = "", tags = [], invalid = [] } of submissions
  ) {
    const texts = [title, reference, ...tags];
    extra += texts.reduce((sum, text) => sum + 4 + text.length * 3, 0) +
      invalid.length * INVALID_BYTES;
  }
  for (const { reference = "", tries = [], detail } of messages) {
    extra += reference.length * 3 + tries.length * TRY_BYTES +
      (detail === undefined ? 0 : DETAIL_BYTES);
  }
  return Math.min(VALUE_BYTES_MAX, planned + extra);
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
