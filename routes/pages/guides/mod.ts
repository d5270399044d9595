/**
 * The guides, in the order one reads them.
 *
 * @module
 */
import { firstSend } from "./first_send.ts";
import type { Guide } from "./guide.ts";
import { idempotency } from "./idempotency.ts";
import {
  coupling,
  goingLive,
  keysGuide,
  limitsGuide,
  testNumbers,
} from "./operating.ts";
import { segments } from "./segments.ts";
import { webhooksGuide } from "./webhooks.ts";

export const GUIDES: readonly Guide[] = [
  firstSend,
  idempotency,
  segments,
  webhooksGuide,
  testNumbers,
  limitsGuide,
  keysGuide,
  coupling,
  goingLive,
];
