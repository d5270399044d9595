import type { ComponentChildren } from "preact";

/** One number, what it is, and where it leads. */
export function Tile(
  { label, value, hint, href, tone }: {
    label: string;
    value: string;
    hint?: ComponentChildren;
    href?: string | undefined;
    tone?: "bad" | undefined;
  },
) {
  return (
    <div class={tone ? `tile ${tone}` : "tile"}>
      <dt>{href ? <a class="cover" href={href}>{label}</a> : label}</dt>
      <dd>
        <span class="figure">{value}</span>
        {hint && <span class="hint">{hint}</span>}
      </dd>
    </div>
  );
}
