import { useLanguage } from "../../../islands/language.ts";
import { Icon } from "./Icon.tsx";

/** The other language, said in that language, one tap away. */
export function LanguageChoice({ back }: { back: string }) {
  const other = useLanguage() === "fr" ? "en" : "fr";
  return (
    <form method="post" action="/langue" class="language">
      <input type="hidden" name="retour" value={back} />
      <button type="submit" class="link" name="langue" value={other}>
        <Icon name="language" />
        <span lang={other}>{other === "fr" ? "Français" : "English"}</span>
      </button>
    </form>
  );
}
