/**
 * What does not fit at the foot of a phone: the other sections, the account.
 *
 * @module
 */
import { Hono } from "hono";
import { isOperator } from "../../lib/domain/actor.ts";
import { Form } from "./parts/Form.tsx";
import { Heading } from "./parts/Heading.tsx";
import { Icon, type IconName } from "./parts/Icon.tsx";
import { page } from "./respond.tsx";
import { items } from "./sections.ts";
import { address, type PageEnv, type Section, type Visit } from "./visit.ts";

export const more = new Hono<PageEnv>();

more.get(
  "/",
  (c) =>
    page(c, { title: "Plus", section: "plus" }, <More visit={c.var.visit} />),
);

function More({ visit }: { visit: Visit }) {
  const { here, actor } = visit;
  const others = here === null
    ? []
    : items(visit).filter(({ phone }) => phone === undefined);
  return (
    <div class="narrow">
      <Heading title="Plus" />
      <ul class="menu">
        {others.map(({ section, label, icon }) => (
          <Entry
            href={address(here!.id, section as Section)}
            label={label}
            icon={icon}
          />
        ))}
        <Entry
          href="/structures"
          label="Toutes les structures"
          icon="structures"
        />
        {isOperator(actor) && (
          <Entry
            href="/reception"
            label="Boîte de réception simulée"
            icon="inbox"
          />
        )}
      </ul>
      <section class="panel">
        <p class="strong">{actor.name}</p>
        <p class="quiet">{actor.email}</p>
        <Form visit={visit} action="/deconnexion">
          <button type="submit" class="button">
            <Icon name="out" />
            Se déconnecter
          </button>
        </Form>
      </section>
    </div>
  );
}

function Entry(
  { href, label, icon }: { href: string; label: string; icon: IconName },
) {
  return (
    <li>
      <a href={href}>
        <Icon name={icon} />
        <span>{label}</span>
        <Icon name="right" />
      </a>
    </li>
  );
}
