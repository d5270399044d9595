/**
 * What the law wants said: accessibility, notices, personal data. Open to
 * everyone.
 *
 * @module
 */
import { Hono } from "hono";
import type { ComponentChildren } from "preact";
import { useWords } from "../../islands/language.ts";
import type { Legal } from "../../lib/schema/legal.ts";
import { Brand } from "./parts/Brand.tsx";
import { Notice } from "./parts/Notice.tsx";
import { plainPage } from "./respond.tsx";
import type { PageEnv } from "./visit.ts";
import { FOOT, LEGAL, type LegalText, PUBLISHER } from "./words/legal.ts";

/** Where each text stands. */
const PLACES = {
  "/accessibilite": "accessibility",
  "/mentions-legales": "notices",
  "/donnees-personnelles": "data",
} as const;

/** The texts, for an installation that `legal` runs. */
export function legalRoutes(legal: Legal | null): Hono<PageEnv> {
  const routes = new Hono<PageEnv>();
  for (const [path, name] of Object.entries(PLACES)) {
    routes.get(path, (c) => {
      const text = LEGAL[c.var.language][name];
      const { publicUrl } = c.var.ports;
      return plainPage(
        c,
        { title: text.title, description: text.lead },
        <Text
          text={text}
          publicUrl={publicUrl}
          before={name === "notices" && <Publisher legal={legal} />}
          after={name !== "notices" && (
            <Contact legal={legal} isData={name === "data"} />
          )}
        />,
      );
    });
  }
  return routes;
}

/** Who publishes the service, and who hosts it. */
function Publisher({ legal }: { legal: Legal | null }) {
  const words = useWords(PUBLISHER);
  if (legal === null) {
    return (
      <section>
        <h2>{words.title}</h2>
        <Notice tone="info">
          <p>{words.unknown}</p>
        </Notice>
      </section>
    );
  }
  const { name, address, email, phone, director, host } = legal;
  return (
    <section>
      <h2>{words.title}</h2>
      <dl class="facts">
        <Fact name={words.publisher}>{name}</Fact>
        <Fact name={words.address}>{address}</Fact>
        <Fact name={words.phone}>
          <a href={`tel:${phone.replace(/[^+\d]/g, "")}`}>{phone}</a>
        </Fact>
        <Fact name={words.email}>
          <a href={`mailto:${email}`}>{email}</a>
        </Fact>
        <Fact name={words.director}>{director}</Fact>
        <Fact name={words.host}>{host ?? words.sameHost}</Fact>
      </dl>
    </section>
  );
}

/** Whom to write to, below a text that asks to. */
function Contact({ legal, isData }: { legal: Legal | null; isData: boolean }) {
  const words = useWords(PUBLISHER);
  if (legal === null) return null;
  const { name, phone } = legal;
  const email = isData ? legal.dpo ?? legal.email : legal.email;
  return (
    <section>
      <h2>{words.contact}</h2>
      <dl class="facts">
        <Fact name={words.publisher}>{name}</Fact>
        <Fact name={isData && legal.dpo ? words.dpo : words.email}>
          <a href={`mailto:${email}`}>{email}</a>
        </Fact>
        <Fact name={words.phone}>
          <a href={`tel:${phone.replace(/[^+\d]/g, "")}`}>{phone}</a>
        </Fact>
      </dl>
    </section>
  );
}

function Fact(
  { name, children }: { name: string; children: ComponentChildren },
) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Text({ text, publicUrl, before, after }: {
  text: LegalText;
  publicUrl: string;
  before: ComponentChildren;
  after: ComponentChildren;
}) {
  const words = useWords(FOOT);
  return (
    <article class="docs legal">
      <Brand href="/" />
      <h1>{text.title}</h1>
      <p class="lead">{text.lead}</p>
      {before}
      {text.sections.map(({ title, paragraphs, list = [] }) => (
        <section key={title}>
          <h2>{title}</h2>
          {paragraphs.map((words) => <p key={words}>{words}</p>)}
          {list.length > 0 && (
            <ul class="bullets">
              {list.map((item) => <li key={item}>{item}</li>)}
            </ul>
          )}
        </section>
      ))}
      {after}
      <p class="quiet">
        {words.address} <code>{publicUrl}</code>
      </p>
    </article>
  );
}
