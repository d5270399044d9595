import { z } from "@hono/zod-openapi";
import type { GatewayKind, GatewayPorts } from "./gateway.ts";

const Rate = z.number().min(0).max(1);

const SimulatorSettings = z.strictObject({
  /** How long a hand-over takes, in milliseconds. */
  latencyMs: z.int().min(0).max(60_000).default(0),
  /** Share of hand-overs answered with a passing error. */
  errorRate: Rate.default(0),
  /** Share of messages refused for good. */
  rejectRate: Rate.default(0),
  /** Share of messages no receipt comes back for. */
  silenceRate: Rate.default(0),
  /** How long after the hand-over the receipt comes, in milliseconds. */
  receiptMs: z.int().min(0).max(86_400_000).default(1_000),
});
type SimulatorSettings = z.infer<typeof SimulatorSettings>;

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
  async submit(ports, settings, sms) {
    if (settings.latencyMs > 0) await pause(ports, settings.latencyMs);
    if (ports.random() < settings.errorRate) {
      return { kind: "retry", detail: "simulated error" };
    }
    if (ports.random() < settings.rejectRate) {
      return {
        kind: "rejected",
        scope: "message",
        detail: "simulated refusal",
      };
    }
    const silent = ports.random() < settings.silenceRate;
    await ports.receive(sms, silent ? null : settings.receiptMs);
    return { kind: "accepted", providerId: null };
  },
};

function pause(ports: GatewayPorts, ms: number): Promise<void> {
  return new Promise((resolve) => ports.after(ms, resolve));
}
