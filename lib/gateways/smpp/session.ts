/**
 * A transceiver session with one message centre, kept alive across
 * connections: it binds when it is needed, asks whether the other side lives,
 * binds again after a loss, and unbinds in the end.
 *
 * @module
 */
import type { GatewayPorts, Outcome } from "../gateway.ts";
import { smppClass, smppName } from "../smpp_status.ts";
import { connect, type Refusal, type SessionPorts } from "./connect.ts";
import { Link, type Reply } from "./link.ts";
import {
  Command,
  decodeDeliver,
  type Deliver,
  messageIdOf,
  type Pdu,
} from "./pdu.ts";
import { isReceipt, receiptOf, responseId } from "./receipt.ts";
import { replyIn } from "./reply.ts";
import type { SmppSettings } from "./settings.ts";
import { timeLimit, unlessAborted } from "./timing.ts";
import { Turnstile } from "./turnstile.ts";

const WINDOW_DEFAULT = 10;
const PROBE_MS = 30_000;
/** How long a session is kept without anyone asking for it. */
const IDLE_MS = 5 * 60_000;
const CLOSE_MS_MAX = 5_000;
const BACKOFF_MS = 1_000;
const BACKOFF_MS_MAX = 60_000;
const THROTTLE_MS = 1_000;
const THROTTLE_MS_MAX = 30_000;
/** A full queue empties slowly. */
const QUEUE_FULL_MS = 30_000;

const INVALID_LENGTH = 0x02;
const WRONG_STATE = 0x04;
const QUEUE_FULL = 0x14;
const THROTTLED = 0x58;
const TRY_LATER = 0x64;
const NOT_WANTED = 0x66;

/** What became of one submit_sm. */
export type Submitted =
  | { readonly kind: "taken"; readonly id: string }
  | Exclude<Outcome, { kind: "accepted" }>;

type Takers = Pick<GatewayPorts, "receiptArrived" | "replyArrived">;

/** One account's session, for all gateways that use the account. */
export class Session {
  readonly #ports: SessionPorts;
  readonly #settings: SmppSettings;
  readonly #turnstile: Turnstile;
  /** Those who want receipts and replies, by gateway. */
  readonly #takers = new Map<string, Takers>();
  readonly #before: Promise<void>;
  readonly #onClosing: (closed: Promise<void>) => void;
  readonly #stop = new AbortController();
  #link: Link | null = null;
  #binding: Promise<Refusal | null> | null = null;
  /** Why the last attempt failed, and when the next may be made. */
  #refusal: { readonly said: Refusal; readonly untilMs: number } | null = null;
  #failures = 0;
  #throttles = 0;
  #keepUntilMs = 0;
  #cancelTimer: () => void = () => {};
  #closing: Promise<void> | null = null;

  /** `before` is waited for first: the session that this one replaces. */
  constructor(
    ports: SessionPorts,
    settings: SmppSettings,
    options: {
      before: Promise<void>;
      onClosing: (closed: Promise<void>) => void;
    },
  ) {
    this.#ports = ports;
    this.#settings = settings;
    this.#before = options.before;
    this.#onClosing = options.onClosing;
    this.#turnstile = new Turnstile(ports, {
      window: settings.window ?? WINDOW_DEFAULT,
      perSecond: settings.submitsPerSecond ?? null,
    });
  }

  /** Stays open for this gateway's receipts, `ms` longer than it else would. */
  attend({ gatewayId = "", ...ports }: GatewayPorts, ms = 0): void {
    if (ports.receiptArrived !== undefined) {
      this.#takers.set(gatewayId, ports);
    }
    this.#keepUntilMs = Math.max(
      this.#keepUntilMs,
      this.#ports.now() + ms + IDLE_MS,
    );
    void this.#bound();
  }

  /** Submits one part. Never throws. */
  async submit(body: Uint8Array, signal: AbortSignal): Promise<Submitted> {
    const refusal = await unlessAborted(this.#bound(), signal);
    if (refusal !== null) return refusal;
    if (!await this.#turnstile.enter(signal)) {
      return { kind: "retry", detail: "cancelled unsent" };
    }
    try {
      if (this.#link === null) return { kind: "retry", detail: "not bound" };
      return this.#judge(
        await this.#link.request(Command.submitSm, body, signal),
      );
    } finally {
      this.#turnstile.leave();
    }
  }

  /** Waits a while for what is unanswered, unbinds, and is gone. */
  close(): Promise<void> {
    if (this.#closing === null) {
      this.#closing = this.#close();
      this.#onClosing(this.#closing);
    }
    return this.#closing;
  }

  #judge(reply: Reply): Submitted {
    if (reply.kind !== "answer") return unanswered(reply);
    const { status, body } = reply;
    if (status === 0) {
      this.#throttles = 0;
      const form = this.#settings.messageIds ?? "asIs";
      return { kind: "taken", id: responseId(messageIdOf(body), form) };
    }
    const detail = smppName(status);
    const isTemporary = smppClass(status) === "temporary" ||
      this.#settings.temporaryStatuses?.includes(status);
    if (isTemporary) return this.#postpone(status, detail);
    // It takes us for unbound: only binding again helps.
    if (status === WRONG_STATE) this.#link?.end();
    switch (smppClass(status)) {
      case "gateway":
        return { kind: "rejected", scope: "gateway", detail };
      case "unclear":
        return { kind: "unknown", detail };
      default:
        return { kind: "rejected", scope: "message", detail };
    }
  }

  #postpone(status: number, detail: string): Submitted {
    if (status === QUEUE_FULL) {
      return { kind: "retry", detail, afterMs: QUEUE_FULL_MS };
    }
    if (status !== THROTTLED) return { kind: "retry", detail };
    // What was on its way when the first came back says nothing new.
    if (!this.#turnstile.paused) this.#throttles++;
    const afterMs = doubled(THROTTLE_MS, this.#throttles, THROTTLE_MS_MAX);
    if (!this.#turnstile.paused) this.#turnstile.pause(afterMs);
    return { kind: "retry", detail, afterMs };
  }

  /** Null once there is a link, else why there is none. */
  #bound(): Promise<Refusal | null> {
    if (this.#closing !== null) {
      return Promise.resolve({ kind: "retry", detail: "session closed" });
    }
    if (this.#link !== null) return Promise.resolve(null);
    if (this.#binding !== null) return this.#binding;
    if (this.#refusal !== null) {
      const { said, untilMs } = this.#refusal;
      const afterMs = untilMs - this.#ports.now();
      if (afterMs > 0) {
        return Promise.resolve(
          said.kind === "retry" ? { ...said, afterMs } : said,
        );
      }
    }
    return this.#binding = this.#bind().finally(() => this.#binding = null);
  }

  async #bind(): Promise<Refusal | null> {
    await this.#before;
    const bound = await connect(this.#ports, this.#settings, {
      take: (pdu) => this.#take(pdu),
      signal: this.#stop.signal,
    });
    if (!(bound instanceof Link)) {
      this.#wait(bound);
      return bound;
    }
    this.#cancelTimer();
    this.#link = bound;
    this.#refusal = null;
    void bound.ended.then(() => this.#lose());
    this.#watch(bound);
    return null;
  }

  /** Asks every 30 s whether the centre lives and anyone needs it. */
  #watch(link: Link): void {
    this.#cancelTimer = this.#ports.after(PROBE_MS, () => {
      this.#failures = 0;
      if (this.#ports.now() >= this.#keepUntilMs) return void this.close();
      link.probe();
      if (this.#link === link) this.#watch(link);
    });
  }

  #lose(): void {
    this.#link = null;
    this.#wait({ kind: "retry", detail: "connection lost" });
  }

  /** Binds again after a while, for as long as someone needs the session. */
  #wait(said: Refusal): void {
    this.#cancelTimer();
    if (this.#closing !== null) return;
    this.#failures++;
    const ms = doubled(BACKOFF_MS, this.#failures, BACKOFF_MS_MAX) *
      (0.8 + 0.4 * this.#ports.random());
    this.#refusal = { said, untilMs: this.#ports.now() + ms };
    this.#cancelTimer = this.#ports.after(ms, () => {
      if (this.#ports.now() >= this.#keepUntilMs) void this.close();
      else void this.#bound();
    });
  }

  /** The status to answer a deliver_sm with, once its receipt is kept. */
  async #take({ body }: Pdu): Promise<number> {
    const deliver = decodeDeliver(body);
    if (deliver === null) return INVALID_LENGTH;
    if (!isReceipt(deliver)) return await this.#takeReply(deliver);
    const receipt = receiptOf(deliver, this.#settings.messageIds ?? "asIs");
    if (receipt === null) return 0;
    if (this.#takers.size === 0) return TRY_LATER;
    return await this.#tell(({ receiptArrived }) =>
      receiptArrived?.(receipt.providerId, receipt)
    );
  }

  /** An account's replies belong to the first gateway that uses it. */
  async #takeReply(deliver: Deliver): Promise<number> {
    const reply = replyIn(deliver);
    const taker = [...this.#takers.values()]
      .find(({ replyArrived }) => replyArrived !== undefined);
    if (reply === null || taker === undefined) return NOT_WANTED;
    return await this.#tell((one) =>
      one === taker ? one.replyArrived?.(reply) : undefined
    );
  }

  async #tell(
    tell: (taker: Takers) => Promise<void> | undefined,
  ): Promise<number> {
    try {
      await Promise.all([...this.#takers.values()].map(tell));
      return 0;
    } catch {
      return TRY_LATER;
    }
  }

  async #close(): Promise<void> {
    this.#cancelTimer();
    this.#turnstile.close();
    this.#stop.abort();
    await this.#binding;
    this.#cancelTimer();
    const link = this.#link;
    if (link === null) return;
    const limit = timeLimit(this.#ports, CLOSE_MS_MAX);
    await unlessAborted(link.quiet(), limit.signal);
    await link.request(Command.unbind, new Uint8Array(), limit.signal);
    limit.cancel();
    link.end();
    this.#link = null;
  }
}

function unanswered(reply: Exclude<Reply, { kind: "answer" }>): Submitted {
  const isLost = reply.kind === "lost";
  if (!reply.begun) {
    const detail = isLost ? "connection lost" : "cancelled unsent";
    return { kind: "retry", detail };
  }
  const detail = isLost
    ? "the connection ended without an answer"
    : "no answer in time";
  return { kind: "unknown", detail };
}

/** `ms`, doubled each time after the first, up to a bound. */
function doubled(ms: number, times: number, max: number): number {
  return Math.min(max, ms * 2 ** (Math.max(1, times) - 1));
}
