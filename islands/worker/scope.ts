/**
 * The parts of a service worker's surroundings that ours uses: Deno's own
 * library does not describe them.
 *
 * @module
 */
export interface ExtendableEvent extends Event {
  waitUntil(work: Promise<unknown>): void;
}

export interface FetchEvent extends ExtendableEvent {
  readonly request: Request;
  readonly preloadResponse: Promise<Response | undefined>;
  respondWith(answer: Promise<Response>): void;
}

export interface PushEvent extends ExtendableEvent {
  readonly data: { json(): unknown; text(): string } | null;
}

export interface NotificationClick extends ExtendableEvent {
  readonly notification: { close(): void; readonly data: unknown };
}

export interface Client {
  readonly url: string;
  postMessage(message: unknown): void;
  focus(): Promise<Client>;
  navigate(url: string): Promise<Client | null>;
}

interface Events {
  install: ExtendableEvent;
  activate: ExtendableEvent;
  fetch: FetchEvent;
  push: PushEvent;
  notificationclick: NotificationClick;
  sync: ExtendableEvent & { readonly tag: string };
  message: ExtendableEvent & { readonly data: unknown };
}

interface Scope {
  readonly location: Location;
  readonly navigator: Navigator & {
    setAppBadge?(count?: number): Promise<void>;
    clearAppBadge?(): Promise<void>;
  };
  readonly clients: {
    claim(): Promise<void>;
    matchAll(options: object): Promise<readonly Client[]>;
    openWindow(url: string): Promise<Client | null>;
  };
  readonly registration: {
    readonly navigationPreload?: { enable(): Promise<void> };
    readonly pushManager?: {
      getSubscription(): Promise<{ unsubscribe(): Promise<boolean> } | null>;
    };
    showNotification(title: string, options: object): Promise<void>;
    unregister(): Promise<boolean>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof Events>(
    name: Name,
    listener: (event: Events[Name]) => void,
  ): void;
}

/** The worker itself. */
export const scope = globalThis as unknown as Scope;
