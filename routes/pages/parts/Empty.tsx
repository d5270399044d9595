import type { ComponentChildren } from "preact";
import { Icon, type IconName } from "./Icon.tsx";

/** A list with nothing in it says what will be there and how to begin. */
export function Empty(
  { icon, title, children }: {
    icon: IconName;
    title: string;
    children?: ComponentChildren;
  },
) {
  return (
    <div class="empty">
      <Icon name={icon} />
      <p class="strong">{title}</p>
      {children}
    </div>
  );
}
