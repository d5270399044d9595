import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dictionary, useWords } from "./language.ts";
import { Field } from "./parts/Field.tsx";

const WORDS = dictionary({
  fr: {
    read: "Code d’installation lu dans le lien.",
    label: "Code d’installation",
    help: "Dans le lien affiché au démarrage du service, ce qui suit « # ».",
  },
  en: {
    read: "The set-up code was read from the link.",
    label: "Set-up code",
    help: "In the link shown when the service started, what follows “#”.",
  },
});

/**
 * The code of the set-up link. It stands in the fragment, which never leaves
 * the browser: with script it is read there, without it is typed.
 */
export function SetUpCode({ value, ...said }: {
  value: string;
  /** What it is called elsewhere than in the set-up. */
  read?: string;
  label?: string;
  help?: string;
}) {
  const words = { ...useWords(WORDS), ...said };
  const code = useSignal<string | null>(null);

  useEffect(() => {
    const read = () => {
      const fragment = location.hash.slice(1);
      if (!fragment) return;
      code.value = fragment;
      // Neither the history nor a look over the shoulder keeps it.
      history.replaceState(null, "", location.pathname);
    };
    read();
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);

  if (code.value !== null) {
    return (
      <>
        <input type="hidden" name="code" value={code.value} />
        <p class="fine">{words.read}</p>
      </>
    );
  }
  return (
    <Field
      name="code"
      label={words.label}
      help={words.help}
      value={value}
      input={{ required: true, autocomplete: "off", spellcheck: false }}
    />
  );
}
