import type { Language } from "../../../islands/language.ts";
import { Brand } from "../parts/Brand.tsx";
import { DOCS } from "../words/docs.ts";

interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly description?: string;
  readonly example?: unknown;
}

interface Operation {
  readonly operationId: string;
  readonly tags?: readonly string[];
  readonly summary?: string;
  readonly description?: string;
  readonly parameters?: readonly {
    name: string;
    in: string;
    required?: boolean;
    schema: Schema;
  }[];
  readonly requestBody?: { content: Record<string, { schema: Schema }> };
  readonly responses: Record<
    string,
    { description: string; content?: Record<string, { schema: Schema }> }
  >;
}

/** The OpenAPI document, as far as the page shows it. */
export interface OpenApi {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Schema> };
}

interface Call {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

/** Every call, made of the document that describes them to programs. */
export function DocsReference(
  { language, api }: { language: Language; api: OpenApi },
) {
  const words = DOCS[language];
  const calls = Object.entries(api.paths).flatMap(([path, item]) =>
    Object.entries(item).map(([method, operation]): Call => ({
      method: method.toUpperCase(),
      path,
      operation,
    }))
  );
  const byTag = Map.groupBy(
    calls,
    ({ operation }) => operation.tags?.[0] ?? "",
  );
  return (
    <article class="docs">
      <Brand href="/docs" />
      <h1>{words.reference}</h1>
      <p>
        {words.openapi} <a href="/openapi.json">openapi.json</a>
      </p>
      <nav class="docs-contents" aria-label={words.contents}>
        <p>
          {[...byTag.keys()].map((tag) => (
            <a key={tag} href={`#${tag}`}>{`${tag} `}</a>
          ))}
        </p>
      </nav>
      {[...byTag].map(([tag, some]) => (
        <section key={tag}>
          <h2 id={tag}>{tag}</h2>
          {some.map((call) => (
            <CallView
              key={call.operation.operationId}
              language={language}
              api={api}
              call={call}
            />
          ))}
        </section>
      ))}
    </article>
  );
}

function CallView(
  { language, api, call }: { language: Language; api: OpenApi; call: Call },
) {
  const words = DOCS[language];
  const { method, path, operation } = call;
  const { operationId, summary, description, parameters = [] } = operation;
  const body = operation.requestBody?.content["application/json"]?.schema;
  return (
    <details class="disclosure" id={operationId}>
      <summary>
        <code>{method} {path}</code> {summary}
      </summary>
      {description && <p>{description}</p>}
      {parameters.length > 0 && (
        <Fields
          title={words.query}
          language={language}
          rows={parameters.map(({ name, required, schema }) => ({
            name,
            required: required === true,
            schema,
          }))}
        />
      )}
      {body && (
        <Fields
          title={words.body}
          language={language}
          rows={rowsOf(resolve(api, body))}
        />
      )}
      <p class="strong">{words.answers}</p>
      <table class="docs-table">
        <tbody>
          {Object.entries(operation.responses).map(([status, answer]) => (
            <tr key={status}>
              <td>
                <code>{status}</code>
              </td>
              <td>{answer.description}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Answered api={api} language={language} operation={operation} />
    </details>
  );
}

function Answered({ api, language, operation }: {
  api: OpenApi;
  language: Language;
  operation: Operation;
}) {
  const good = Object.entries(operation.responses).find(([status]) =>
    status.startsWith("2")
  );
  const schema = good?.[1].content?.["application/json"]?.schema;
  if (schema === undefined) return null;
  return (
    <Fields
      title={DOCS[language].answer(Number(good![0]))}
      language={language}
      rows={rowsOf(resolve(api, schema))}
    />
  );
}

interface Row {
  readonly name: string;
  readonly required: boolean;
  readonly schema: Schema;
}

function Fields({ title, language, rows }: {
  title: string;
  language: Language;
  rows: readonly Row[];
}) {
  if (rows.length === 0) return null;
  const words = DOCS[language];
  return (
    <>
      <p class="strong">{title}</p>
      <table class="docs-table">
        <thead>
          <tr>
            <th scope="col">{words.field}</th>
            <th scope="col">{words.type}</th>
            <th scope="col">{words.note}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ name, required, schema }) => (
            <tr key={name}>
              <td>
                <code>{name}</code>
              </td>
              <td>{typeOf(schema)}</td>
              <td>
                {required ? words.required : ""} {schema.description ?? ""}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

function resolve(api: OpenApi, schema: Schema): Schema {
  if (schema.$ref === undefined) return schema;
  return api.components.schemas[schema.$ref.split("/").at(-1)!] ?? schema;
}

/** The members of an object; of the first form where there are several. */
function rowsOf(schema: Schema): Row[] {
  const [first = schema] = schema.anyOf ?? schema.oneOf ?? [];
  const { properties = {}, required = [] } = first;
  return Object.entries(properties).map(([name, schema]) => ({
    name,
    required: required.includes(name),
    schema,
  }));
}

function typeOf(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split("/").at(-1)!;
  if (schema.enum !== undefined) return schema.enum.join(" | ");
  const some = schema.anyOf ?? schema.oneOf;
  if (some !== undefined) return some.map(typeOf).join(" | ");
  const types = [schema.type ?? "object"].flat();
  return types.map((type) =>
    type === "array" ? `${typeOf(schema.items ?? {})}[]` : type
  ).join(" | ");
}
