import type { ComponentChildren } from "preact";

/** Words that only a screen reader says, after those before them. */
export function Unseen({ children }: { children: ComponentChildren }) {
  // deno-lint-ignore jsx-curly-braces -- formatting would drop the space
  return <span class="unseen">{" "}{children}</span>;
}
