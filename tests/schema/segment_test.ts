import { assert, assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { SegmentedMessage } from "sms-segments-calculator";
import {
  decodeGsm7,
  encodeGsm7,
  measureText,
  normaliseText,
  proposeSpelling,
  unicodeCharacters,
} from "../../lib/schema/segment.ts";

const BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ" +
  " !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
  "¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENSION = "\f^{}\\[~]|€";
const NOT_GSM = "çêâîôûëïÿœŒÀÂÈÊËÎÏÔÙÛŸ’‘“”«»–—…°²µ•`\u00a0\u202f\t";
/** One code point each: the reference library treats joined emoji as one. */
const EMOJI = ["😀", "🎉", "📅", "🚒"];

/** The same texts on each run. */
const RUNS = { seed: 20_260_101, numRuns: 1_000 };

Deno.test("measureText() counts the segments of the reference vectors", () => {
  const vectors: [text: string, segments: number][] = [
    ["", 0],
    ["a".repeat(160), 1],
    ["a".repeat(161), 2],
    ["a".repeat(306), 2],
    ["a".repeat(307), 3],
    ["a".repeat(159) + "€", 2],
    ["a".repeat(158) + "€", 1],
    ["a".repeat(152) + "€" + "a".repeat(151), 2],
    ["a".repeat(152) + "€" + "a".repeat(152), 3],
    ["a".repeat(151) + "€" + "a".repeat(153), 2],
    ["ê".repeat(70), 1],
    ["ê".repeat(71), 2],
    ["ê".repeat(134), 2],
    ["ê".repeat(135), 3],
    ["ê".repeat(66) + "😀" + "ê".repeat(66), 3],
    ["😀".repeat(35), 1],
    ["😀".repeat(36), 2],
    ["😀".repeat(66), 2],
    ["😀".repeat(67), 3],
  ];

  for (const [text, segments] of vectors) {
    assertEquals(measureText(text).segments, segments, text);
  }
});

Deno.test("measureText() says encoding, units and room left", () => {
  assertEquals(measureText(""), {
    encoding: "gsm7",
    segments: 0,
    units: 0,
    unitsLeft: 160,
  });
  assertEquals(measureText("Élu à 10 €"), {
    encoding: "gsm7",
    segments: 1,
    units: 11,
    unitsLeft: 149,
  });
  assertEquals(measureText("a".repeat(152) + "€"), {
    encoding: "gsm7",
    segments: 1,
    units: 154,
    unitsLeft: 6,
  });
  assertEquals(measureText("a".repeat(152) + "€" + "a".repeat(10)), {
    encoding: "gsm7",
    segments: 2,
    units: 164,
    unitsLeft: 141,
  });
  assertEquals(measureText("fête 🎉"), {
    encoding: "ucs2",
    segments: 1,
    units: 7,
    unitsLeft: 63,
  });
  assertEquals(measureText("ê".repeat(66) + "😀😀😀"), {
    encoding: "ucs2",
    segments: 2,
    units: 72,
    unitsLeft: 61,
  });
});

Deno.test("measureText() knows each character of the alphabet and no other", () => {
  for (let code = 0; code <= 0xffff; code++) {
    const char = String.fromCharCode(code);
    const units = BASIC.includes(char) ? 1 : EXTENSION.includes(char) ? 2 : 0;
    const measure = measureText(char);
    assertEquals(measure.encoding, units === 0 ? "ucs2" : "gsm7", char);
    assertEquals(measure.units, units || 1, char);
  }
});

Deno.test("measureText() agrees with sms-segments-calculator", () => {
  const random = randomSource(RUNS.seed);
  const alphabets = [
    [...BASIC.replace("\r", "")],
    [...BASIC.replace("\r", ""), ...EXTENSION.repeat(8)],
    [...BASIC.replace("\r", ""), ...NOT_GSM],
    [..."abc é", ...NOT_GSM, ...EMOJI, ...EMOJI, ...EMOJI],
    [..."abcde", "€"],
    [..."abcde", "😀"],
  ];
  const borders = [8, 67, 70, 70, 134, 134, 153, 160, 160, 201, 306];

  for (let n = 0; n < 4_000; n++) {
    const alphabet = alphabets[n % alphabets.length]!;
    const border = borders[Math.floor(random() * borders.length)]!;
    const length = Math.max(1, border - 6 + Math.floor(random() * 10));
    const text = pick(alphabet, length, random);

    const reference = new SegmentedMessage(text);
    const measure = measureText(text);

    assertEquals(measure.segments, reference.segmentsCount, text);
    assertEquals(
      measure.encoding,
      reference.encodingName === "GSM-7" ? "gsm7" : "ucs2",
      text,
    );
  }
});

Deno.test("measureText() leaves exactly the room it says", () => {
  fc.assert(
    fc.property(anyText(), (start) => {
      const text = start + "a";
      const { encoding, segments, unitsLeft } = measureText(text);
      const filler = encoding === "gsm7" ? "a" : "ê";
      const full = text + filler.repeat(unitsLeft);

      assertEquals(measureText(full).segments, segments);
      assertEquals(measureText(full).unitsLeft, 0);
      assertEquals(measureText(full + filler).segments, segments + 1);
    }),
    RUNS,
  );
});

Deno.test("normaliseText() composes accents and unifies line ends", () => {
  assertEquals(normaliseText("Bonjour à tous"), "Bonjour à tous");
  assertEquals(normaliseText("e\u0301te\u0301"), "été");
  assertEquals(normaliseText("un\r\ndeux\rtrois\n"), "un\ndeux\ntrois\n");
  assertEquals(normaliseText("\u2126\u212b"), "ΩÅ");
});

Deno.test("normaliseText() does what String.normalize does, once and for all", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
      const normal = normaliseText(text);
      assertEquals(normal, text.normalize("NFC").replace(/\r\n?/g, "\n"));
      assertEquals(normaliseText(normal), normal);
    }),
    RUNS,
  );
});

Deno.test("unicodeCharacters() names each cause once, in order", () => {
  assertEquals(unicodeCharacters("Ça va, été à 5 € [ok]"), []);
  assertEquals(unicodeCharacters("fête 🎉 reçue, fêtée 🎉"), ["ê", "🎉", "ç"]);
  assertEquals(unicodeCharacters("a\u00a0`b"), ["\u00a0", "`"]);
  for (const char of NOT_GSM) assertEquals(unicodeCharacters(char), [char]);
});

Deno.test("unicodeCharacters() is empty exactly when GSM-7 suffices", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      assertEquals(
        unicodeCharacters(text).length === 0,
        measureText(text).encoding === "gsm7",
      );
    }),
    RUNS,
  );
});

Deno.test("proposeSpelling() rewrites what GSM-7 lacks", () => {
  const filler = "a".repeat(70);
  const spellings: [text: string, plain: string][] = [
    ["l’été ‘a’ ´b` ʼ", "l'été 'a' 'b' '"],
    ["«\u00a0oui\u00a0» « non » “a” „b”", '"oui" "non" "a" "b"'],
    ["a – b — c ‑ d − e", "a - b - c - d - e"],
    ["à suivre…", "à suivre..."],
    ["10\u00a0€\u202f!\u2009a\tb", "10 € ! a b"],
    ["a\u200bb\ufeffc\u00add", "abcd"],
    ["cœur ŒUVRE", "coeur OEUVRE"],
    ["reçu, Ça", "recu, Ça"],
    ["êëâîïôûÿ", "eeaiiouy"],
    ["ÀÂÈÊËÎÏÔÙÛŸ", "AAEEEIIOUUY"],
    ["n°5, 3 m², 2 m³, 4×3, 5 µm", "no5, 3 m2, 2 m3, 4x3, 5 um"],
    ["• un ™ élu·e·s", "- un TM élu.e.s"],
    ["fe\u0302te et e\u0301te\u0301", "fete et été"],
    ["€éèàùÉÇñöüä ê", "€éèàùÉÇñöüä e"],
    ["Kőszeg, Łódź ê", "Koszeg, Łódz e"],
  ];

  for (const [text, plain] of spellings) {
    const isWhole = unicodeCharacters(plain).length === 0;
    const proposal = proposeSpelling(text + filler);
    assertEquals(proposal?.text, isWhole ? plain + filler : undefined, text);
  }
});

Deno.test("proposeSpelling() stays silent unless a segment is saved", () => {
  assertEquals(proposeSpelling(""), null);
  assertEquals(proposeSpelling("fête"), null);
  assertEquals(proposeSpelling("a".repeat(400)), null);
  assertEquals(proposeSpelling("ê".repeat(70)), null);
  assertEquals(proposeSpelling("ê".repeat(71)), {
    text: "e".repeat(71),
    segments: 1,
  });
  assertEquals(proposeSpelling("ê".repeat(80) + "😀"), null);
});

Deno.test("proposeSpelling() saves what it says and has nothing to add to itself", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const proposal = proposeSpelling(text);
      if (proposal === null) return;
      assertEquals(proposal.segments, measureText(proposal.text).segments);
      assert(proposal.segments < measureText(normaliseText(text)).segments);
      assertEquals(proposeSpelling(proposal.text), null);
    }),
    RUNS,
  );
});

Deno.test("encodeGsm7() gives one septet a byte, with escapes", () => {
  assertEquals(
    encodeGsm7("@Ça €\n[à]"),
    new Uint8Array([
      ...[0x00, 0x09, 0x61, 0x20, 0x1b, 0x65, 0x0a],
      ...[0x1b, 0x3c, 0x7f, 0x1b, 0x3e],
    ]),
  );
  assertEquals(
    encodeGsm7(BASIC),
    Uint8Array.from({ length: 127 }, (_, i) => i < 0x1b ? i : i + 1),
  );
  assertEquals(
    encodeGsm7(EXTENSION).filter((septet) => septet !== 0x1b),
    new Uint8Array([10, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65]),
  );
  assertThrows(() => encodeGsm7("fête"), RangeError, "index 1");
});

Deno.test("encodeGsm7() writes as many septets as are counted", () => {
  fc.assert(
    fc.property(anyText(), (text) => {
      const { encoding, units } = measureText(text);
      if (encoding === "gsm7") assertEquals(encodeGsm7(text).length, units);
    }),
    RUNS,
  );
});

/** Texts of 0 to 480 characters, most of them in GSM-7. */
function anyText(): fc.Arbitrary<string> {
  const gsm = fc.constantFrom(...BASIC, ...EXTENSION);
  const any = fc.constantFrom(...BASIC, ...EXTENSION, ...NOT_GSM, ...EMOJI);
  return fc.oneof(
    fc.array(gsm, { maxLength: 480, size: "max" }),
    fc.array(any, { maxLength: 240, size: "max" }),
  ).map((chars) => chars.join(""));
}

/** Uniform numbers in [0, 1) from a seed (mulberry32). */
function randomSource(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits = (bits + Math.imul(bits ^ (bits >>> 7), bits | 61)) ^ bits;
    return ((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick(chars: string[], length: number, random: () => number): string {
  let text = "";
  for (let i = 0; i < length; i++) {
    text += chars[Math.floor(random() * chars.length)];
  }
  return text;
}

Deno.test("proposeSpelling() drops blanks that cost an SMS, and only then", () => {
  const long = "a".repeat(150);
  assertEquals(proposeSpelling(`${long}  \n\n  bcdefgh   `), {
    text: `${long}\nbcdefgh`,
    segments: 1,
  });
  assertEquals(proposeSpelling(`a  b`), null);
  assertEquals(proposeSpelling("a".repeat(170) + "  b"), null);
});

Deno.test("proposeSpelling() writes signs and ligatures plainly", () => {
  const text = "ﬁn ½ → © " + "a".repeat(70);
  assertEquals(proposeSpelling(text), {
    text: "fin 1/2 -> (c) " + "a".repeat(70),
    segments: 1,
  });
});

Deno.test("decodeGsm7() reads what encodeGsm7() writes", () => {
  const text = "Été à 5 € [ok] {x} @ Ç\n^~|\\";
  assertEquals(decodeGsm7(encodeGsm7(text)), text);
});
