import { useSignal } from "@preact/signals";
import { CopyButton } from "./CopyButton.tsx";
import { Field } from "./parts/Field.tsx";

/** What an application's key looks like; anything else stays a place for one. */
const KEY = /^lsm_(?:live|test)_[0-9a-z]{20,120}$/;
/** Where the key goes. */
const PLACE = "{{key}}";

export interface KeyCommandProps {
  command: string;
  /** Stands for the key until one is given. */
  yourKey: string;
  label: string;
  help: string;
  wrong: string;
  copy: string;
}

/** A command with the reader's own key in it; the key never leaves the page. */
export function KeyCommand(
  { command, yourKey, label, help, wrong, copy }: KeyCommandProps,
) {
  const typed = useSignal("");
  const key = typed.value.trim();
  const isKey = KEY.test(key);
  const text = command.replace(PLACE, isKey ? key : yourKey);
  return (
    <div class="key-command">
      <div class="alive">
        <Field
          name="cle-essai"
          label={label}
          help={help}
          error={key !== "" && !isKey ? wrong : undefined}
          input={{ autocomplete: "off", spellcheck: false }}
          onText={(value) => typed.value = value}
        />
      </div>
      <pre tabIndex={0}><code>{text}</code></pre>
      <CopyButton key={text} text={text} label={copy} />
    </div>
  );
}
