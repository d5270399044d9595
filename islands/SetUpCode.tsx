import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Field } from "./parts/Field.tsx";

/**
 * The code of the set-up link. It stands in the fragment, which never leaves
 * the browser: with script it is read there, without it is typed.
 */
export function SetUpCode({ value }: { value: string }) {
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
        <p class="fine">Code d’installation lu dans le lien.</p>
      </>
    );
  }
  return (
    <Field
      name="code"
      label="Code d’installation"
      help="Dans le lien affiché au démarrage du service, ce qui suit « # »."
      value={value}
      input={{ required: true, autocomplete: "off", spellcheck: false }}
    />
  );
}
