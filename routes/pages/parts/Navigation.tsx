import { useWords } from "../../../islands/language.ts";
import { isOperator } from "../../../lib/domain/actor.ts";
import type { PageOptions } from "../respond.tsx";
import { groupedItems, type Item } from "../sections.ts";
import { address, type Section, type Visit } from "../visit.ts";
import { NAVIGATION } from "../words/navigation.ts";
import { NOTIFICATIONS_PATH } from "../words/notifications.ts";
import { Form } from "./Form.tsx";
import { Icon } from "./Icon.tsx";
import { Waiting } from "./Waiting.tsx";

/** The sections of the structure that is open, and what is above it. */
export function Navigation(
  { visit, section }: { visit: Visit; section: PageOptions["section"] },
) {
  const words = useWords(NAVIGATION);
  const { here, actor } = visit;
  return (
    <nav class="nav" aria-label={words.main}>
      <ul>
        {here && groupedItems(visit).map(({ group, name, items }) => (
          <>
            {group !== "daily" && <li class="group desk">{name}</li>}
            {items.map((item) => (
              <Entry
                {...item}
                href={address(here.id, item.section as Section)}
                current={item.section === section}
                waiting={item.section === "demandes" ? here.waiting : 0}
              />
            ))}
          </>
        ))}
        {!here && (
          <Entry
            section="toutes"
            label={words.structures}
            icon="structures"
            phone={words.structures}
            href="/structures"
            current={section === "toutes"}
          />
        )}
        {isOperator(actor) && (
          <Entry
            section="installation"
            label={words.gateways}
            icon="gateways"
            href="/passerelles"
            current={section === "installation"}
          />
        )}
        {isOperator(actor) && (
          <Entry
            section="reception"
            label={words.inbox}
            icon="inbox"
            {...(here ? {} : { phone: words.simulator })}
            href="/reception"
            current={section === "reception"}
          />
        )}
        {isOperator(actor) && (
          <Entry
            section="exploitation"
            label={words.operations}
            icon="gauge"
            href="/exploitation"
            current={section === "exploitation"}
          />
        )}
        <li class="phone only">
          <a
            href={here ? address(here.id, "plus") : "/plus"}
            aria-current={section === "plus" ? "page" : undefined}
          >
            <Icon name="more" />
            <span>{words.more}</span>
            {here && <Waiting count={here.waiting} />}
          </a>
        </li>
      </ul>
      <div class="account">
        <p>
          <span class="strong">{actor.name}</span>
          <span class="quiet">{actor.email}</span>
        </p>
        <a
          class="link"
          href="/compte"
          aria-current={section === "compte" ? "page" : undefined}
        >
          <Icon name="account" />
          {words.account}
        </a>
        <a class="link" href={NOTIFICATIONS_PATH}>
          <Icon name="bell" />
          {words.notifications}
        </a>
        <Form visit={visit} action="/deconnexion">
          <button type="submit" class="link">
            <Icon name="out" />
            {words.signOut}
          </button>
        </Form>
      </div>
    </nav>
  );
}

function Entry(
  { section, label, icon, phone, href, current, waiting = 0 }: Item & {
    href: string;
    current: boolean;
    waiting?: number;
  },
) {
  const name = [phone && "phone", section === "envoi" && "main"];
  return (
    <li class={name.filter(Boolean).join(" ") || undefined}>
      <a href={href} aria-current={current ? "page" : undefined}>
        <Icon name={icon} />
        <span class={phone ? "desk" : undefined}>{label}</span>
        {phone && <span class="phone">{phone}</span>}
        <Waiting count={waiting} />
      </a>
    </li>
  );
}
