/**
 * Contacts out of a table as people export it from a spreadsheet: any usual
 * separator, any order of columns, with or without a head.
 *
 * @module
 */
import { parse } from "csv-parse/sync";
import type { Text } from "../problem.ts";
import { type ContactRow, FIELDS_MAX } from "../schema/contact.ts";

/** Rows of a table, each with the line it stood on. */
export interface ReadTable {
  readonly rows: readonly { readonly line: number; readonly row: ContactRow }[];
  /** Why it is no table of contacts. */
  readonly problem: Text | null;
}

const NUMBER_HEAD =
  /^(to|mobile|portable|gsm|sms|tel|telephone|phone|numero|number|recipient|destinataire)/;
const NAME_HEADS = ["nom", "name", "nom complet", "contact", "lastname"];
const FIRST_NAME_HEADS = ["prenom", "firstname", "first name"];
const CELL_MAX = 300;
const LINES_MAX = 25_000;

/** Reads a table; rows that are wholly empty are left out. */
export function readContactTable(text: string): ReadTable {
  let lines: { record: string[]; info: { lines: number } }[];
  try {
    lines = parse(text, {
      bom: true,
      delimiter: [";", ",", "\t"].filter((one) => firstLine(text).includes(one))
        .slice(0, 1).concat(";").slice(0, 1),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      trim: true,
      to: LINES_MAX,
    }) as unknown as typeof lines;
  } catch {
    return { rows: [], problem: UNREADABLE };
  }
  const [head, ...rest] = lines;
  if (head === undefined) return { rows: [], problem: EMPTY };
  const columns = columnsOf(head.record);
  if (columns === null && !head.record.some(looksLikeNumber)) {
    return { rows: [], problem: NO_NUMBERS };
  }
  const read = columns ?? withoutHead(lines.slice(0, 50));
  const rows = (columns === null ? lines : rest)
    .filter(({ record }) => record.some((cell) => cell !== ""))
    .map(({ record, info }) => ({ line: info.lines, row: read(record) }));
  return { rows, problem: rows.length === 0 ? EMPTY : null };
}

type Reader = (record: readonly string[]) => ContactRow;

/** How to read a row below this head; null where it is none. */
function columnsOf(head: readonly string[]): Reader | null {
  const names = head.map(plain);
  const number = names.findIndex((name) => NUMBER_HEAD.test(name));
  if (number < 0 || looksLikeNumber(head[number]!)) return null;
  const last = names.findIndex((name) => NAME_HEADS.includes(name));
  const first = names.findIndex((name) => FIRST_NAME_HEADS.includes(name));
  const others = names.map((name, i) => ({ name, i }))
    .filter(({ name, i }) => i !== number && /^\p{L}/u.test(name))
    .slice(0, FIELDS_MAX);
  return (record) => {
    const cell = (i: number) => (record[i] ?? "").slice(0, CELL_MAX);
    const fields = others.map(({ name, i }) => [fieldName(name), cell(i)]);
    return {
      to: cell(number).slice(0, 60),
      name: [first, last].filter((i) => i >= 0).map(cell).join(" ").trim()
        .slice(0, 120),
      fields: Object.fromEntries(fields.filter(([, value]) => value !== "")),
    };
  };
}

/** Without a head: the column of numbers, and the words beside it as a name. */
function withoutHead(
  lines: readonly { record: readonly string[] }[],
): Reader {
  const width = Math.max(...lines.map(({ record }) => record.length));
  const counts = Array.from(
    { length: width },
    (_, i) =>
      lines.filter(({ record }) => looksLikeNumber(record[i] ?? "")).length,
  );
  const number = counts.indexOf(Math.max(...counts));
  return (record) => ({
    to: (record[number] ?? "").slice(0, 60),
    name: record.filter((cell, i) => i !== number && /\p{L}/u.test(cell))
      .join(" ").slice(0, 120),
    fields: {},
  });
}

function looksLikeNumber(cell: string): boolean {
  return cell.replace(/\D/g, "").length >= 6 && /^[\d+().\s-]+$/.test(cell);
}

function firstLine(text: string): string {
  return text.slice(0, 2_000).split(/\r?\n/)[0] ?? "";
}

/** `N° de téléphone` → `n de telephone`. */
function plain(head: string): string {
  const words = head.normalize("NFD").replace(/[\u0300-\u036f°]/g, "")
    .toLowerCase().trim();
  return words.replace(
    /^(?:n|num(?:ero)?|no)\.? (?:de )?(?=tel|port|mob|gsm)/,
    "",
  );
}

/** A name that a place of a text may have. */
function fieldName(head: string): string {
  return head.replace(/[^\p{L}\p{N}]+/gu, "_").replace(/^_+|_+$/g, "")
    .slice(0, 30);
}

const UNREADABLE: Text = {
  fr:
    "Ce fichier n’est pas un tableau CSV : enregistrez-le en « CSV UTF-8 » depuis votre tableur.",
  en: 'This is no CSV table: save it as "CSV UTF-8" from your spreadsheet.',
};
const EMPTY: Text = {
  fr: "Le tableau est vide : une ligne par personne est attendue.",
  en: "The table is empty: one line for each person is expected.",
};
const NO_NUMBERS: Text = {
  fr: "Aucune colonne de numéros : nommez-la « mobile » ou « téléphone ».",
  en: 'There is no column of numbers: call it "mobile" or "phone".',
};
