import { useRef } from "preact/hooks";
import { renew } from "./renew.ts";

/** How long one waits for the next letter. */
const PAUSE_MS = 150;

/**
 * A field that narrows a list while one types; without script it is a form.
 */
export function LiveSearch({ action, target, label, button, value }: {
  action: string;
  /** The id of the part of the page that holds the list. */
  target: string;
  label: string;
  button: string;
  value: string;
}) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  function typed(text: string) {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void look(text), PAUSE_MS);
  }

  async function look(text: string) {
    const query = text.trim();
    const search = query === "" ? "" : `?${new URLSearchParams({
      cherche: query,
    })}`;
    history.replaceState(history.state, "", action + search);
    await renew(target);
  }

  return (
    <form method="get" action={action} role="search" class="find">
      <label for="champ-cherche" class="unseen">{label}</label>
      <input
        id="champ-cherche"
        type="search"
        name="cherche"
        defaultValue={value}
        placeholder={label}
        autocomplete="off"
        onInput={(event) => typed(event.currentTarget.value)}
      />
      <button type="submit" class="button">{button}</button>
    </form>
  );
}
