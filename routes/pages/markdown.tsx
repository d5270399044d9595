/**
 * The small part of Markdown that guides are written in, as Preact: headings,
 * paragraphs, lists, tables, code, and in a line code, bold and links.
 *
 * @module
 */
import type { ComponentChild } from "preact";

/** A text as it is read. */
export function Markdown({ text }: { text: string }) {
  return <>{blocks(text).map(block)}</>;
}

/** Paragraph by paragraph; what stands between fences is one. */
function blocks(text: string): string[] {
  const found: string[] = [];
  const parts = text.split(/^(```\n[\s\S]*?\n```)$/m);
  for (const part of parts) {
    if (part.startsWith("```")) found.push(part);
    else found.push(...part.split(/\n{2,}/).filter((one) => one.trim() !== ""));
  }
  return found;
}

function block(raw: string) {
  const text = raw.trim();
  if (text.startsWith("```")) {
    return <pre tabIndex={0}><code>{text.slice(4, -4)}</code></pre>;
  }
  if (text.startsWith("### ")) return <h3>{inline(text.slice(4))}</h3>;
  if (text.startsWith("## ")) {
    const title = text.slice(3);
    return <h2 id={anchor(title)}>{inline(title)}</h2>;
  }
  const lines = text.split("\n");
  if (lines.every((line) => line.startsWith("- "))) {
    return (
      <ul>
        {lines.map((line) => <li key={line}>{inline(line.slice(2))}</li>)}
      </ul>
    );
  }
  if (lines.every((line) => /^\d+\. /.test(line))) {
    return (
      <ol>
        {lines.map((line) => (
          <li key={line}>{inline(line.replace(/^\d+\. /, ""))}</li>
        ))}
      </ol>
    );
  }
  if (text.startsWith("| ")) return <Table lines={lines} />;
  return <p>{inline(text)}</p>;
}

function Table({ lines }: { lines: readonly string[] }) {
  const [head = "", , ...rows] = lines;
  return (
    <table class="docs-table">
      <thead>
        <tr>
          {cells(head).map((cell) => (
            <th key={cell} scope="col">{inline(cell)}</th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row}>
            {cells(row).map((cell) => <td key={cell}>{inline(cell)}</td>)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The cells of a row; `\|` is no border. */
function cells(row: string): string[] {
  return row.slice(1, -1).split(/(?<!\\)\|/).map((cell) => cell.trim());
}

const INLINE = /(`[^`]+`|\*\*[^*]+\*\*|\[[^\]]+\]\([^)\s]+\))/;

function inline(text: string): ComponentChild[] {
  return text.split(INLINE).map((part) => {
    if (part.startsWith("`")) {
      return <code key={part}>{part.slice(1, -1)}</code>;
    }
    if (part.startsWith("**")) {
      return <strong key={part}>{part.slice(2, -2)}</strong>;
    }
    const link = /^\[([^\]]+)\]\(([^)\s]+)\)$/.exec(part);
    return link === null
      ? part
      : <a key={part} href={link[2]!}>{inline(link[1]!)}</a>;
  });
}

function anchor(title: string): string {
  return title.normalize("NFD").toLowerCase().replace(/[^a-z0-9]+/g, "-")
    .replace(/^-|-$/g, "");
}
