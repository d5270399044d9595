import { Push } from "../../../islands/Push.tsx";
import type { Device } from "../../../lib/schema/push.ts";
import { Topic } from "../../../lib/schema/push.ts";
import type { Errors } from "../forms.ts";
import { DoneNotice } from "../notices.tsx";
import { Choice } from "../parts/Choice.tsx";
import { Empty } from "../parts/Empty.tsx";
import { Form } from "../parts/Form.tsx";
import { Heading } from "../parts/Heading.tsx";
import { Island } from "../parts/Island.tsx";
import { Notice } from "../parts/Notice.tsx";
import { Unseen } from "../parts/Unseen.tsx";
import type { Visit } from "../visit.ts";
import { when } from "../words.ts";
import { NOTIFICATIONS, NOTIFICATIONS_PATH } from "../words/notifications.ts";

/** On which devices a person is told, and of what. */
export function Notifications(
  { visit, devices, topics, publicKey, errors, done }: {
    visit: Visit;
    devices: readonly Device[];
    topics: readonly Topic[];
    publicKey: string;
    errors: Errors;
    done: string | undefined;
  },
) {
  const words = NOTIFICATIONS[visit.language];
  return (
    <div class="narrow">
      <Heading title={words.title} lead={words.lead} />
      <DoneNotice done={done} />
      {errors[""] && (
        <Notice tone="bad">
          <p>{errors[""]}</p>
        </Notice>
      )}
      <section>
        <h2>{words.device}</h2>
        <Island name="Push" of={Push} props={{ publicKey }} />
        <noscript>
          <p>{words.noScript}</p>
        </noscript>
      </section>
      <section>
        <h2>{words.topics}</h2>
        <Form visit={visit} action={NOTIFICATIONS_PATH}>
          {Topic.options.map((topic) => (
            <Choice
              key={topic}
              name={topic}
              label={words.choices[topic]}
              help={words.helps[topic]}
              isChosen={topics.includes(topic)}
            />
          ))}
          <button type="submit" class="button main">{words.save}</button>
        </Form>
      </section>
      <section>
        <h2>{words.devices}</h2>
        {devices.length === 0
          ? (
            <Empty icon="bell" title={words.none}>
              <p>{words.noneHelp}</p>
            </Empty>
          )
          : (
            <ul class="cards">
              {devices.map((device) => (
                <DeviceCard key={device.id} visit={visit} device={device} />
              ))}
            </ul>
          )}
      </section>
    </div>
  );
}

function DeviceCard({ visit, device }: { visit: Visit; device: Device }) {
  const words = NOTIFICATIONS[visit.language];
  const name = browserName(device.agent) || words.browsers("");
  const at = when(device.createdAt, visit.nowMs, visit.language);
  return (
    <li class="card share">
      <div>
        <p class="strong">{name}</p>
        <p class="quiet">{words.since(at)}</p>
      </div>
      <div class="actions">
        {(["essayer", "retirer"] as const).map((etape) => (
          <Form
            key={etape}
            visit={visit}
            action={NOTIFICATIONS_PATH}
            hidden={{ etape, appareil: device.id }}
          >
            <button
              type="submit"
              class={etape === "essayer" ? "button" : "button quiet"}
            >
              {etape === "essayer" ? words.trial : words.remove}
              <Unseen>{name}</Unseen>
            </button>
          </Form>
        ))}
      </div>
    </li>
  );
}

/** « Chrome, Android » out of what a browser says of itself. */
function browserName(agent: string): string {
  const browser = [
    ["Edg", "Edge"],
    ["Firefox", "Firefox"],
    ["Chrome", "Chrome"],
    ["Safari", "Safari"],
  ].find(([mark]) => agent.includes(mark!))?.[1];
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux"]
    .find((mark) => agent.includes(mark));
  return [browser, system].filter(Boolean).join(", ");
}
