import { OFFERED_KINDS } from "../../../lib/delivery/gateway_kinds.ts";
import { Heading } from "../parts/Heading.tsx";
import { Icon } from "../parts/Icon.tsx";
import type { Visit } from "../visit.ts";
import { GATEWAYS } from "../words/gateways.ts";

/** The services one may have a contract with. */
export function GatewayKinds({ visit, base }: { visit: Visit; base: string }) {
  const words = GATEWAYS[visit.language];
  return (
    <div class="narrow">
      <Heading
        title={words.choose}
        lead={words.chooseWords}
        back={{ href: base, label: words.title }}
      />
      <ul class="menu">
        {OFFERED_KINDS.map(({ kind, label }) => (
          <li>
            <a href={`${base}/nouvelle?type=${kind}`}>
              <Icon name="gateways" />
              <span>{label[visit.language]}</span>
              <Icon name="right" />
            </a>
          </li>
        ))}
      </ul>
    </div>
  );
}
