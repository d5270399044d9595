import { z } from "@hono/zod-openapi";
import type {
  GatewayKind,
  GatewayPorts,
  Outcome,
  OwnReceipt,
} from "./gateway.ts";

const Share = z.number().min(0).max(1);
const Milliseconds = z.int().min(0).max(86_400_000);

const SimulatorSettings = z.strictObject({
  /** How long a hand-over takes, in milliseconds. */
  latencyMs: z.int().min(0).max(60_000).default(0),
  /** Share of hand-overs answered with a passing error. */
  errorRate: Share.default(0),
  /** SMS taken a second; what is more is put off. None is refused at 0. */
  throttlePerSecond: z.int().min(0).max(10_000).default(0),
  /** Share of hand-overs that are never answered. */
  hangRate: Share.default(0),
  /** Share of messages refused for good. */
  rejectRate: Share.default(0),
  /** Whether it refuses the service's account, whatever is sent. */
  accountRefused: z.boolean().default(false),
  /** Share of messages that do not reach their phone, as a receipt tells. */
  failRate: Share.default(0),
  /** Share of messages no receipt comes back for. */
  silenceRate: Share.default(0),
  /** Share of receipts that come twice. */
  duplicateRate: Share.default(0),
  /** Share of receipts that come late, and how late. */
  lateRate: Share.default(0),
  lateMs: Milliseconds.default(60_000),
  /** How long after the hand-over the receipt comes, in milliseconds. */
  receiptMs: Milliseconds.default(1_000),
});
type SimulatorSettings = z.infer<typeof SimulatorSettings>;

const REFUSALS = {
  account: { scope: "gateway", detail: "simulated refusal of the account" },
  message: { scope: "message", detail: "simulated refusal" },
} as const;

/** What each simulator took in its present second. */
const seconds = new Map<string, { second: number; taken: number }>();

/**
 * A network of our own: it delivers to a phone shown on a page, and misbehaves
 * as told. It de-duplicates by message id, as the best gateways do.
 */
export const simulator: GatewayKind<SimulatorSettings> = {
  kind: "simulator",
  label: { fr: "Simulateur", en: "Simulator" },
  settings: SimulatorSettings as unknown as z.ZodType<SimulatorSettings>,
  secrets: [],
  deduplicates: true,
  async submit(ports, settings, sms, signal) {
    const { latencyMs, accountRefused } = settings;
    if (latencyMs > 0) await pause(ports, latencyMs, signal);
    if (accountRefused) return { kind: "rejected", ...REFUSALS.account };
    const wait = throttle(ports, settings);
    if (wait !== null) return wait;
    const draw = (share: number) => share > 0 && ports.random() < share;
    if (draw(settings.errorRate)) {
      return { kind: "retry", detail: "simulated error" };
    }
    if (draw(settings.rejectRate)) {
      return { kind: "rejected", ...REFUSALS.message };
    }
    await ports.receive(sms, receiptsOf(settings, draw));
    if (signal.aborted || draw(settings.hangRate)) {
      await pause(ports, Infinity, signal);
      return { kind: "unknown", detail: "simulated silence" };
    }
    return { kind: "accepted", providerId: null };
  },
};

/** Puts off what exceeds the simulator's own rate, to the next second. */
function throttle(
  ports: GatewayPorts,
  { throttlePerSecond }: SimulatorSettings,
): Outcome | null {
  if (throttlePerSecond === 0) return null;
  const nowMs = ports.now();
  const second = Math.floor(nowMs / 1_000);
  const id = ports.gatewayId ?? "";
  const now = seconds.get(id);
  const taken = now?.second === second ? now.taken : 0;
  if (taken >= throttlePerSecond) {
    const afterMs = (second + 1) * 1_000 - nowMs;
    return { kind: "retry", detail: "simulated throttling", afterMs };
  }
  seconds.set(id, { second, taken: taken + 1 });
  return null;
}

/** The receipts that will come for a message. */
function receiptsOf(
  settings: SimulatorSettings,
  draw: (share: number) => boolean,
): OwnReceipt[] {
  if (draw(settings.silenceRate)) return [];
  const status = draw(settings.failRate) ? "failed" : "delivered";
  const afterMs = settings.receiptMs +
    (draw(settings.lateRate) ? settings.lateMs : 0);
  const first: OwnReceipt = { status, afterMs };
  // The same again, a moment later.
  return draw(settings.duplicateRate)
    ? [first, { status, afterMs: afterMs + 500 }]
    : [first];
}

function pause(
  ports: GatewayPorts,
  ms: number,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const cancel = ms === Infinity ? () => {} : ports.after(ms, resolve);
    const stop = () => {
      cancel();
      resolve();
    };
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}
