import { useSignal } from "@preact/signals";
import {
  browserSupportsWebAuthn,
  startRegistration,
} from "@simplewebauthn/browser";
import { useEffect, useRef } from "preact/hooks";
import { dictionary, useWords } from "./language.ts";

type Options = Parameters<typeof startRegistration>[0]["optionsJSON"];

const WORDS = dictionary({
  fr: {
    busy: "Votre appareil vous demande de confirmer…",
    failed: "Rien n’a été fait : l’appareil n’a pas confirmé. Réessayez.",
    known: "Cet appareil a déjà une clé d’accès pour ce service.",
    unsupported:
      "Ce navigateur ne connaît pas les clés d’accès. Essayez avec votre téléphone.",
  },
  en: {
    busy: "Your device asks you to confirm…",
    failed: "Nothing was done: the device did not confirm. Try again.",
    known: "This device already has a passkey for this service.",
    unsupported:
      "This browser does not know passkeys. Try with your telephone.",
  },
});

export interface MakePasskeyProps {
  label: string;
  /** Where the answer is posted, and with what else. */
  action: string;
  hidden: Readonly<Record<string, string>>;
  /** What to ask the device. */
  options: unknown;
}

/** Makes a passkey on this device: one tap, then the form posts itself. */
export function MakePasskey(
  { label, action, hidden, options }: MakePasskeyProps,
) {
  const words = useWords(WORDS);
  const form = useRef<HTMLFormElement>(null);
  const isReady = useSignal(false);
  const isBusy = useSignal(false);
  const said = useSignal("");

  async function tap() {
    isBusy.value = true;
    said.value = words.busy;
    try {
      const optionsJSON = options as Options;
      const answer = await startRegistration({ optionsJSON });
      const field = form.current!.elements.namedItem("passkey");
      (field as HTMLInputElement).value = JSON.stringify(answer);
      form.current!.submit();
    } catch (error) {
      const { name } = error as Error;
      said.value = name === "InvalidStateError" ? words.known : words.failed;
      isBusy.value = false;
    }
  }

  useEffect(() => {
    isReady.value = browserSupportsWebAuthn();
    if (!isReady.value) said.value = words.unsupported;
  }, []);

  return (
    <form ref={form} method="post" action={action} class="alive">
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name="passkey" />
      <button
        type="button"
        class="button main"
        hidden={!isReady.value}
        disabled={isBusy.value}
        onClick={tap}
      >
        {label}
      </button>
      <p role="status" class="quiet">{said.value}</p>
    </form>
  );
}
