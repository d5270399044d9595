import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dictionary, useWords } from "./language.ts";

const WORDS = dictionary({
  fr: {
    turnOn: "Recevoir les notifications sur cet appareil",
    isOn: "Cet appareil reçoit les notifications.",
    denied:
      "Le navigateur bloque les notifications de ce site : autorisez-les dans ses réglages, puis revenez ici.",
    unable:
      "Ce navigateur ne reçoit pas de notifications. Sur iPhone et iPad, ajoutez d’abord lsmessage à l’écran d’accueil.",
    failed:
      "Les notifications n’ont pas pu être activées. Vérifiez la connexion, puis réessayez.",
  },
  en: {
    turnOn: "Receive notifications on this device",
    isOn: "This device receives notifications.",
    denied:
      "The browser blocks notifications of this site: allow them in its settings, then come back here.",
    unable:
      "This browser receives no notifications. On iPhone and iPad, add lsmessage to the home screen first.",
    failed:
      "Notifications could not be turned on. Check the connection, then try again.",
  },
});

export interface PushProps {
  /** The public key browsers subscribe with. */
  publicKey: string;
}

type State = "off" | "busy" | "on" | "denied" | "unable" | "failed";

/** One tap: this browser is told. */
export function Push({ publicKey }: PushProps) {
  const words = useWords(WORDS);
  const state = useSignal<State>("off");

  useEffect(() => {
    void currentState().then((found) => state.value = found);
  }, []);

  async function turnOn() {
    state.value = "busy";
    try {
      state.value = await subscribe(publicKey);
    } catch {
      state.value = "failed";
    }
    if (state.value === "on") location.reload();
  }

  const isOff = ["off", "busy", "failed"].includes(state.value);
  return (
    <div class="alive">
      {isOff && (
        <button
          type="button"
          class="button main"
          onClick={turnOn}
          disabled={state.value === "busy"}
        >
          {words.turnOn}
        </button>
      )}
      <p role="status">
        {state.value === "on" && words.isOn}
        {state.value === "denied" && words.denied}
        {state.value === "unable" && words.unable}
        {state.value === "failed" && words.failed}
      </p>
    </div>
  );
}

async function currentState(): Promise<State> {
  const isAble = "serviceWorker" in navigator && "PushManager" in globalThis;
  if (!isAble) return "unable";
  if (Notification.permission === "denied") return "denied";
  const registration = await navigator.serviceWorker.getRegistration();
  const subscription = await registration?.pushManager.getSubscription();
  return subscription ? "on" : "off";
}

/** Asks the person, then the browser, then has the service keep it. */
async function subscribe(publicKey: string): Promise<State> {
  if (await Notification.requestPermission() !== "granted") return "denied";
  const registration = await navigator.serviceWorker.ready;
  const subscription = await registration.pushManager.subscribe({
    userVisibleOnly: true,
    applicationServerKey: publicKey,
  });
  const response = await fetch("/api/v1/push/devices", {
    method: "POST",
    headers: {
      "content-type": "application/json",
      "accept-language": document.documentElement.lang,
    },
    body: JSON.stringify(subscription),
  });
  if (response.ok) return "on";
  await subscription.unsubscribe();
  return "failed";
}
