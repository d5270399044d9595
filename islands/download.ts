/**
 * Long tables fetched with their progress told, and given to the browser as a
 * file. Without script, or where it fails, the link downloads by itself.
 *
 * @module
 */
import { dictionary, type Language } from "./language.ts";
import { number } from "./words.ts";

const WORDS = dictionary({
  fr: {
    lines: (count: string) => `${count} lignes…`,
    done: (count: string) => `${count} lignes téléchargées.`,
    stop: "Arrêter",
  },
  en: {
    lines: (count: string) => `${count} lines…`,
    done: (count: string) => `${count} lines downloaded.`,
    stop: "Stop",
  },
});

const NEWLINE = 10;
/** How often the progress is told. */
const TELL_MS = 250;

/** Downloads what `link` leads to, telling how far it is. */
export function attendDownload(link: HTMLAnchorElement): void {
  const words = WORDS[document.documentElement.lang as Language] ?? WORDS.fr;
  let stop: AbortController | null = null;
  const said = document.createElement("span");
  said.role = "status";
  const end = document.createElement("button");
  end.type = "button";
  end.className = "button quiet";
  end.textContent = words.stop;
  end.addEventListener("click", () => stop?.abort());

  link.addEventListener("click", async (event) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (stop !== null) return;
    stop = new AbortController();
    link.after(said, end);
    try {
      await download(link.href, stop.signal, (lines, isDone) => {
        const count = number(lines, document.documentElement.lang as Language);
        said.textContent = isDone ? words.done(count) : words.lines(count);
      });
    } catch {
      said.textContent = "";
      if (!stop.signal.aborted) location.assign(link.href);
    } finally {
      end.remove();
      stop = null;
    }
  });
}

async function download(
  href: string,
  signal: AbortSignal,
  tell: (lines: number, isDone: boolean) => void,
): Promise<void> {
  const response = await fetch(href, { signal, redirect: "error" });
  if (!response.ok || response.body === null) throw new Error("no table");
  const parts: Uint8Array<ArrayBuffer>[] = [];
  // The first line names the columns.
  let lines = -1;
  let toldMs = 0;
  const reader = response.body.getReader();
  while (true) {
    const { done, value } = await reader.read();
    if (done) break;
    parts.push(value);
    for (const byte of value) if (byte === NEWLINE) lines++;
    if (performance.now() - toldMs < TELL_MS) continue;
    toldMs = performance.now();
    tell(Math.max(0, lines), false);
  }
  tell(Math.max(0, lines), true);
  save(new Blob(parts), response);
}

function save(blob: Blob, { headers }: Response): void {
  const type = headers.get("content-type") ?? "text/csv";
  const named = /filename="([^"]+)"/.exec(
    headers.get("content-disposition") ?? "",
  );
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([blob], { type }));
  link.download = named?.[1] ?? "";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}
