/**
 * What does not fit at the foot of a phone: the other sections, the account.
 *
 * @module
 */
import { Hono } from "hono";
import { useWords } from "../../islands/language.ts";
import { isOperator } from "../../lib/domain/actor.ts";
import { Form } from "./parts/Form.tsx";
import { Heading } from "./parts/Heading.tsx";
import { Icon, type IconName } from "./parts/Icon.tsx";
import { LanguageChoice } from "./parts/LanguageChoice.tsx";
import { Waiting } from "./parts/Waiting.tsx";
import { NOTIFICATIONS_PATH } from "./words/notifications.ts";
import { page } from "./respond.tsx";
import { groupedItems } from "./sections.ts";
import { address, type PageEnv, type Section, type Visit } from "./visit.ts";
import { NAVIGATION } from "./words/navigation.ts";

export const more = new Hono<PageEnv>();

more.get("/", (c) => {
  const { visit } = c.var;
  const title = NAVIGATION[visit.language].more;
  return page(c, { title, section: "plus" }, <More visit={visit} />);
});

function More({ visit }: { visit: Visit }) {
  const words = useWords(NAVIGATION);
  const { here, actor } = visit;
  return (
    <div class="narrow">
      <Heading title={words.more} />
      {here && groupedItems(visit).map(({ name, items }) => {
        const others = items.filter(({ phone }) => phone === undefined);
        return others.length > 0 && (
          <section class="menu-group">
            <h2>{name}</h2>
            <ul class="menu">
              {others.map(({ section, label, icon }) => (
                <Entry
                  href={address(here.id, section as Section)}
                  label={label}
                  icon={icon}
                  waiting={section === "demandes" ? here.waiting : 0}
                />
              ))}
            </ul>
          </section>
        );
      })}
      <ul class="menu">
        <Entry
          href="/structures"
          label={words.allStructures}
          icon="structures"
        />
        <Entry href="/compte" label={words.account} icon="account" />
        <Entry href="/compte/securite" label={words.security} icon="shield" />
        <Entry
          href={NOTIFICATIONS_PATH}
          label={words.notifications}
          icon="bell"
        />
        {isOperator(actor) && (
          <>
            <Entry
              href="/passerelles"
              label={words.gateways}
              icon="gateways"
            />
            <Entry href="/reception" label={words.inbox} icon="inbox" />
          </>
        )}
        {isOperator(actor) && (
          <Entry href="/exploitation" label={words.operations} icon="gauge" />
        )}
      </ul>
      <section class="panel">
        <p class="strong">{actor.name}</p>
        <p class="quiet">{actor.email}</p>
        <div class="foot">
          <Form visit={visit} action="/deconnexion">
            <button type="submit" class="button">
              <Icon name="out" />
              {words.signOut}
            </button>
          </Form>
          <LanguageChoice
            back={here ? address(here.id, "plus") : "/plus"}
          />
        </div>
      </section>
    </div>
  );
}

function Entry({ href, label, icon, waiting = 0 }: {
  href: string;
  label: string;
  icon: IconName;
  waiting?: number;
}) {
  return (
    <li>
      <a href={href}>
        <Icon name={icon} />
        <span>{label}</span>
        <Waiting count={waiting} />
        <Icon name="right" />
      </a>
    </li>
  );
}
