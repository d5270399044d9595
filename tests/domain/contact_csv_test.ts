import { assertEquals } from "@std/assert";
import { readContactTable } from "../../lib/domain/contact_csv.ts";

function rows(text: string) {
  return readContactTable(text).rows.map(({ line, row }) =>
    [line, row.to, row.name, JSON.stringify(row.fields)].join("|")
  );
}

Deno.test("readContactTable() reads what spreadsheets write", () => {
  const french =
    '\ufeffNom;Prénom;Téléphone mobile;Quartier élu\r\nRoux;Anne;06 12 34 56 78;Nord\r\n\r\n"Le Goff; dit Yann";Yann;0612345679;\r\n';

  assertEquals(rows(french), [
    '2|06 12 34 56 78|Anne Roux|{"nom":"Roux","prenom":"Anne","quartier_elu":"Nord"}',
    '4|0612345679|Yann Le Goff; dit Yann|{"nom":"Le Goff; dit Yann","prenom":"Yann"}',
  ]);
  assertEquals(rows("mobile,name\n0612345678,Anne\n"), [
    '2|0612345678|Anne|{"name":"Anne"}',
  ]);
  assertEquals(rows("N° de téléphone\tPrénom\n612345678\tAnne"), [
    '2|612345678|Anne|{"prenom":"Anne"}',
  ]);
});

Deno.test("readContactTable() reads a table without a head", () => {
  assertEquals(rows("Anne Roux;06 12 34 56 78\nYann;+33612345679"), [
    "1|06 12 34 56 78|Anne Roux|{}",
    "2|+33612345679|Yann|{}",
  ]);
});

Deno.test("readContactTable() says what is wrong with what is no table", () => {
  const problem = (text: string) => readContactTable(text).problem?.en ?? "";

  assertEquals(/empty/.test(problem("")), true);
  assertEquals(/empty/.test(problem("mobile;nom\n")), true);
  assertEquals(/no column of numbers/.test(problem("nom;ville\nA;B")), true);
});
