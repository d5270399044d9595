/**
 * The browser's offer to install the application, held back until a page has a
 * place for it.
 *
 * @module
 */
interface InstallOffer extends Event {
  prompt(): Promise<void>;
  readonly userChoice: Promise<{ outcome: "accepted" | "dismissed" }>;
}

let offer: InstallOffer | null = null;
const listeners = new Set<() => void>();

/** Holds the offer back as soon as the browser makes it. */
export function holdOffer(): void {
  addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    offer = event as InstallOffer;
    for (const listener of listeners) listener();
  });
}

/** Tells when there is an offer, now or later; answers how not to be told. */
export function onOffer(listener: () => void): () => void {
  listeners.add(listener);
  if (offer !== null) listener();
  return () => listeners.delete(listener);
}

/** Makes the offer; says whether it was taken. */
export async function makeOffer(): Promise<boolean> {
  if (offer === null) return false;
  await offer.prompt();
  const { outcome } = await offer.userChoice;
  offer = null;
  return outcome === "accepted";
}
