/**
 * A baseline, in a process of its own: the requests of a delivery made with
 * `fetch` and nothing else, so many at once.
 *
 * @module
 */
import { answer, input } from "./child.ts";
import { numberOf } from "./wire.ts";

/** What to send where. */
export interface LoopPlan {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly concurrency: number;
  /** Sent before anything is counted. */
  readonly warmUp: number;
  readonly messages: number;
}

/** What was seen. */
export interface LoopResult {
  readonly messagesPerSecond: number;
}

async function sendAll(
  { url, headers, text, concurrency }: LoopPlan,
  { from, to }: { from: number; to: number },
): Promise<void> {
  let next = from;
  await Promise.all(Array.from({ length: concurrency }, async () => {
    while (next < to) {
      const count = next++;
      const response = await fetch(url, {
        method: "POST",
        headers,
        body: JSON.stringify({
          to: numberOf(count),
          text,
          ref: `msg_${String(count).padStart(20, "0")}`,
        }),
      });
      const { id } = await response.json();
      if (!response.ok || typeof id !== "string") {
        throw new Error(`The gateway answered ${response.status}`);
      }
    }
  }));
}

if (import.meta.main) {
  const plan = await input<LoopPlan>();
  const { warmUp, messages } = plan;
  await sendAll(plan, { from: 0, to: warmUp });
  const startMs = performance.now();
  await sendAll(plan, { from: warmUp, to: warmUp + messages });
  const seconds = (performance.now() - startMs) / 1_000;
  const result: LoopResult = { messagesPerSecond: messages / seconds };
  answer(result);
}
