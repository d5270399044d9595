/**
 * A line to the service that tells what changes while a page is open. It is
 * let go while nobody looks, and taken up again; what was missed meanwhile is
 * asked for.
 *
 * @module
 */

/** What the service tells. */
export interface LiveNews {
  /** Messages that moved, in the reader's words. */
  readonly messages: readonly {
    readonly id: string;
    readonly status: string;
    readonly tone: string;
    readonly failed: boolean;
    readonly reason: string;
  }[];
  /** What structures have available. */
  readonly balances: Readonly<Record<string, number>>;
  /** There is something that only the page itself can show. */
  readonly isMore: boolean;
}

/** When to ask again after an answer that is no stream. */
const AGAIN_MS = 2_000;

interface Hearing {
  news(news: LiveNews): void;
  /** Things may have been missed. */
  missed(): void;
  /** Whether the line is open. */
  isOpen(open: boolean): void;
}

/** Listens to a structure; the function given back stops it. */
export function listen(structureId: string, hearing: Hearing): () => void {
  let source: EventSource | null = null;
  let wasOpen = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function open() {
    clearTimeout(timer);
    const query = new URLSearchParams({ structureId });
    source = new EventSource(`/evenements?${query}`);
    source.addEventListener("news", ({ data }) => {
      hearing.news(JSON.parse(data));
    });
    source.addEventListener("open", () => {
      if (wasOpen) hearing.missed();
      wasOpen = true;
      hearing.isOpen(true);
    });
    source.addEventListener("error", lose);
  }
  function lose() {
    hearing.isOpen(false);
    // Browsers come back by themselves, unless something else than the service
    // answered: a proxy that is alone for a while.
    if (source?.readyState !== EventSource.CLOSED) return;
    timer = setTimeout(open, AGAIN_MS);
  }
  function close() {
    clearTimeout(timer);
    source?.close();
    source = null;
  }
  function look() {
    if (document.visibilityState === "visible") {
      if (source === null) open();
    } else close();
  }

  look();
  document.addEventListener("visibilitychange", look);
  addEventListener("pagehide", close);
  return () => {
    document.removeEventListener("visibilitychange", look);
    removeEventListener("pagehide", close);
    close();
  };
}
