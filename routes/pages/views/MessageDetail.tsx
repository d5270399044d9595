import type { ComponentChildren } from "preact";
import { Bubble } from "../../../islands/parts/Bubble.tsx";
import { smsCount } from "../../../islands/words.ts";
import type { MessageWithTimeline } from "../../../lib/schema/message.ts";
import { Heading } from "../parts/Heading.tsx";
import { Notice } from "../parts/Notice.tsx";
import { StatusPill } from "../parts/StatusPill.tsx";
import { address, type Visit } from "../visit.ts";
import { exactly, phoneNumber, STATUSES } from "../words.ts";

/** One message: what it said, to whom, and all that happened to it. */
export function MessageDetail(
  { visit, message }: { visit: Visit; message: MessageWithTimeline },
) {
  const { to, text, sender, status, failed, reason } = message;
  return (
    <div class="narrow">
      <Heading
        title={to ? phoneNumber(to) : "Numéro effacé"}
        back={{
          href: address(visit.here!.id, "historique"),
          label: "Historique",
        }}
      >
        <StatusPill status={status} />
      </Heading>
      {failed && reason && (
        <Notice tone="bad" title={reason}>
          <p>{billing(message)}</p>
        </Notice>
      )}
      {message.possibleDuplicate && (
        <Notice tone="info">
          <p>
            Ce message a pu être remis deux fois : la passerelle n’a pas répondu
            au premier essai. Il n’est compté qu’une fois.
          </p>
        </Notice>
      )}
      {text === null
        ? (
          <p class="quiet">
            Le texte a été effacé à la fin de sa conservation.
          </p>
        )
        : <Bubble sender={sender} text={text} />}
      <h2>Ce qui s’est passé</h2>
      <Timeline message={message} />
      <h2>En détail</h2>
      <dl class="facts">
        <Fact name="Intitulé">{message.title}</Fact>
        <Fact name="Expéditeur">{sender}</Fact>
        <Fact name="Coût">{smsCount(message.segments)}</Fact>
        <Fact name="Référence">{message.reference}</Fact>
        <Fact name="Envoi">
          <a
            href={`${address(visit.here!.id, "envoi")}/${message.submissionId}`}
          >
            Voir tout l’envoi
          </a>
        </Fact>
        <Fact name="Identifiant">
          <code>{message.id}</code>
        </Fact>
      </dl>
    </div>
  );
}

/** What a failure costs. */
function billing({ status, sentAt }: MessageWithTimeline): string {
  if (status === "refused") return "Rien n’a été envoyé ni débité.";
  return sentAt === null
    ? "Il n’a pas quitté le service : ses SMS ont été recrédités."
    : "Il avait été remis au réseau : ses SMS restent comptés.";
}

function Timeline({ message }: { message: MessageWithTimeline }) {
  // Success needs no second sentence; a failure is said above.
  const said = message.reason;
  return (
    <ol class="timeline">
      {message.timeline.map(({ at, status, detail }) => (
        <li class={STATUSES[status].tone}>
          <span class="strong">{STATUSES[status].name}</span>
          <time dateTime={at}>{exactly(at)}</time>
          {detail && detail !== said && <span class="quiet">{detail}</span>}
        </li>
      ))}
    </ol>
  );
}

function Fact(
  { name, children }: { name: string; children: ComponentChildren },
) {
  if (children === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
