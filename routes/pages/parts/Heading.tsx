import type { ComponentChildren } from "preact";
import { Icon } from "./Icon.tsx";

/** The title of a page, where one comes from, and what one can begin here. */
export function Heading(
  { title, back, lead, children }: {
    title: string;
    back?: { href: string; label: string };
    lead?: ComponentChildren;
    children?: ComponentChildren;
  },
) {
  return (
    <header class="heading">
      {back && (
        <a class="back" href={back.href}>
          <Icon name="left" />
          {back.label}
        </a>
      )}
      <div class="row">
        <div>
          <h1>{title}</h1>
          {lead && <p class="lead">{lead}</p>}
        </div>
        {children && <div class="actions">{children}</div>}
      </div>
    </header>
  );
}
