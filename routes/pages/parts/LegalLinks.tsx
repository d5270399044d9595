import { useLanguage } from "../../../islands/language.ts";
import { FOOT, LEGAL } from "../words/legal.ts";

/** The way to what the law wants said. */
export function LegalLinks() {
  const language = useLanguage();
  const { accessibility, notices, data } = LEGAL[language];
  return (
    <ul class="legal-links" aria-label={FOOT[language].label}>
      <li>
        <a href="/accessibilite">{accessibility.title}</a>
      </li>
      <li>
        <a href="/mentions-legales">{notices.title}</a>
      </li>
      <li>
        <a href="/donnees-personnelles">{data.title}</a>
      </li>
    </ul>
  );
}
