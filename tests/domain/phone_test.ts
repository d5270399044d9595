import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import parsePhoneNumber, { type CountryCode } from "libphonenumber-js/mobile";
import {
  INVALID_NUMBERS,
  type InvalidNumber,
  parseRecipient,
  proposeNumber,
} from "../../lib/domain/phone.ts";

const MAINLAND = { to: "+33612345678" };

Deno.test("parseRecipient() reads the usual spellings of a mainland mobile", () => {
  const spellings = [
    "0612345678",
    "06 12 34 56 78",
    "06.12.34.56.78",
    "06-12-34-56-78",
    "06\u00a012\u00a034\u00a056\u00a078",
    "06\u202f12\u202f34\u202f56\u202f78",
    "06/12/34/56/78",
    "06–12–34–56–78",
    "06\t12345678",
    " 0612345678\r\n",
    "612345678",
    "+33612345678",
    "+33 6 12 34 56 78",
    "+33 (0)6 12 34 56 78",
    "+330612345678",
    "0033612345678",
    "00 33 6 12 34 56 78",
    "33612345678",
    "tel:+33-6-12-34-56-78",
    "\u202a+33 6 12 34 56 78\u202c",
    "٠٦١٢٣٤٥٦٧٨",
    "۰۶۱۲۳۴۵۶۷۸",
    "０６１２３４５６７８",
  ];

  for (const spelling of spellings) {
    assertEquals(parseRecipient(spelling), MAINLAND, spelling);
  }
});

Deno.test("parseRecipient() takes the numbers on which test keys play outcomes", () => {
  for (let outcome = 0; outcome <= 9; outcome++) {
    const ending = String(outcome).padStart(4, "0");
    assertEquals(parseRecipient(`061234${ending}`), {
      to: `+3361234${ending}`,
    });
  }
});

Deno.test("parseRecipient() finds each territory from its local form", () => {
  const territories: [country: string, local: string, to: string][] = [
    ["FR", "0612345678", "+33612345678"],
    ["FR", "0730123456", "+33730123456"],
    ["FR", "0799123456", "+33799123456"],
    ["GP", "0690123456", "+590690123456"],
    ["BL", "0691221234", "+590691221234"],
    ["MF", "0690123456", "+590690123456"],
    ["GP", "0709001234", "+590709001234"],
    ["GF", "0694123456", "+594694123456"],
    ["GF", "0709301234", "+594709301234"],
    ["MQ", "0696123456", "+596696123456"],
    ["MQ", "0697123456", "+596697123456"],
    ["MQ", "0709101234", "+596709101234"],
    ["RE", "0692123456", "+262692123456"],
    ["RE", "0693123456", "+262693123456"],
    ["RE", "0709201234", "+262709201234"],
    ["YT", "0639011234", "+262639011234"],
    ["YT", "0709351234", "+262709351234"],
    ["PM", "0708401234", "+508708401234"],
    ["PM", "0708501234", "+508708501234"],
    ["PM", "551234", "+508551234"],
    ["NC", "75 12 34", "+687751234"],
    ["PF", "87 12 34 56", "+68987123456"],
    ["WF", "72 12 34", "+681721234"],
    ["WF", "82 12 34", "+681821234"],
  ];

  for (const [country, local, to] of territories) {
    assertEquals(parseRecipient(local, country), { to }, local);
    assertEquals(parseRecipient(to), { to }, to);
    assertEquals(parseRecipient(to.replace("+", "00")), { to }, to);
    if (!local.startsWith("0")) continue;
    for (const elsewhere of ["FR", "GP", "GF", "MQ", "RE", "YT", "PM", "NC"]) {
      assertEquals(parseRecipient(local, elsewhere), { to }, elsewhere);
    }
  }
});

Deno.test("parseRecipient() takes foreign numbers that are possible", () => {
  const numbers: [input: string, to: string][] = [
    ["+32 470 12 34 56", "+32470123456"],
    ["0041 79 123 45 67", "+41791234567"],
    ["+49 170 1234567", "+491701234567"],
    ["+49 30 123456", "+4930123456"],
    ["+44 7400 123456", "+447400123456"],
    ["+1 415 555 2671", "+14155552671"],
    ["+377 6 12 34 56 78", "+377612345678"],
  ];

  for (const [input, to] of numbers) {
    assertEquals(parseRecipient(input), { to }, input);
  }
  assertEquals(parseRecipient("0470 12 34 56", "BE"), { to: "+32470123456" });
});

Deno.test("parseRecipient() says why a number is of no use", () => {
  const refusals: Record<InvalidNumber, string[]> = {
    empty: ["", "  ", "\u00a0", "\u200e", "tel:"],
    not_a_number: [
      "bonjour",
      "+",
      "06 12 34 56 78 abc",
      "O612345678",
      "++33612345678",
      "0612345678, 0698765432",
      "0612345678;0698765432",
      "0612345678\n0698765432",
    ],
    too_short: ["06", "06.12", "3615", "061234567", "+3361234567", "+33"],
    too_long: [
      "06123456789",
      "+336123456789",
      "07001234567890",
      "06 12 34 56 78 / 06 98 76 54 32",
      "1".repeat(300),
    ],
    not_mobile: [
      "0123456789",
      "05 90 12 34 56",
      "0912345678",
      "0800123456",
      "0639981234",
      "0700123456",
      "0709991234",
      "+33690123456",
      "+590590123456",
      "+687251234",
      "+800 1234 5678",
    ],
    extension: [
      "0612345678;ext=12",
      "0612345678 ext 12",
      "0612345678 poste 12",
      "06 12 34 56 78, poste 12",
      "0612345678x12",
      "0612345678 #12",
    ],
    not_possible: ["+999123456789", "+0612345678"],
  };

  for (const [code, inputs] of Object.entries(refusals)) {
    for (const input of inputs) {
      assertEquals(
        parseRecipient(input),
        { code: code as InvalidNumber },
        input,
      );
    }
  }
});

Deno.test("parseRecipient() refuses a default country it does not know", () => {
  assertThrows(() => parseRecipient("0690123456", "XX"), RangeError, "XX");
});

Deno.test("INVALID_NUMBERS explains each reason in two languages, with a remedy", () => {
  for (const { fr, en } of Object.values(INVALID_NUMBERS)) {
    assert(fr.includes(" : ") && fr.endsWith("."), fr);
    assert(en.includes(": ") && en.endsWith("."), en);
  }
});

Deno.test("parseRecipient() agrees with the library on each range of 06 and 07", () => {
  for (let range = 6000; range < 8000; range++) {
    for (const tail of ["00000", "12345", "99999"]) {
      const national = `0${range}${tail}`;
      assertEquals(accepted(national), oracle(national), national);
      const international = `+33${range}${tail}`;
      assertEquals(
        accepted(international),
        oracle(international),
        international,
      );
    }
  }
});

Deno.test("parseRecipient() agrees with the library whatever the spelling", () => {
  let mainland = 0;
  fc.assert(
    fc.property(anySpelling(), (spelling) => {
      const to = accepted(spelling);
      assertEquals(to, oracle(spelling), spelling);
      if (to?.startsWith("+33")) mainland++;
    }),
    { seed: 20_260_101, numRuns: 25_000 },
  );
  assert(
    mainland > 10_000,
    `Only ${mainland} mainland numbers among the cases`,
  );
});

Deno.test("parseRecipient() gives a number it takes back unchanged", () => {
  fc.assert(
    fc.property(anySpelling(), (spelling) => {
      const to = accepted(spelling);
      if (to !== null) assertEquals(accepted(to), to);
    }),
    { seed: 20_260_102, numRuns: 1_000 },
  );
});

Deno.test("proposeNumber() corrects evident slips", () => {
  const slips: [input: string, meant: string][] = [
    ["O6 12 34 56 78", "+33612345678"],
    ["o6 l2 34 56 78", "+33612345678"],
    ["+33 6 I2 34 56 78", "+33612345678"],
    ["+0612345678", "+33612345678"],
    ["+33 33 6 12 34 56 78", "+33612345678"],
    ["+33+33612345678", "+33612345678"],
    ["00330033612345678", "+33612345678"],
    ["690123456", "+590690123456"],
    ["+33690123456", "+590690123456"],
    ["0033 0692 12 34 56", "+262692123456"],
    ["Tél. : 06 12 34 56 78", "+33612345678"],
    ["Mme Martin 06 12 34 56 78", "+33612345678"],
    ["06 12 34 56 78 (perso)", "+33612345678"],
  ];

  for (const [input, meant] of slips) {
    assertEquals(proposeNumber(input), meant, input);
  }
});

Deno.test("proposeNumber() stays silent where it would have to guess", () => {
  const inputs = [
    "",
    "bonjour",
    "0612345678",
    "+32 470 12 34 56",
    "061234567",
    "06123456789",
    "06 12 34 56 78 9x",
    "0123456789",
    "+687251234",
    "0639981234",
    "0612345678 poste 12",
    "0612345678, 0698765432",
    "06 12 34 56 78 / 06 98 76 54 32",
    "Bureau 12 : 0612345678",
  ];

  for (const input of inputs) assertEquals(proposeNumber(input), null, input);
});

Deno.test("proposeNumber() proposes only numbers that are taken", () => {
  fc.assert(
    fc.property(fc.oneof(anySpelling(), anyScribble()), (input) => {
      const proposal = proposeNumber(input);
      if (proposal === null) return;
      assertEquals(accepted(input), null, input);
      assertEquals(accepted(proposal), proposal, input);
    }),
    { seed: 20_260_103, numRuns: 1_000 },
  );
});

function accepted(input: string): string | null {
  const recipient = parseRecipient(input);
  return "to" in recipient ? recipient.to : null;
}

const FRENCH = ["33", "590", "594", "596", "262", "508", "687", "689", "681"];
const PLAN: CountryCode[] = ["GP", "GF", "MQ", "RE", "YT", "PM"];

/** The library's verdict; a national form may belong to any French territory. */
function oracle(spelling: string): string | null {
  const phone = library(spelling, "FR");
  if (phone === undefined || phone.isValid()) return phone?.number ?? null;
  if (!FRENCH.includes(phone.countryCallingCode)) {
    return phone.isPossible() ? phone.number : null;
  }
  const digits = spelling.replace(/\D/g, "");
  if (spelling.includes("+") || !/^0[67]\d{8}$/.test(digits)) return null;
  const there = PLAN.map((country) => library(digits, country));
  return there.find((found) => found?.isValid())?.number ?? null;
}

function library(spelling: string, defaultCountry: CountryCode) {
  return parsePhoneNumber(spelling, { defaultCountry, extract: false });
}

/** French numbers, mobile or not, now and then a digit short or long. */
function anySpelling(): fc.Arbitrary<string> {
  const number = fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 6e8, max: 8e8 - 1 }) },
    { weight: 1, arbitrary: fc.integer({ min: 1e8, max: 1e9 - 1 }) },
    { weight: 1, arbitrary: fc.integer({ min: 6e7, max: 8e9 }) },
  );
  const prefix = fc.constantFrom(
    ...["0", "0", "0", "+33", "+33", "0033", "33", ""],
    ...["+330", "00330", "330", "+33(0)", "+", "00", "033", "00033", "+0033"],
  );
  const separator = fc.constantFrom("", "", "", " ", ".", "-", "\u00a0", " - ");
  return fc.tuple(prefix, number, fc.array(separator, { maxLength: 14 }))
    .map(([start, digits, separators]) => spread(start + digits, separators));
}

function spread(text: string, separators: string[]): string {
  return [...text].map((char, i) => char + (separators[i] ?? "")).join("");
}

function anyScribble(): fc.Arbitrary<string> {
  const parts = [
    "06",
    "O6",
    "12",
    "l2",
    "34",
    "56",
    "78",
    "+33",
    "0033",
    "690",
  ];
  const joints = [" ", ".", "-", "(", ")", "Tél", "poste", ":", "/", "x"];
  return fc.array(fc.constantFrom(...parts, ...parts, ...joints), {
    maxLength: 9,
  }).map((pieces) => pieces.join(""));
}
