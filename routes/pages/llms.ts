import type { Language } from "../../islands/language.ts";
import { type ProblemCode, PROBLEMS } from "../../lib/problem.ts";
import { GUIDES } from "./guides/mod.ts";
import { ADVICE } from "./problem_advice.ts";
import { DOCS } from "./words/docs.ts";

/** The documentation as one text. Source of the form: llmstxt.org. */
export function llmsText(language: Language, publicUrl: string): string {
  const words = DOCS[language];
  const guides = GUIDES.map(({ words }) => {
    const { title, lead, body } = words[language];
    return `# ${title}\n\n${lead}\n\n${body}`;
  });
  const problems = (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => {
    const { status, detail } = PROBLEMS[code];
    const advice = ADVICE[code].text[language];
    return `- \`${status} ${code}\` ${detail[language]} ${advice}`;
  });
  return [
    `# lsmessage\n\n> ${words.lead}\n\n- [openapi.json]({{url}}/openapi.json)`,
    ...guides,
    `# ${words.problems}\n\n${problems.join("\n")}\n`,
  ].join("\n\n").replaceAll("{{url}}", publicUrl)
    .replaceAll("](/docs", `](${publicUrl}/docs`);
}
