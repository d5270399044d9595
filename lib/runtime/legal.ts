/**
 * Who runs the installation, from the environment: all that the law wants
 * named, or nothing of it.
 *
 * @module
 */
import type { Legal } from "../schema/legal.ts";

const PREFIX = "LSMESSAGE_LEGAL_";
const LENGTH_MAX = 300;

/** What each name means, for who left it out. */
const REQUIRED = {
  NAME: "the name of the body that runs this service",
  ADDRESS: "its postal address",
  EMAIL: "the address people write to",
  PHONE: "its telephone number",
  DIRECTOR: "who answers for what is published (directeur de la publication)",
} as const;

const OPTIONAL = ["HOST", "DPO"] as const;

/** The names that say who runs the installation. */
export const LEGAL_NAMES: readonly string[] = [
  ...Object.keys(REQUIRED),
  ...OPTIONAL,
].map((name) => PREFIX + name);

/** Reads them; what is missing or wrong is told a line each. */
export function readLegal(
  env: Readonly<Record<string, string>>,
): { legal: Legal | null; wrong: string[] } {
  const textOf = (name: string) => env[PREFIX + name]?.trim() ?? "";
  if (LEGAL_NAMES.every((name) => !env[name]?.trim())) {
    return { legal: null, wrong: [] };
  }
  const wrong: string[] = [];
  for (const [name, meaning] of Object.entries(REQUIRED)) {
    if (textOf(name) === "") {
      wrong.push(`${PREFIX}${name}: missing beside the others; ${meaning}`);
    }
  }
  for (const name of LEGAL_NAMES) {
    if ((env[name] ?? "").length > LENGTH_MAX) {
      wrong.push(`${name}: at most ${LENGTH_MAX} characters`);
    }
  }
  for (const name of ["EMAIL", "DPO"]) {
    const text = textOf(name);
    if (text !== "" && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text)) {
      wrong.push(
        `${PREFIX}${name}: "${text}" is not an address; write contact@example.fr`,
      );
    }
  }
  const phone = textOf("PHONE");
  if (phone !== "" && !/^\+?[\d\s.()-]{6,30}$/.test(phone)) {
    wrong.push(
      `${PREFIX}PHONE: "${phone}" is not a telephone number; write 05 65 12 34 56`,
    );
  }
  if (wrong.length > 0) return { legal: null, wrong };
  return {
    legal: {
      name: textOf("NAME"),
      address: textOf("ADDRESS"),
      email: textOf("EMAIL"),
      phone,
      director: textOf("DIRECTOR"),
      host: textOf("HOST") || null,
      dpo: textOf("DPO") || null,
    },
    wrong,
  };
}
