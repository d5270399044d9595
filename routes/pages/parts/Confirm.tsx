import type { ComponentChildren } from "preact";
import { useWords } from "../../../islands/language.ts";
import type { Visit } from "../visit.ts";
import { NAVIGATION } from "../words/navigation.ts";
import { Form } from "./Form.tsx";
import { Heading } from "./Heading.tsx";

/** A last question, with the consequence in words. */
export function Confirm(props: {
  visit: Visit;
  title: string;
  action: string;
  hidden?: Readonly<Record<string, string>>;
  button: string;
  isDestructive?: boolean;
  back: string;
  children: ComponentChildren;
}) {
  const words = useWords(NAVIGATION);
  const { visit, title, action, hidden = {}, button, back, children } = props;
  return (
    <div class="narrow">
      <Heading title={title} />
      <div class="consequence">{children}</div>
      <Form visit={visit} action={action} hidden={hidden}>
        <div class="foot">
          <button
            type="submit"
            class={props.isDestructive ? "button main bad" : "button main"}
          >
            {button}
          </button>
          <a class="button quiet" href={back}>{words.giveUp}</a>
        </div>
      </Form>
    </div>
  );
}
