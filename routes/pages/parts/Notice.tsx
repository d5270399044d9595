import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

const ICONS = {
  good: "check",
  bad: "alert",
  info: "info",
} as const satisfies Record<string, IconName>;

/** Something to know before going on. */
export function Notice(
  { tone, title, children }: {
    tone: keyof typeof ICONS;
    title?: string | undefined;
    children?: ComponentChildren;
  },
) {
  return (
    <div class={`notice ${tone}`} role={tone === "bad" ? "alert" : "status"}>
      <Icon name={ICONS[tone]} />
      <div>
        {title && <p class="strong">{title}</p>}
        {children}
      </div>
    </div>
  );
}
