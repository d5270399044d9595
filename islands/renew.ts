/**
 * A part of the page asked for again and put in the place of the old one,
 * without disturbing who is using it.
 *
 * @module
 */

/** Asks for the page again and renews one part of it. */
export async function renew(
  target: string,
): Promise<"changed" | "same" | "failed"> {
  try {
    const response = await fetch(location.href, { redirect: "error" });
    if (!response.ok) return "failed";
    const page = new DOMParser().parseFromString(
      await response.text(),
      "text/html",
    );
    const before = document.getElementById(target);
    const after = page.getElementById(target);
    if (before === null || after === null) return "failed";
    // What someone is using stays as it is until the next time.
    const isInUse = before.contains(document.activeElement);
    if (isInUse || before.isEqualNode(after)) return "same";
    // A list that goes on takes in what is new by itself.
    const asked = new CustomEvent("renew", { detail: after, cancelable: true });
    if (before.dispatchEvent(asked)) before.replaceWith(after);
    return "changed";
  } catch {
    return "failed";
  }
}

/** Whether a part says that nothing more will happen to it. */
export function isDone(target: string): boolean {
  return document.getElementById(target)?.hasAttribute("data-done") ?? true;
}
