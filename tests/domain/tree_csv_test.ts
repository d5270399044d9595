import { assertEquals } from "@std/assert";
import { alike, planImport, TEMPLATE } from "../../lib/domain/tree_csv.ts";

function plan(csv: string, taken: string[] = []) {
  let ids = 0;
  return planImport(csv, {
    id: "str_base",
    name: "Centre de gestion",
    path: ["str_root"],
    taken: new Set(taken),
    newId: () => `str_${++ids}`,
  });
}

Deno.test("planImport() reads the template it gives out", () => {
  const { rows, errors } = plan(TEMPLATE);

  assertEquals(errors, []);
  assertEquals(
    rows.map(({ id, path, isNew, credits }) => [id, path, isNew, credits]),
    [
      ["str_1", ["str_root", "str_base"], true, 1000],
      ["str_2", ["str_root", "str_base", "str_1"], true, 200],
      ["str_2", ["str_root", "str_base", "str_1"], false, 0],
    ],
  );
  assertEquals(rows[2]!.member, {
    email: "accueil@exemple.fr",
    name: "Léa Petit",
    role: "sender",
  });
});

Deno.test("planImport() takes any usual separator, order and name of columns", () => {
  for (const separator of [";", ",", "\t"]) {
    const csv = "\ufeff" + ["SIREN", "Crédits", "Name"].join(separator) +
      "\n" + ["210 000 002", "1 000", "Mairie"].join(separator);
    const { rows, errors } = plan(csv);
    assertEquals(errors, []);
    assertEquals([rows[0]!.siren, rows[0]!.credits], ["210000002", 1000]);
  }
});

Deno.test("planImport() finds a parent below its own line", () => {
  const { rows, errors } = plan("nom;parent\nÉcole;mairie\nMairie;\n");
  assertEquals(errors, []);
  assertEquals(rows[0]!.path, ["str_root", "str_base", "str_2"]);
});

const WRONG: Record<string, [csv: string, error: string, taken?: string[]]> = {
  "no head": ["Mairie;\nÉcole;", "1 "],
  "no line": ["nom;parent\n", "1 "],
  "no name": ["nom;siren\n;210000002", "2 name"],
  "a SIREN of eight digits": ["nom;siren\nMairie;21000000", "2 siren"],
  "a sender with an accent": ["nom;expediteur\nM;Ébène", "2 defaultSender"],
  "an address that is none": ["nom;email\nMairie;marie", "2 email"],
  "an unknown role": ["nom;email;role\nM;a@b.fr;chef", "2 role"],
  "half an SMS": ["nom;sms\nMairie;1,5", "2 credits"],
  "an unknown parent": ["nom;parent\nÉcole;Nulle part", "2 parent"],
  "a parent of two": [
    "nom;parent\nA;\nB;\nÉcole;A\nÉcole;B\nClasse;École",
    "6 parent",
  ],
  "a circle": ["nom;parent\nA;B\nB;A", "2 parent"],
  "an address twice": ["nom;email\nM;a@b.fr\nM;A@b.fr", "3 email"],
  "a name that is taken": ["nom\nMairie", "2 name", ["mairie"]],
};

for (const [name, [csv, expected, taken]] of Object.entries(WRONG)) {
  Deno.test(`planImport() refuses ${name}`, () => {
    const [first] = plan(csv, taken).errors;
    assertEquals(`${first?.line} ${first?.column}`, expected);
  });
}

Deno.test("planImport() refuses a tree that is too deep", () => {
  const csv = "nom;parent\nA;\nB;A\nC;B\nD;C\nE;D";
  assertEquals(plan(csv).errors.map(({ line }) => line), [6]);
});

Deno.test("alike() does not look at case, accents and blanks", () => {
  assertEquals(alike(" École  d’Été "), alike("ecole d'ete"));
});
