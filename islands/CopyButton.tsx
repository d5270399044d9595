import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** Copies a text; it is only there where script is. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const isReady = useSignal(false);
  const said = useSignal("");

  useEffect(() => {
    isReady.value = true;
  }, []);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      said.value = "Copié";
    } catch {
      said.value = "Copie impossible : sélectionnez le texte";
    }
  }

  return (
    <span class="copy" hidden={!isReady.value}>
      <button type="button" class="button" onClick={copy}>{label}</button>
      <span role="status">{said.value}</span>
    </span>
  );
}
