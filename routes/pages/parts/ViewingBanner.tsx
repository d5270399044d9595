import type { Visit } from "../visit.ts";
import { clock } from "../words.ts";
import { VIEWING } from "../words/viewing.ts";
import { Form } from "./Form.tsx";
import { Icon } from "./Icon.tsx";

/** Says on every page whose eyes one looks through, and leads back. */
export function ViewingBanner({ visit }: { visit: Visit }) {
  const { viewing, actor, language } = visit;
  if (viewing === undefined) return null;
  const words = VIEWING[language];
  return (
    <aside class="viewing" aria-label={words.banner(actor.name)}>
      <Icon name="eye" />
      <div>
        <p class="strong">{words.banner(actor.name)}</p>
        <p>{words.until(clock(viewing.untilMs, language))}</p>
      </div>
      <Form visit={visit} action="/vue/quitter">
        <button type="submit" class="button">{words.leave}</button>
      </Form>
    </aside>
  );
}
