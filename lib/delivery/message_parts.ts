/**
 * Messages that travel in several parts, each with an id and receipts of its
 * own: what the receipts of all parts come to together.
 *
 * @module
 */
import type { Said } from "../domain/step.ts";
import { combineParts } from "../gateways/smpp/combine.ts";
import type { StoredMessage } from "../schema/batch.ts";

/** Which part of its message a gateway's id stands for. */
export interface PartPlace {
  readonly index: number;
  readonly count: number;
}

/** What a gateway's own id stands for. */
export interface Named {
  readonly messageId: string;
  /** Null where the message is whole. */
  readonly part: PartPlace | null;
}

const LETTERS = {
  sent: "s",
  delivered: "d",
  failed: "f",
  expired: "e",
} as const;
const STATUSES: Readonly<Record<string, Said["status"]>> = {
  s: "sent",
  d: "delivered",
  f: "failed",
  e: "expired",
};
const NONE = "-";

/** The record of what an id stands for. */
export function writeNamed({ messageId, part }: Named): string {
  return part === null ? messageId : `${messageId}#${part.index}/${part.count}`;
}

/** What {@linkcode writeNamed} wrote. */
export function readNamed(record: string): Named {
  const [messageId = "", place] = record.split("#");
  if (place === undefined) return { messageId, part: null };
  const [index = 0, count = 1] = place.split("/").map(Number);
  return { messageId, part: { index, count } };
}

/**
 * The message with the receipt of one part taken note of, and what the
 * receipts of all its parts say together.
 */
export function afterPart(
  message: StoredMessage,
  said: Said,
  part: PartPlace | null,
): { message: StoredMessage; said: Said } {
  if (part === null) return { message, said };
  const letters = [...(message.parts ?? NONE.repeat(part.count))];
  const before = STATUSES[letters[part.index]!];
  // A part that is over says nothing more.
  if (before === undefined || before === "sent") {
    letters[part.index] = LETTERS[said.status];
  }
  const status = combineParts(
    letters.map((letter) => STATUSES[letter] ?? null),
  );
  return {
    message: { ...message, parts: letters.join("") },
    said: { ...said, status },
  };
}
