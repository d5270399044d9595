import type { ComponentChildren } from "preact";
import type { Visit } from "../visit.ts";

/** A form that posts, with what proves that it is ours. */
export function Form(
  { visit, action, hidden = {}, children, ...rest }: {
    visit: Pick<Visit, "csrf">;
    action: string;
    hidden?: Readonly<Record<string, string>>;
    class?: string;
    /** `multipart/form-data` where a file is sent along. */
    enctype?: string;
    children: ComponentChildren;
  },
) {
  return (
    <form method="post" action={action} {...rest}>
      <input type="hidden" name="jeton" value={visit.csrf} />
      {Object.entries(hidden).map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      {children}
    </form>
  );
}
