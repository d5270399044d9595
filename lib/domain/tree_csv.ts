/**
 * A table of structures and their people, read and checked line by line. Names
 * of columns are known in French and in English, in any order.
 *
 * @module
 */
import { parse } from "csv-parse/sync";
import type { z } from "@hono/zod-openapi";
import type { Text } from "../problem.ts";
import { NewMember } from "../schema/membership.ts";
import { NewStructure } from "../schema/structure.ts";
import { DEPTH_MAX } from "../schema/structure.ts";
import { IMPORT_LINES_MAX, type PlannedRow } from "../schema/tree_import.ts";
import { fieldErrors } from "./field.ts";

/** The columns, by the names they may have. */
const COLUMNS = {
  name: ["nom", "name", "structure"],
  parent: ["parent", "groupe", "rattachement"],
  siren: ["siren"],
  defaultSender: ["expediteur", "defaultsender", "sender"],
  email: ["courriel", "email", "mail", "e-mail"],
  memberName: ["membre", "membername", "gestionnaire", "responsable"],
  role: ["role"],
  credits: ["sms", "credits"],
} as const;
type Column = keyof typeof COLUMNS;
type Row = Record<Column, string> & { readonly line: number };

/** What a person fills in, to begin with. */
export const TEMPLATE =
  "nom;parent;siren;expediteur;courriel;membre;role;sms\r\n" +
  "Communauté de communes;;200000001;ComCom;manager@exemple.fr;Anne Martin;manager;1000\r\n" +
  "Mairie d’Exemple;Communauté de communes;210000002;Exemple;mairie@exemple.fr;Paul Durand;manager;200\r\n" +
  "Mairie d’Exemple;Communauté de communes;;;accueil@exemple.fr;Léa Petit;sender;\r\n";

/** What is wrong with a line. */
export interface LineError {
  readonly line: number;
  readonly column: string;
  readonly text: Text;
}

/** What a table asks for. */
export interface Plan {
  readonly rows: PlannedRow[];
  readonly errors: LineError[];
}

/** Where the table's structures will stand, and what is known there. */
export interface Base {
  readonly id: string;
  readonly name: string;
  readonly path: readonly string[];
  /** Names of the structures that stand there already, made alike. */
  readonly taken: ReadonlySet<string>;
  newId(): string;
}

/** Reads a table and says what it would make, or what is wrong with it. */
export function planImport(csv: string, base: Base): Plan {
  const rows = readRows(csv);
  if ("problem" in rows) {
    return {
      rows: [],
      errors: [{ line: 1, column: "", text: rows.problem }],
    };
  }
  return new Planning(base, rows.rows).plan();
}

/** A name as two are compared: case, accents and blanks do not count. */
export function alike(name: string): string {
  return name.normalize("NFD").replace(/\p{M}/gu, "").replace(/[’']/g, "'")
    .replace(/\s+/g, " ").trim().toLowerCase();
}

class Planning {
  readonly #base: Base;
  readonly #rows: readonly Row[];
  readonly #errors: LineError[] = [];
  /** The first line of each structure, by name and parent, and by name. */
  readonly #byPlace = new Map<string, { row: Row; id: string }>();
  readonly #byName = new Map<string, string[]>();

  constructor(base: Base, rows: readonly Row[]) {
    this.#base = base;
    this.#rows = rows;
  }

  plan(): Plan {
    for (const row of this.#rows) this.#note(row);
    const mails = new Set<string>();
    const rows = this.#rows.map((row) => this.#planRow(row, mails));
    return { rows, errors: this.#errors };
  }

  #note(row: Row): void {
    const place = placeOf(row);
    if (this.#byPlace.has(place)) return;
    this.#byPlace.set(place, { row, id: this.#base.newId() });
    const name = alike(row.name);
    this.#byName.set(name, [...this.#byName.get(name) ?? [], place]);
  }

  #planRow(row: Row, mails: Set<string>): PlannedRow {
    const { row: first, id } = this.#byPlace.get(placeOf(row))!;
    this.#checkStructure(row, first === row);
    const credits = this.#credits(row);
    return {
      line: row.line,
      id,
      path: this.#path(row),
      name: row.name,
      siren: first.siren || null,
      defaultSender: first.defaultSender || null,
      member: this.#member(row, id, mails),
      credits,
      isNew: first === row,
    };
  }

  #checkStructure(row: Row, isNew: boolean): void {
    const { name, siren, defaultSender } = row;
    const given = {
      name,
      ...(siren ? { siren } : {}),
      ...(defaultSender ? { defaultSender } : {}),
    };
    this.#check(row, NewStructure, given);
    const isTop = this.#isBase(row.parent);
    if (isNew && isTop && this.#base.taken.has(alike(name))) {
      this.#refuse(row, "name", TAKEN);
    }
  }

  #member(row: Row, id: string, mails: Set<string>): NewMember | null {
    if (row.email === "" && row.memberName === "") return null;
    const member = {
      email: row.email,
      name: row.memberName || row.email.split("@")[0]!,
      role: ROLES[alike(row.role)] ?? row.role,
    };
    this.#check(row, NewMember, member);
    const key = `${id} ${row.email.toLowerCase()}`;
    if (mails.has(key)) this.#refuse(row, "email", TWICE);
    mails.add(key);
    return member as NewMember;
  }

  #credits(row: Row): number {
    const digits = row.credits.replace(/[\s\u00a0\u202f]/g, "");
    if (digits === "") return 0;
    if (!/^\d{1,9}$/.test(digits)) this.#refuse(row, "credits", COUNT);
    return Number(digits) || 0;
  }

  /** The ids above a line's structure, the root first. */
  #path(row: Row): string[] {
    const above: string[] = [];
    const { id, path } = this.#base;
    for (let at = row; !this.#isBase(at.parent);) {
      const places = this.#byName.get(alike(at.parent)) ?? [];
      const found = this.#byPlace.get(places[0] ?? "");
      const wrong = found === undefined
        ? NO_PARENT
        : places.length > 1
        ? AMBIGUOUS
        : above.includes(found.id) || above.length >= DEPTH_MAX
        ? CIRCLE
        : null;
      if (wrong !== null) {
        this.#refuse(row, "parent", wrong);
        break;
      }
      above.unshift(found!.id);
      at = found!.row;
    }
    const full = [...path, id, ...above];
    if (full.length >= DEPTH_MAX) this.#refuse(row, "parent", TOO_DEEP);
    return full;
  }

  #isBase(parent: string): boolean {
    return parent === "" ||
      (alike(parent) === alike(this.#base.name) &&
        !this.#byName.has(alike(parent)));
  }

  #check(row: Row, schema: z.ZodType, value: unknown): void {
    if (schema.safeParse(value).success) return;
    for (const { pointer, detail, en } of fieldErrors(schema, value)) {
      this.#refuse(row, pointer.slice(1), { fr: detail, en });
    }
  }

  #refuse({ line }: Row, column: string, text: Text): void {
    this.#errors.push({ line, column, text });
  }
}

function placeOf({ name, parent }: Row): string {
  return `${alike(name)}\n${alike(parent)}`;
}

function readRows(csv: string): { rows: Row[] } | { problem: Text } {
  let lines: { record: string[]; info: { lines: number } }[];
  const head = csv.replace(/^\ufeff/, "").split(/\r?\n/, 1)[0]!;
  try {
    lines = parse(csv, {
      bom: true,
      delimiter: [";", "\t", ","].find((one) => head.includes(one)) ?? ";",
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as typeof lines;
  } catch {
    return { problem: UNREADABLE };
  }
  const [first, ...rest] = lines;
  const places = placesOf(first?.record ?? []);
  if (places.name < 0) return { problem: NO_HEAD };
  if (rest.length === 0) return { problem: NO_LINES };
  if (rest.length > IMPORT_LINES_MAX) return { problem: TOO_MANY };
  const names = Object.keys(COLUMNS) as Column[];
  const rows = rest.map(({ record, info }) => ({
    ...Object.fromEntries(
      names.map((name) => [name, record[places[name]] ?? ""]),
    ) as Record<Column, string>,
    line: info.lines,
  }));
  for (const row of rows) row.siren = row.siren.replace(/\s/g, "");
  return { rows };
}

function placesOf(head: readonly string[]): Record<Column, number> {
  const given = head.map((name) => alike(name).replace(/[ _]/g, ""));
  return Object.fromEntries(
    Object.entries(COLUMNS).map(([column, names]) => [
      column,
      given.findIndex((name) => (names as readonly string[]).includes(name)),
    ]),
  ) as Record<Column, number>;
}

const ROLES: Readonly<Record<string, string>> = {
  "": "manager",
  gestionnaire: "manager",
  expediteur: "sender",
  lecteur: "viewer",
};

const UNREADABLE: Text = {
  fr: "Ce fichier n’est pas un tableau CSV lisible.",
  en: "This file is not a CSV table that can be read.",
};
const NO_HEAD: Text = {
  fr: "La première ligne doit nommer les colonnes, dont « nom ».",
  en: 'The first line must name the columns, "name" among them.',
};
const NO_LINES: Text = {
  fr: "Le tableau n’a aucune ligne sous son en-tête.",
  en: "The table has no line below its head.",
};
const TOO_MANY: Text = {
  fr: "5 000 lignes au plus ; répartissez-les en plusieurs fichiers.",
  en: "5,000 lines at most; split them into several files.",
};
const TAKEN: Text = {
  fr: "Une structure de ce nom existe déjà à cet endroit.",
  en: "A structure of this name exists there already.",
};
const TWICE: Text = {
  fr: "Cette adresse est déjà donnée pour la même structure.",
  en: "This address is given already for the same structure.",
};
const COUNT: Text = {
  fr: "Un nombre de SMS, sans décimale.",
  en: "A whole number of SMS.",
};
const NO_PARENT: Text = {
  fr: "Ce parent n’est le nom d’aucune structure du fichier.",
  en: "This parent is the name of no structure in the file.",
};
const AMBIGUOUS: Text = {
  fr: "Plusieurs structures du fichier portent ce nom ; distinguez-les.",
  en: "Several structures in the file have this name; tell them apart.",
};
const CIRCLE: Text = {
  fr: "Cette structure se contiendrait elle-même.",
  en: "This structure would contain itself.",
};
const TOO_DEEP: Text = {
  fr: `L’arbre a ${DEPTH_MAX} niveaux au plus.`,
  en: `The tree has at most ${DEPTH_MAX} levels.`,
};
