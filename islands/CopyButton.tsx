import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dictionary, useWords } from "./language.ts";

const WORDS = dictionary({
  fr: {
    copied: "Copié",
    failed: "Copie impossible : sélectionnez le texte",
  },
  en: { copied: "Copied", failed: "Could not copy: select the text" },
});

/** Copies a text; it is only there where script is. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const words = useWords(WORDS);
  const isReady = useSignal(false);
  const said = useSignal("");

  useEffect(() => {
    isReady.value = true;
  }, []);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      said.value = words.copied;
    } catch {
      said.value = words.failed;
    }
  }

  return (
    <span class="copy" hidden={!isReady.value}>
      <button type="button" class="button" onClick={copy}>{label}</button>
      <span role="status">{said.value}</span>
    </span>
  );
}
