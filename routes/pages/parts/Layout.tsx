import type { ComponentChildren } from "preact";
import { useWords } from "../../../islands/language.ts";
import { isSuspended } from "../../../lib/domain/directory.ts";
import type { PageOptions } from "../respond.tsx";
import type { Visit } from "../visit.ts";
import { address } from "../visit.ts";
import { NAVIGATION } from "../words/navigation.ts";
import { Brand } from "./Brand.tsx";
import { Navigation } from "./Navigation.tsx";
import { Notice } from "./Notice.tsx";
import { Switcher } from "./Switcher.tsx";
import { ViewingBanner } from "./ViewingBanner.tsx";

/** Navigation around a page: at the side on a desk, at the foot of a phone. */
export function Layout(
  { visit, section, children }: {
    visit: Visit;
    section: PageOptions["section"];
    children: ComponentChildren;
  },
) {
  const { here } = visit;
  return (
    <div class="frame">
      <ViewingBanner visit={visit} />
      <header class="top">
        <Brand href={here ? address(here.id, "tableau") : "/"} />
        {here && <Switcher visit={visit} here={here} section={section} />}
      </header>
      <Navigation visit={visit} section={section} />
      <main id="contenu" tabIndex={-1}>
        {here && isSuspended(here) && <Suspended />}
        {children}
      </main>
    </div>
  );
}

function Suspended() {
  const words = useWords(NAVIGATION);
  return (
    <Notice tone="bad" title={words.suspended}>
      <p>{words.suspendedWords}</p>
    </Notice>
  );
}
