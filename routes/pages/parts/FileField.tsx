/** A file to choose, e.g. a table; what is in it travels with the form. */
export function FileField(
  { name, label, help, accept }: {
    name: string;
    label: string;
    help?: string;
    accept: string;
  },
) {
  const id = `champ-${name}`;
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {help && <p class="help" id={`${id}-aide`}>{help}</p>}
      <input
        id={id}
        type="file"
        name={name}
        accept={accept}
        {...(help ? { "aria-describedby": `${id}-aide` } : {})}
      />
    </div>
  );
}

/** What tables are saved as. */
export const TABLES = ".csv,.txt,.tsv,text/csv,text/plain";
