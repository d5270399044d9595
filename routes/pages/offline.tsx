/**
 * The page for when there is no network. It is the same for everyone: what it
 * shows is on the device alone.
 *
 * @module
 */
import { Hono } from "hono";
import { useWords } from "../../islands/language.ts";
import { Offline } from "../../islands/Offline.tsx";
import { Brand } from "./parts/Brand.tsx";
import { Island } from "./parts/Island.tsx";
import { plainPage } from "./respond.tsx";
import type { PageEnv } from "./visit.ts";
import { OFFLINE_PAGE } from "./words/offline.ts";

export const offline = new Hono<PageEnv>();

offline.get("/hors-ligne", (c) => {
  const asked = c.req.query("langue");
  if (asked === "fr" || asked === "en") c.set("language", asked);
  const { title } = OFFLINE_PAGE[c.var.language];
  return plainPage(c, { title }, <OfflineContent />);
});

function OfflineContent() {
  const words = useWords(OFFLINE_PAGE);
  return (
    <section class="offline narrow">
      <Brand href="/" />
      <h1>{words.title}</h1>
      <p class="lead">{words.lead}</p>
      <noscript>
        <p>{words.needsScript}</p>
      </noscript>
      <Island name="Offline" of={Offline} props={{}} />
      <p>
        <a class="button" href="/">{words.back}</a>
      </p>
    </section>
  );
}
