import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dictionary, useWords } from "./language.ts";
import { isDone, renew } from "./renew.ts";

const WORDS = dictionary({
  fr: { live: "En direct", again: "Actualiser" },
  en: { live: "Live", again: "Refresh" },
});

/** How many times in a row an answer may fail before it gives up. */
const FAILURES_MAX = 5;
const WAIT_MAX_MS = 30_000;

/**
 * Keeps a part of the page up to date by asking for the page again, less often
 * the longer nothing changes, until that part says that nothing more will.
 * Without script it is a link.
 */
export function Refresh(
  { target, everyMs }: { target: string; everyMs: number },
) {
  const words = useWords(WORDS);
  const state = useSignal<"link" | "live" | "done">("link");

  useEffect(() => {
    let failures = 0;
    let waitMs = everyMs;
    let timer = setTimeout(turn, waitMs);
    state.value = isDone(target) ? "done" : "live";

    async function turn() {
      if (document.visibilityState === "visible") {
        const outcome = await renew(target);
        failures = outcome === "failed" ? failures + 1 : 0;
        waitMs = outcome === "changed"
          ? everyMs
          : Math.min(waitMs * 1.3, WAIT_MAX_MS);
      }
      if (failures >= FAILURES_MAX) state.value = "link";
      else if (isDone(target)) state.value = "done";
      else timer = setTimeout(turn, waitMs);
    }
    return () => clearTimeout(timer);
  }, []);

  if (state.value === "done") return <span class="quiet" />;
  if (state.value === "live") return <span class="live">{words.live}</span>;
  return <a class="button quiet" href="">{words.again}</a>;
}
