/** The languages of the service; French is the reference. */
export type Language = "fr" | "en";

/** The language an `Accept-Language` header prefers, French unless it is English. */
export function languageOf(header: string | null): Language {
  if (header === null) return "fr";
  let french = 0;
  let english = 0;
  for (const range of header.slice(0, 500).toLowerCase().split(",")) {
    const [tag = "", ...parameters] = range.split(";").map((part) =>
      part.trim()
    );
    const quality = qualityOf(parameters);
    if (/^fr(?:-|$)/.test(tag) || tag === "*") {
      french = Math.max(french, quality);
    } else if (/^en(?:-|$)/.test(tag)) english = Math.max(english, quality);
  }
  return english > french ? "en" : "fr";
}

function qualityOf(parameters: readonly string[]): number {
  const given = parameters.find((parameter) => parameter.startsWith("q="));
  const quality = given === undefined ? 1 : Number(given.slice(2));
  return quality >= 0 && quality <= 1 ? quality : 0;
}
