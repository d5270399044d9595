import type { Language } from "../../islands/language.ts";

const BROWSERS: readonly [pattern: RegExp, name: string][] = [
  [/\bEdgA?\//, "Edge"],
  [/\b(?:OPR|Opera)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|Chromium|CriOS|HeadlessChrome)\//, "Chrome"],
  [/\bSafari\//, "Safari"],
];

const SYSTEMS: readonly [pattern: RegExp, name: string][] = [
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X|Macintosh/, "Mac"],
  [/CrOS/, "ChromeOS"],
  [/Linux/, "Linux"],
];

/** « Firefox sur Windows », as far as a browser says who it is. */
export function deviceName(agent: string, language: Language): string {
  const browser = nameIn(BROWSERS, agent);
  const system = nameIn(SYSTEMS, agent);
  const on = language === "fr" ? "sur" : "on";
  if (browser !== null && system !== null) return `${browser} ${on} ${system}`;
  const unknown = language === "fr" ? "Navigateur inconnu" : "Unknown browser";
  return browser ?? system ?? unknown;
}

function nameIn(
  table: readonly [RegExp, string][],
  agent: string,
): string | null {
  return table.find(([pattern]) => pattern.test(agent))?.[1] ?? null;
}
