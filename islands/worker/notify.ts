/**
 * Notifications: what the service pushes is shown, a tap opens where it leads.
 * Nothing pushed holds personal data.
 *
 * @module
 */
import { type NotificationClick, type PushEvent, scope } from "./scope.ts";

/** What the service pushes. */
interface Pushed {
  title: string;
  body?: string;
  url?: string;
  tag?: string;
  /** What the badge of the application counts. */
  badge?: number;
}

/** Shows what was pushed; browsers want something shown for every push. */
export async function showPush(event: PushEvent): Promise<void> {
  const { title, body, url, tag, badge } = read(event);
  await scope.registration.showNotification(title, {
    icon: "/icons/any-192.png",
    badge: "/icons/badge-96.png",
    data: { url: ownAddress(url) },
    ...(body === undefined ? {} : { body }),
    ...(tag === undefined ? {} : { tag, renotify: true }),
  });
  if (badge !== undefined) await setBadge(badge);
}

/** Opens where a notification leads, in the window that is open if one is. */
export async function openNotification(
  { notification }: NotificationClick,
): Promise<void> {
  notification.close();
  await setBadge(0);
  const url = ownAddress((notification.data as { url?: string } | null)?.url);
  const windows = await scope.clients.matchAll({
    type: "window",
    includeUncontrolled: true,
  });
  const open = windows[0];
  if (open === undefined) {
    await scope.clients.openWindow(url);
    return;
  }
  // A browser may refuse it the focus; it is led there all the same.
  await open.focus().catch(() => {});
  await open.navigate(url).catch(() => scope.clients.openWindow(url));
}

/** Who signed out is not told here any more. */
export async function stopPush(): Promise<void> {
  const { pushManager } = scope.registration;
  const subscription = await pushManager?.getSubscription();
  await subscription?.unsubscribe();
}

export async function setBadge(count: number): Promise<void> {
  const { navigator } = scope;
  await (count > 0
    ? navigator.setAppBadge?.(count)
    : navigator.clearAppBadge?.());
}

function read({ data }: PushEvent): Pushed {
  try {
    const pushed = data?.json() as Pushed | undefined;
    if (typeof pushed?.title === "string") return pushed;
  } catch {
    // Said below.
  }
  return { title: "lsmessage" };
}

/** Only ever an address of ours. */
function ownAddress(url: string | undefined): string {
  const { origin } = scope.location;
  const wanted = URL.parse(url ?? "/", origin);
  return wanted?.origin === origin ? wanted.pathname + wanted.search : "/";
}
