/** Something to tick; the whole line is the target. */
export function Choice(
  { type = "checkbox", name, value = "oui", label, help, isChosen }: {
    type?: "checkbox" | "radio";
    name: string;
    value?: string;
    label: string;
    help?: string;
    isChosen: boolean;
  },
) {
  const id = `choix-${name}-${value}`;
  return (
    <div class="choice">
      <input
        type={type}
        id={id}
        name={name}
        value={value}
        checked={isChosen}
        {...(help ? { "aria-describedby": `${id}-aide` } : {})}
      />
      <label for={id}>{label}</label>
      {help && <p class="help" id={`${id}-aide`}>{help}</p>}
    </div>
  );
}
