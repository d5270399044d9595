/**
 * What changes, as server-sent events, for pages that are open: messages that
 * moved, balances, and that something new is there to be asked for.
 *
 * @module
 */
import { Hono } from "hono";
import { type Actor, permits, type Place } from "../../lib/domain/actor.ts";
import { messageId } from "../../lib/domain/batch.ts";
import { availableCredits } from "../../lib/domain/credit.ts";
import { authorised } from "../../lib/domain/directory.ts";
import { type Change, onChange, untilEnd } from "../../lib/domain/live.ts";
import { isFailed } from "../../lib/domain/message_view.ts";
import { readSession } from "../../lib/domain/session.ts";
import type { Ports } from "../../lib/ports.ts";
import { REASONS } from "../../lib/schema/reason.ts";
import type { Language } from "../../islands/language.ts";
import type { LiveNews } from "../../islands/live.ts";
import { signedIn } from "./guard.ts";
import type { PageEnv } from "./visit.ts";
import { STATUSES, TONES } from "./words.ts";

/** Changes that come together are told together. */
const GATHER_MS = 120;
/** Proxies let go of what is silent; sessions end meanwhile. */
const BEAT_MS = 20_000;
/** More messages at once, and the page is better read anew. */
const MESSAGES_MAX = 200;
/** When a browser tries again after a loss. */
const RETRY_MS = 1_000;

const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "no-store",
  "x-accel-buffering": "no",
  "x-content-type-options": "nosniff",
};

export const events = new Hono<PageEnv>();

events.get("/evenements", signedIn, async (c) => {
  const { ports, actor, language } = c.var.visit;
  const structureId = c.req.query("structureId") ?? "";
  const { structure: place } = await authorised(
    ports,
    actor,
    "structure:read",
    structureId,
  );
  const cookies = c.req.header("cookie") ?? null;
  const line = new Line(ports, {
    place,
    language,
    actor,
    // Whoever looked through somebody's eyes may be themselves again.
    isOpen: async () =>
      (await readSession(ports, cookies))?.actor.id === actor.id,
  });
  return new Response(line.stream, { headers: HEADERS });
});

/** Who listens, to what. */
interface Listening {
  readonly place: Place;
  readonly language: Language;
  readonly actor: Actor;
  isOpen(): Promise<boolean>;
}

/** One page that listens. */
class Line {
  readonly stream: ReadableStream<Uint8Array>;
  readonly #ports: Ports;
  readonly #listening: Listening;
  readonly #encoder = new TextEncoder();
  #controller: ReadableStreamDefaultController<Uint8Array> | null = null;
  #stopListening: () => void = () => {};
  #stopWaiting: () => void = () => {};
  #cancelBeat: () => void = () => {};
  #cancelGather: (() => void) | null = null;
  #messages = new Map<string, LiveNews["messages"][number]>();
  #balances = new Map<string, number>();
  #isMore = false;
  #told = 0;

  constructor(ports: Ports, listening: Listening) {
    this.#ports = ports;
    this.#listening = listening;
    this.stream = new ReadableStream({
      start: (controller) => this.#start(controller),
      cancel: () => this.end(),
    });
  }

  #start(controller: ReadableStreamDefaultController<Uint8Array>): void {
    this.#controller = controller;
    this.#stopWaiting = untilEnd(this.#ports, () => this.end());
    this.#stopListening = onChange(
      this.#ports,
      this.#listening.place.id,
      (change) => this.#hear(change),
    );
    this.#write(`retry: ${RETRY_MS}\n\n`);
    this.#beat();
  }

  end(): void {
    this.#stopListening();
    this.#cancelBeat();
    this.#cancelGather?.();
    this.#stopWaiting();
    try {
      this.#controller?.close();
    } catch {
      // The browser closed it before.
    }
    this.#controller = null;
  }

  #hear({ structureId, batches, account, isElsewhere }: Change): void {
    const { language } = this.#listening;
    if (account !== null) {
      // What may be drawn is the group's to tell: such a page looks again.
      if (account.shared !== undefined) this.#isMore = true;
      else this.#balances.set(structureId, availableCredits(account));
    }
    this.#isMore ||= isElsewhere;
    for (const { batch, indexes, isNew } of batches) {
      this.#isMore ||= isNew || indexes.length > MESSAGES_MAX;
      if (isNew) continue;
      for (const index of indexes.slice(0, MESSAGES_MAX)) {
        const { status, reason } = batch.messages[index]!;
        this.#messages.set(messageId(batch.id, index), {
          id: messageId(batch.id, index),
          status: STATUSES[language][status],
          tone: TONES[status],
          failed: isFailed(status),
          reason: reason === undefined ? "" : REASONS[reason][language],
        });
      }
    }
    this.#cancelGather ??= this.#ports.after(GATHER_MS, () => this.#tell());
  }

  /** Each part to who may know it. */
  #tell(): void {
    this.#cancelGather = null;
    const { actor, place } = this.#listening;
    const news: LiveNews = {
      messages: permits(actor, "message:read", place)
        ? [...this.#messages.values()].slice(0, MESSAGES_MAX)
        : [],
      balances: permits(actor, "credit:read", place)
        ? Object.fromEntries(this.#balances)
        : {},
      isMore: this.#isMore,
    };
    this.#messages.clear();
    this.#balances.clear();
    this.#isMore = false;
    const data = JSON.stringify(news);
    this.#write(`id: ${++this.#told}\nevent: news\ndata: ${data}\n\n`);
  }

  #beat(): void {
    this.#cancelBeat = this.#ports.after(BEAT_MS, async () => {
      if (!await this.#listening.isOpen().catch(() => true)) return this.end();
      this.#write(": beat\n\n");
      if (this.#controller !== null) this.#beat();
    });
  }

  #write(text: string): void {
    this.#controller?.enqueue(this.#encoder.encode(text));
  }
}
