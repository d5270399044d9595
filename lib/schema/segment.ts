/**
 * What a text costs: its encoding and its number of SMS.
 *
 * One function for the API and the PWA, so what a person sees while writing is
 * what the ledger charges. Texts are measured as they stand: pass them through
 * `normaliseText` once, before they are measured, stored or sent. Source: 3GPP
 * TS 23.038 (GSM 7 bit default alphabet and its extension table).
 *
 * @module
 */

/** What a text needs to travel as SMS. */
export interface Measure {
  encoding: "gsm7" | "ucs2";
  segments: number;
  /** Septets in GSM-7, UTF-16 code units in UCS-2. */
  units: number;
  /** Units that still fit into the last segment. */
  unitsLeft: number;
}

/** A cheaper way to write a text. */
export interface Spelling {
  text: string;
  segments: number;
}

const GSM7_SINGLE_MAX = 160;
const GSM7_PART_MAX = 153;
const UCS2_SINGLE_MAX = 70;
const UCS2_PART_MAX = 67;

const ESCAPE = 0x1b;

/** The default alphabet; a character's position is its septet. */
const BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\x1bÆæßÉ" +
  " !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§" +
  "¿abcdefghijklmnopqrstuvwxyzäöñüà";

/** The septet that follows the escape, for each character behind it. */
const EXTENSION: Readonly<Record<string, number>> = {
  "\f": 0x0a,
  "^": 0x14,
  "{": 0x28,
  "}": 0x29,
  "\\": 0x2f,
  "[": 0x3c,
  "~": 0x3d,
  "]": 0x3e,
  "|": 0x40,
  "€": 0x65,
};

/** The last code unit of either table is `€`. */
const TABLE_SIZE = 0x20ad;

/** Septets each code unit costs: 1, 2 behind an escape, 0 when GSM-7 lacks it. */
const COST = new Uint8Array(TABLE_SIZE);
const SEPTET = new Uint8Array(TABLE_SIZE);
fillTables();

function fillTables(): void {
  for (let septet = 0; septet < BASIC.length; septet++) {
    if (septet === ESCAPE) continue;
    const code = BASIC.charCodeAt(septet);
    COST[code] = 1;
    SEPTET[code] = septet;
  }
  for (const [char, septet] of Object.entries(EXTENSION)) {
    COST[char.charCodeAt(0)] = 2;
    SEPTET[char.charCodeAt(0)] = septet;
  }
}

function costOf(code: number): number {
  return code < TABLE_SIZE ? COST[code] as number : 0;
}

/** Where composing or a line end may be at work; below U+0300 all is composed. */
const NEEDS_WORK = /[\r\u0300-\uffff]/;

/** Composes accents (NFC) and turns every line end into `\n`. */
export function normaliseText(text: string): string {
  return NEEDS_WORK.test(text)
    ? text.replace(/\r\n?/g, "\n").normalize("NFC")
    : text;
}

/** Counts the segments of a text exactly as networks bill them. */
export function measureText(text: string): Measure {
  let septets = 0;
  for (let i = 0; i < text.length; i++) {
    const cost = costOf(text.charCodeAt(i));
    if (cost === 0) return measureUcs2(text);
    septets += cost;
  }
  if (septets <= GSM7_SINGLE_MAX) {
    return {
      encoding: "gsm7",
      segments: septets === 0 ? 0 : 1,
      units: septets,
      unitsLeft: GSM7_SINGLE_MAX - septets,
    };
  }
  return measureGsm7Parts(text, septets);
}

/** Parts of 153 septets, an escape pair never split between two. */
function measureGsm7Parts(text: string, septets: number): Measure {
  let segments = 1;
  let used = 0;
  for (let i = 0; i < text.length; i++) {
    const cost = costOf(text.charCodeAt(i));
    if (used + cost > GSM7_PART_MAX) {
      segments++;
      used = 0;
    }
    used += cost;
  }
  return {
    encoding: "gsm7",
    segments,
    units: septets,
    unitsLeft: GSM7_PART_MAX - used,
  };
}

/** One part of 70 code units, or parts of 67 that never split a surrogate pair. */
function measureUcs2(text: string): Measure {
  const units = text.length;
  if (units <= UCS2_SINGLE_MAX) {
    const unitsLeft = UCS2_SINGLE_MAX - units;
    return { encoding: "ucs2", segments: 1, units, unitsLeft };
  }
  let segments = 0;
  let start = 0;
  let end = 0;
  while (end < units) {
    start = end;
    end = start + UCS2_PART_MAX;
    if (end < units && splitsPair(text, end)) end--;
    segments++;
  }
  return { encoding: "ucs2", segments, units, unitsLeft: end - units };
}

function splitsPair(text: string, at: number): boolean {
  return (text.charCodeAt(at - 1) & 0xfc00) === 0xd800 &&
    (text.charCodeAt(at) & 0xfc00) === 0xdc00;
}

/** The distinct characters that force UCS-2, in order of first appearance. */
export function unicodeCharacters(text: string): string[] {
  const found = new Set<string>();
  for (const char of text) {
    if (costOf(char.charCodeAt(0)) === 0) found.add(char);
  }
  return [...found];
}

/**
 * The septets of a text, one a byte and not packed, as SMPP carries them.
 *
 * @throws {RangeError} if a character is not in GSM-7
 */
export function encodeGsm7(text: string): Uint8Array<ArrayBuffer> {
  const septets = new Uint8Array(text.length * 2);
  let length = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const cost = costOf(code);
    if (cost === 0) {
      throw new RangeError(`Cannot encode in GSM-7: character at index ${i}`);
    }
    if (cost === 2) septets[length++] = ESCAPE;
    septets[length++] = SEPTET[code] as number;
  }
  return septets.slice(0, length);
}

/** The text of septets, one a byte, as {@linkcode encodeGsm7} writes them. */
export function decodeGsm7(septets: Uint8Array): string {
  let text = "";
  for (let i = 0; i < septets.length; i++) {
    const septet = septets[i]!;
    if (septet === ESCAPE && i + 1 < septets.length) {
      text += EXTENDED.get(septets[++i]!) ?? " ";
    } else text += BASIC[septet] ?? "";
  }
  return text.replaceAll("\x1b", "");
}

const EXTENDED = new Map(
  Object.entries(EXTENSION).map(([char, septet]) => [septet, char]),
);

/** How to write what GSM-7 lacks and what is no letter with an accent. */
const SPELLINGS: Readonly<Record<string, string>> = {
  ...spelled("'", "’‘‚‛ʼ′´`"),
  ...spelled('"', "“”„‟″«»"),
  ...spelled("-", "‐‑‒–—―−•"),
  ...spelled(" ", "\t\u00a0\u1680\u202f\u205f\u3000"),
  ...spelled(
    " ",
    "\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a",
  ),
  ...spelled("", "\u200b\u200e\u200f\u2060\ufeff\u00ad"),
  ...spelled("\n", "\u0085\u2028\u2029"),
  ...spelled(".", "·‧"),
  "…": "...",
  "œ": "oe",
  "Œ": "OE",
  "°": "o",
  "¹": "1",
  "²": "2",
  "³": "3",
  "×": "x",
  "µ": "u",
  "μ": "u",
  "™": "TM",
  "©": "(c)",
  "®": "(R)",
  "½": "1/2",
  "¼": "1/4",
  "¾": "3/4",
  "→": "->",
  "⇒": "=>",
  "←": "<-",
  "≤": "<=",
  "≥": ">=",
  "№": "no",
};

function spelled(plain: string, chars: string): Record<string, string> {
  return Object.fromEntries([...chars].map((char) => [char, plain]));
}

/**
 * A spelling in plainer characters, or null unless it saves a segment.
 *
 * It is a proposal: shown with its saving, applied only by the writer.
 */
export function proposeSpelling(text: string): Spelling | null {
  const composed = normaliseText(text);
  const before = measureText(composed);
  if (before.segments < 2) return null;

  const spellings = before.encoding === "gsm7"
    ? [withoutBlanks(composed)]
    // Blanks are the writer's, so they go only where letters do not do.
    : [spellPlainly(composed), withoutBlanks(spellPlainly(composed))];
  let best: Spelling | null = null;
  for (const text of spellings) {
    const { segments } = measureText(text);
    if (segments < (best?.segments ?? before.segments)) {
      best = { text, segments };
    }
  }
  return best;
}

/** Without spaces that say nothing: doubled, at ends of lines, empty lines. */
function withoutBlanks(text: string): string {
  return text.replace(/ {2,}/g, " ").replace(/ *\n */g, "\n")
    .replace(/\n{2,}/g, "\n").trim();
}

function spellPlainly(text: string): string {
  const quoted = text
    .replace(/«[ \u00a0\u2009\u202f]?/g, '"')
    .replace(/[ \u00a0\u2009\u202f]?»/g, '"');
  let plain = "";
  for (const char of quoted) {
    plain += costOf(char.charCodeAt(0)) > 0
      ? char
      : SPELLINGS[char] ?? withoutAccents(char);
  }
  return normaliseText(plain);
}

/** The letter without its accents where GSM-7 has it, else the character. */
function withoutAccents(char: string): string {
  // NFKD also opens ligatures and the full-width forms of plain letters.
  const bare = char.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
  return unicodeCharacters(bare).length === 0 ? bare : char;
}
