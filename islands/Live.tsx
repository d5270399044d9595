import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { dictionary, type Language, useLanguage } from "./language.ts";
import { listen, type LiveNews } from "./live.ts";
import { showNews } from "./live_rows.ts";
import { isDone, renew } from "./renew.ts";
import { number } from "./words.ts";

const WORDS = dictionary({
  fr: { live: "En direct", again: "Actualiser" },
  en: { live: "Live", again: "Refresh" },
});

/** A part of the page is renewed no more often. */
const RENEW_MS = 1_500;
/** Pages that are open together do not ask at the same instant. */
const SPREAD_MS = 1_000;

/**
 * Keeps a part of the page as it is in the service: messages and balances are
 * changed in place as they move, the part is asked for again when there is
 * more. Without script it is a link.
 */
export function Live(
  { structureId, target }: { structureId: string; target: string },
) {
  const language = useLanguage();
  const words = WORDS[language];
  const state = useSignal<"link" | "live" | "done">("link");

  useEffect(() => {
    if (isDone(target)) {
      state.value = "done";
      return;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let stop = () => {};
    async function again() {
      timer = undefined;
      await renew(target);
      if (!isDone(target)) return;
      state.value = "done";
      stop();
    }
    function renewSoon() {
      timer ??= setTimeout(again, RENEW_MS + Math.random() * SPREAD_MS);
    }
    stop = listen(structureId, {
      news(news) {
        apply(news, language);
        if (news.isMore || !isOnPage(news)) renewSoon();
      },
      missed: () => void renew(target),
      isOpen: (open) => state.value = open ? "live" : "link",
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, []);

  if (state.value === "done") return <span class="quiet" />;
  if (state.value === "live") return <span class="live">{words.live}</span>;
  return <a class="button quiet" href="">{words.again}</a>;
}

/** Whether the page can show all of it by changing what it has. */
function isOnPage({ messages }: LiveNews): boolean {
  return document.querySelector("[data-totals]") === null ||
    messages.length === 0;
}

/** Changes what is on the page in place. */
function apply({ messages, balances }: LiveNews, language: Language): void {
  showNews(messages);
  for (const [id, available] of Object.entries(balances)) {
    for (const place of document.querySelectorAll("[data-balance]")) {
      if (place.getAttribute("data-balance") !== id) continue;
      place.textContent = number(available, language);
    }
  }
}
