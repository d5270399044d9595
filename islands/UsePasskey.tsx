import { useSignal } from "@preact/signals";
import {
  browserSupportsWebAuthn,
  browserSupportsWebAuthnAutofill,
  startAuthentication,
} from "@simplewebauthn/browser";
import { useEffect, useRef } from "preact/hooks";
import { dictionary, useWords } from "./language.ts";

type Options = Parameters<typeof startAuthentication>[0]["optionsJSON"];

const WORDS = dictionary({
  fr: {
    busy: "Votre appareil vous demande de confirmer…",
    failed:
      "Rien n’a été fait : l’appareil n’a pas confirmé. Réessayez, ou continuez autrement.",
    unsupported: "Ce navigateur ne connaît pas les clés d’accès.",
    offline: "Le service ne répond pas. Vérifiez votre connexion.",
  },
  en: {
    busy: "Your device asks you to confirm…",
    failed:
      "Nothing was done: the device did not confirm. Try again, or go on another way.",
    unsupported: "This browser does not know passkeys.",
    offline: "The service does not answer. Check your connection.",
  },
});

/** A challenge is good for half an hour; a page may stay open for longer. */
const RENEW_MS = 25 * 60_000;

export interface UsePasskeyProps {
  label: string;
  /** Where the answer is posted, and with what else. */
  action: string;
  hidden: Readonly<Record<string, string>>;
  /** The field that carries the answer. */
  field?: string;
  /** What to ask the device, or where to fetch it. */
  options?: unknown;
  source?: string;
  /** Offers passkeys among the suggestions of the address field, too. */
  isSuggested?: boolean;
}

/** Shows who one is with a passkey: one tap, then the form posts itself. */
export function UsePasskey(props: UsePasskeyProps) {
  const { label, action, hidden, field = "passkey", isSuggested } = props;
  const words = useWords(WORDS);
  const form = useRef<HTMLFormElement>(null);
  const isReady = useSignal(false);
  const isBusy = useSignal(false);
  const said = useSignal("");

  async function ask(useBrowserAutofill: boolean): Promise<void> {
    const optionsJSON = await load(props);
    const answer = await startAuthentication({
      optionsJSON,
      useBrowserAutofill,
    });
    const input = form.current!.elements.namedItem(field);
    (input as HTMLInputElement).value = JSON.stringify(answer);
    form.current!.submit();
  }

  async function tap() {
    isBusy.value = true;
    said.value = words.busy;
    try {
      await ask(false);
    } catch (error) {
      said.value = error instanceof TypeError ? words.offline : words.failed;
      isBusy.value = false;
    }
  }

  useEffect(() => {
    isReady.value = browserSupportsWebAuthn();
    if (!isReady.value || !isSuggested) return;
    const suggest = async () => {
      if (!await browserSupportsWebAuthnAutofill()) return;
      // Ends when another ceremony begins, or with the page.
      await ask(true).catch(() => {});
    };
    suggest();
    const renewal = setInterval(() => isBusy.value || suggest(), RENEW_MS);
    return () => clearInterval(renewal);
  }, []);

  return (
    <form
      ref={form}
      method="post"
      action={action}
      class="alive"
      hidden={!isReady.value}
    >
      {Object.entries(hidden).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <input type="hidden" name={field} />
      <button
        type="button"
        class="button main wide"
        disabled={isBusy.value}
        onClick={tap}
      >
        {label}
      </button>
      <p role="status" class="quiet">{said.value}</p>
    </form>
  );
}

async function load({ options, source }: UsePasskeyProps): Promise<Options> {
  if (source === undefined) return options as Options;
  const response = await fetch(source, { headers: { accept: "text/json" } });
  if (!response.ok) throw new TypeError(response.statusText);
  return await response.json();
}
