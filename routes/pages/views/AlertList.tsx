import { counted, number } from "../../../islands/words.ts";
import type { Page } from "../../../lib/domain/page.ts";
import type {
  AlertEvent,
  AlertNotification,
} from "../../../lib/schema/alert.ts";
import { Empty } from "../parts/Empty.tsx";
import { Pager } from "../parts/Pager.tsx";
import { Pill } from "../parts/Pill.tsx";
import { address, type Visit } from "../visit.ts";
import { type Tone, when } from "../words.ts";

/** What was raised, the newest first, and how it was told. */
export function AlertList(
  { visit, events, query, hasThresholds, available }: {
    visit: Visit;
    events: Page<AlertEvent>;
    query: Readonly<Record<string, string>>;
    hasThresholds: boolean;
    available: number;
  },
) {
  if (events.items.length === 0) {
    return (
      <Empty icon="bell" title="Aucune alerte pour l’instant">
        {hasThresholds
          ? (
            <p>
              La première apparaîtra ici au moment où un seuil sera franchi,
              avec les personnes prévenues. Elle se réarme d’elle-même quand le
              solde remonte, ou au début du mois suivant.
            </p>
          )
          : (
            <p>
              Fixez un seuil ci-dessus : avec {number(available)}{" "}
              SMS disponibles, vous saurez à temps qu’il faut en redemander.
            </p>
          )}
      </Empty>
    );
  }
  return (
    <>
      <ol class="cards">
        {events.items.map((event) => (
          <Card key={event.id} visit={visit} event={event} />
        ))}
      </ol>
      <Pager
        path={address(visit.here!.id, "alertes")}
        query={query}
        nextCursor={events.nextCursor}
      />
    </>
  );
}

function Card({ visit, event }: { visit: Visit; event: AlertEvent }) {
  const { kind, threshold, value, at, notifications } = event;
  return (
    <li class="card">
      <div>
        <p class="strong">
          {kind === "lowBalance"
            ? `Moins de ${number(threshold)} SMS disponibles`
            : `Plus de ${number(threshold)} SMS dans le mois`}
        </p>
        <p class="quiet">
          <time dateTime={at}>{when(at, visit.nowMs)}</time>
          {kind === "lowBalance"
            ? ` : il en restait ${number(value)}`
            : ` : le mois en comptait ${number(value)}`}
        </p>
      </div>
      <ul class="chips">
        {notifications.length === 0 && (
          <li>
            <Pill tone="plain">Personne à prévenir</Pill>
          </li>
        )}
        {notifications.map((notification) => (
          <li key={notification.channel}>
            <Told notification={notification} nowMs={visit.nowMs} />
          </li>
        ))}
      </ul>
    </li>
  );
}

function Told(
  { notification, nowMs }: { notification: AlertNotification; nowMs: number },
) {
  const { at } = notification;
  const { tone, words } = toldWords(notification);
  return (
    <>
      <Pill tone={tone}>{words}</Pill>
      {at !== null && (
        <span class="unseen">
          <time dateTime={at}>{when(at, nowMs)}</time>
        </span>
      )}
    </>
  );
}

const CHANNELS = {
  mail: "mail",
  push: "notification",
  webhook: "webhook",
  sms: "SMS",
} as const;

const NOTES = {
  no_credit: "pas assez de crédits",
  suspended: "structure suspendue",
  refused: "adresse refusée",
  unreachable: "sans réponse",
  not_configured: "aucun destinataire déclaré",
  own_sms: "aucun, un SMS d’alerte l’a causée",
} as const;

/** « 2 mails envoyés », « SMS : pas assez de crédits ». */
function toldWords(
  { channel, status, recipients, note, attempts }: AlertNotification,
): { tone: Tone; words: string } {
  const name = CHANNELS[channel];
  const why = note === null ? "" : NOTES[note];
  switch (status) {
    case "sent": {
      const many = channel === "sms" ? name : `${name}s`;
      const sent = `${counted(recipients, name, many)} ${
        recipients < 2 ? "envoyé" : "envoyés"
      }`;
      return { tone: "good", words: why === "" ? sent : `${sent}, ${why}` };
    }
    case "pending":
      return {
        tone: "wait",
        words: attempts === 0
          ? `${name} en attente`
          : `${name} : nouvel essai à venir`,
      };
    case "failed":
      return { tone: "bad", words: `${name} : ${why}` };
    case "skipped":
      return { tone: "plain", words: `${name} : ${why}` };
  }
}
