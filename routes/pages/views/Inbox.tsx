import { Bubble } from "../../../islands/parts/Bubble.tsx";
import { Refresh } from "../../../islands/Refresh.tsx";
import type { Page } from "../../../lib/domain/page.ts";
import type { OutboxItem } from "../../../lib/schema/gateway.ts";
import { Empty } from "../parts/Empty.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Pager } from "../parts/Pager.tsx";
import type { Visit } from "../visit.ts";
import { briefly, phoneNumber } from "../words.ts";

const LIVE_MS = 3_000;

/** What the simulator's phones received, the newest first. */
export function Inbox({ visit, found, query }: {
  visit: Visit;
  found: Page<OutboxItem>;
  query: Readonly<Record<string, string>>;
}) {
  return (
    <div class="narrow">
      <Heading
        title="Boîte de réception simulée"
        lead="Tant que le simulateur est la passerelle, aucun SMS ne quitte le service : voici ce que les téléphones auraient reçu. Sans serveur de messagerie, les mails arrivent ici aussi."
      >
        <Island
          name="Refresh"
          of={Refresh}
          props={{ target: "telephone", everyMs: LIVE_MS }}
        />
      </Heading>
      <div class="phone-frame" id="telephone">
        {found.items.length === 0
          ? (
            <Empty icon="inbox" title="Rien n’est arrivé">
              <p>
                Faites un envoi simple, ou lancez la commande d’exemple d’une
                application : le message apparaît ici.
              </p>
            </Empty>
          )
          : (
            <ol class="thread">
              {found.items.map((item) => (
                <li key={item.messageId}>
                  <p class="meta">
                    <span>
                      {item.subject === undefined ? "Pour " : "Mail pour "}
                      {phoneNumber(item.to)}
                    </span>
                    <time dateTime={item.at}>
                      {briefly(item.at, visit.nowMs)}
                    </time>
                  </p>
                  <Bubble
                    sender={item.subject ?? item.sender ?? "Numéro court"}
                    text={item.text}
                  />
                </li>
              ))}
            </ol>
          )}
      </div>
      <Pager path="/reception" query={query} nextCursor={found.nextCursor} />
    </div>
  );
}
