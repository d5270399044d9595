import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";

/** How many times in a row an answer may fail before it gives up. */
const FAILURES_MAX = 5;

/**
 * Keeps a part of the page up to date by asking for the page again, until that
 * part says that nothing more will change. Without script it is a link.
 */
export function Refresh(
  { target, everyMs }: { target: string; everyMs: number },
) {
  const state = useSignal<"link" | "live" | "done">("link");

  useEffect(() => {
    let failures = 0;
    let timer = setTimeout(turn, everyMs);
    state.value = isDone(target) ? "done" : "live";

    async function turn() {
      const isSeen = document.visibilityState === "visible";
      if (isSeen) failures = await renew(target) ? 0 : failures + 1;
      if (failures >= FAILURES_MAX) state.value = "link";
      else if (isDone(target)) state.value = "done";
      else timer = setTimeout(turn, everyMs * (failures + 1));
    }
    return () => clearTimeout(timer);
  }, []);

  if (state.value === "done") return <span class="quiet" />;
  if (state.value === "live") {
    return <span class="live">En direct</span>;
  }
  return <a class="button quiet" href="">Actualiser</a>;
}

function isDone(target: string): boolean {
  return document.getElementById(target)?.hasAttribute("data-done") ?? true;
}

async function renew(target: string): Promise<boolean> {
  try {
    const response = await fetch(location.href, { redirect: "error" });
    if (!response.ok) return false;
    const page = new DOMParser().parseFromString(
      await response.text(),
      "text/html",
    );
    const before = document.getElementById(target);
    const after = page.getElementById(target);
    if (before === null || after === null) return false;
    const isInUse = before.contains(document.activeElement);
    if (!isInUse && before.innerHTML !== after.innerHTML) {
      before.replaceWith(after);
    }
    return true;
  } catch {
    return false;
  }
}
