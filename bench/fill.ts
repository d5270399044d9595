/**
 * Fills a structure's history, in a process of its own: submissions that are
 * accepted one commit each, as the service accepts them, but through its
 * domain functions and at instants spread over the past months.
 *
 * @module
 */
import type { Actor } from "../lib/domain/actor.ts";
import { acceptMessages } from "../lib/domain/acceptance.ts";
import { lineage } from "../lib/domain/directory.ts";
import { indexNumbers } from "../lib/domain/number_index.ts";
import { timeOrderedIds } from "../lib/kv/ids.ts";
import type { Ports } from "../lib/ports.ts";
import { readConfig } from "../lib/runtime/config.ts";
import { openWorld } from "../lib/runtime/ports.ts";
import { answer, input } from "./child.ts";
import { TEXT, tomorrow } from "./submissions.ts";
import { numberOf } from "./wire.ts";

const DAY_MS = 86_400_000;
/** How far back the history goes. */
const DAYS = 90;
/** The newest message is so old, so that its number is indexed. */
const REST_MS = 3_600_000;

/** What to fill with how much; the store is in the environment. */
export interface FillPlan {
  readonly structureId: string;
  readonly messages: number;
  readonly recipients: number;
}

/** How long it took. */
export interface FillResult {
  readonly acceptedSeconds: number;
  readonly indexedSeconds: number;
}

const ACTOR: Actor = { kind: "operator", id: "operator" };

async function fill(ports: Ports, plan: FillPlan): Promise<void> {
  const { structureId, messages, recipients } = plan;
  const at = await lineage(ports, structureId);
  if (at === null) throw new Error(`${structureId} is not there`);
  const sendAt = tomorrow();
  const spanMs = DAYS * DAY_MS;
  const startMs = Date.now() - REST_MS - spanMs;
  let nowMs = startMs;
  const past: Ports = { ...ports, ...clockAt(() => nowMs) };
  for (let first = 0; first < messages; first += recipients) {
    nowMs = Math.floor(startMs + spanMs * first / messages);
    await acceptMessages(past, {
      at,
      call: {
        actor: ACTOR,
        route: "POST /messages",
        key: null,
        fingerprint: `fill ${first}`,
        replayed: false,
      },
    }, {
      title: "Convocation",
      text: TEXT,
      recipients: Array.from(
        { length: Math.min(recipients, messages - first) },
        (_, index) => numberOf(first + index),
      ),
      sendAt,
    });
  }
}

/** Time and identities as they would have been. */
function clockAt(now: () => number): Pick<Ports, "now" | "newId"> {
  const nextId = timeOrderedIds(
    now,
    (length) => crypto.getRandomValues(new Uint8Array(length)),
  );
  return { now, newId: (prefix) => `${prefix}_${nextId()}` };
}

async function secondsOf(work: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  await work();
  return (performance.now() - startMs) / 1_000;
}

if (import.meta.main) {
  const plan = await input<FillPlan>();
  const { ports, close } = await openWorld(readConfig(Deno.env.toObject()));
  const acceptedSeconds = await secondsOf(() => fill(ports, plan));
  const indexedSeconds = await secondsOf(async () => {
    while (await indexNumbers(ports) > 0);
  });
  await close();
  const result: FillResult = { acceptedSeconds, indexedSeconds };
  answer(result);
}
